import type { OpenState, ProofEnvironment } from '../contracts/environment.ts';
import type { FoundProof, ProofBranch, ProofTree } from '../search/index.ts';

/** Lines that may do nothing: a tactic made of many of these is mostly idle. */
const attempt = /^try /;

/** The lines of a tactic that tries things one after another; `undefined` for all others. */
function attempts(tactic: string): readonly string[] | undefined {
  const lines = tactic.split('\n');
  return lines.some((line) => attempt.test(line)) && !lines.some((line) => /^\s/.test(line)) ? lines : undefined;
}

const hasAttempts = ({ tactic, branches }: ProofTree): boolean =>
  attempts(tactic) !== undefined || branches.some(({ proof }) => hasAttempts(proof));

/**
 * The proof with its tactics of many attempts taken apart into single ones, and without those that changed nothing. Where Lean does
 * not go along, the proof comes back as far as it was.
 */
export async function lineByLine<S>(
  environment: ProofEnvironment<S>,
  root: OpenState<S>,
  proof: FoundProof,
  signal: AbortSignal,
): Promise<FoundProof> {
  const [branch, ...others] = proof.branches;
  if (branch === undefined || others.length > 0 || !hasAttempts(branch.proof)) return proof;
  const walk = new Walk(environment, signal);
  try {
    const tree = await walk.over(root, branch.proof);
    return { ...proof, branches: [{ ...branch, proof: tree }] };
  } finally {
    walk.release();
  }
}

class Walk<S> {
  readonly #environment: ProofEnvironment<S>;
  readonly #signal: AbortSignal;
  readonly #made: S[] = [];

  constructor(environment: ProofEnvironment<S>, signal: AbortSignal) {
    this.#environment = environment;
    this.#signal = signal;
  }

  release(): void {
    this.#environment.release(this.#made);
  }

  async over(state: OpenState<S>, tree: ProofTree): Promise<ProofTree> {
    if (!hasAttempts(tree)) return tree;
    const lines = attempts(tree.tactic) ?? [tree.tactic];
    const steps: { readonly tactic: string; readonly before: OpenState<S> }[] = [];
    let current = state;
    for (const [place, line] of lines.entries()) {
      const left = await this.#run(current, line);
      if (left === undefined) return tree;
      const [next, ...more] = left;
      const isLast = place === lines.length - 1;
      if (next !== undefined && !isLast && more.length > 0) return tree;
      if (next?.key !== current.key || more.length > 0) steps.push({ tactic: line, before: current });
      if (next === undefined) return chain(steps, [], tree);
      if (isLast) return chain(steps, await this.#below(left, tree.branches), tree);
      current = next;
    }
    return tree;
  }

  /** Proofs of what a tactic left, taken apart in their turn where they are of these very states. */
  async #below(left: readonly OpenState<S>[], branches: readonly ProofBranch[]): Promise<readonly ProofBranch[]> {
    const found: ProofBranch[] = [];
    for (const [place, branch] of branches.entries()) {
      const state = left[place];
      const isSame = state !== undefined && textOf(state.goals) === textOf(branch.proof.goals);
      found.push(isSame ? { ...branch, proof: await this.over(state, branch.proof) } : branch);
    }
    return found;
  }

  async #run({ state }: OpenState<S>, tactic: string): Promise<readonly OpenState<S>[] | undefined> {
    const [outcome] = await this.#environment.run(state, [tactic], this.#signal);
    if (outcome === undefined || outcome.kind === 'error') return undefined;
    if (outcome.kind === 'proved') return [];
    this.#made.push(...outcome.states.map((left) => left.state));
    return outcome.states;
  }
}

const textOf = (goals: ProofTree['goals']): string => goals.map(({ pretty }) => pretty).join('\n\n');

/** One step under the other, and under the last what proves the rest. */
function chain<S>(
  steps: readonly { readonly tactic: string; readonly before: OpenState<S> }[],
  below: readonly ProofBranch[],
  whole: ProofTree,
): ProofTree {
  const [first, ...rest] = steps;
  if (first === undefined) return whole;
  const tree = { ...whole, tactic: first.tactic, goals: first.before.goals };
  if (rest.length === 0) return { ...tree, branches: below };
  const [next] = rest;
  const positions = [...next!.before.goals.keys()];
  return { ...tree, branches: [{ positions, proof: chain(rest, below, whole) }] };
}
