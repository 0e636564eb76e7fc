import type { GraphChange, LiveStep } from '../../../src/doors/live/messages.ts';

export type Status = 'open' | 'proved' | 'failed';

/** How a goal was reached first: the way that the picture shows. */
export interface Origin {
  readonly step: LiveStep;
  /** Which of the goals that the tactic left, and of how many. */
  readonly part: number;
  readonly parts: number;
}

export interface GoalNode {
  readonly id: number;
  readonly target: string;
  /** More than one where goals share metavariables. */
  readonly goals: number;
  readonly score: number;
  status: Status;
  /** How many tactics were tried on it. */
  tried: number;
  origin: Origin | undefined;
  /** Goals that were reached from here first, in order of discovery. */
  readonly children: GoalNode[];
  readonly steps: LiveStep[];
  /** The tactic of the verified proof, where the goal is part of it. */
  proofStep: string | undefined;
}

/** A proof graph as the page knows it. It only grows; what can change of a goal is its status and its counts. */
export class GraphModel {
  readonly nodes: GoalNode[] = [];
  readonly roots: GoalNode[] = [];
  /** Steps to goals that were reached before in another way. */
  readonly crossings: { readonly step: LiveStep; readonly target: GoalNode }[] = [];
  readonly counts = { open: 0, proved: 0, failed: 0 };
  /** Goes up with every change. */
  version = 0;
  /** Goes up where goals were added or a proof was marked: the picture must be laid out anew. */
  shape = 0;

  get(id: number): GoalNode | undefined {
    return this.nodes[id];
  }

  apply({ nodes, steps, marks }: GraphChange): void {
    this.version++;
    if (nodes.length + steps.length > 0) this.shape++;
    for (const { id, target, goals, score } of nodes) {
      this.nodes[id] = {
        id,
        target,
        goals,
        score,
        status: 'open',
        tried: 0,
        origin: undefined,
        children: [],
        steps: [],
        proofStep: undefined,
      };
      this.counts.open++;
    }
    for (const step of steps) this.#link(step);
    for (const { id } of nodes) {
      const node = this.nodes[id];
      if (node !== undefined && node.origin === undefined && !this.roots.includes(node)) this.roots.push(node);
    }
    for (const [id, status, tried] of marks) {
      const node = this.nodes[id];
      if (node === undefined) continue;
      this.counts[node.status]--;
      this.counts[status]++;
      node.status = status;
      node.tried = tried;
    }
  }

  markProof(steps: readonly { readonly node: number; readonly tactic: string }[]): void {
    for (const { node, tactic } of steps) {
      const goal = this.nodes[node];
      if (goal !== undefined) goal.proofStep = tactic;
    }
    this.version++;
    this.shape++;
  }

  #link(step: LiveStep): void {
    const from = this.nodes[step.from];
    if (from === undefined) return;
    from.steps.push(step);
    for (const [part, id] of step.targets.entries()) {
      const target = this.nodes[id];
      if (target === undefined) continue;
      if (target.origin === undefined && !this.roots.includes(target) && target !== from) {
        target.origin = { step, part, parts: step.targets.length };
        from.children.push(target);
      } else if (target.origin?.step.from !== step.from) this.crossings.push({ step, target });
    }
  }
}
