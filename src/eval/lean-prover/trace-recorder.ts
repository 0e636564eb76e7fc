import type { ProofTrace, TraceEdge, TraceNode } from '../../data/proof-trace.ts';
import type { ProofBranch, SearchEvent } from '../../search/index.ts';

/** What Lean says about an error is cut to this many characters: some messages print whole terms. */
const messageLimit = 500;

/** Listens to a search and keeps its proof graph. */
export class TraceRecorder {
  #roots = 0;
  #expansions = 0;
  readonly #nodes = new Map<number, TraceNode>();
  readonly #edges: TraceEdge[] = [];

  readonly listen = (event: SearchEvent): void => {
    switch (event.kind) {
      case 'search-started':
        this.#roots = event.roots;
        break;
      case 'node-added':
        this.#nodes.set(event.node, {
          id: event.node,
          state: event.goals.map(({ pretty }) => pretty).join('\n\n'),
          status: 'open',
          score: event.logProbability,
        });
        break;
      case 'expanded': {
        const node = this.#nodes.get(event.node);
        if (node !== undefined && node.expansion === undefined) node.expansion = this.#expansions;
        this.#expansions += 1;
        break;
      }
      case 'status': {
        const node = this.#nodes.get(event.node);
        if (node !== undefined) node.status = event.status;
        break;
      }
      case 'tactic-checked':
        this.#edges.push({
          from: event.node,
          tactic: event.tactic,
          logProbability: event.logProbability,
          outcome: event.outcome,
          children: [...event.targets],
          ...(event.message === undefined ? {} : { message: event.message.slice(0, messageLimit) }),
          micros: event.micros,
          inProof: false,
        });
        break;
      case 'finished':
        if (event.result.kind === 'proved') this.#markProof(event.result.proof.branches);
        break;
    }
  };

  /** `undefined` where the search never started. */
  get trace(): ProofTrace | undefined {
    if (this.#nodes.size === 0) return undefined;
    const nodes = [...this.#nodes.values()];
    return { roots: nodes.slice(0, this.#roots).map(({ id }) => id), nodes, edges: this.#edges };
  }

  #markProof(branches: readonly ProofBranch[]): void {
    for (const { proof } of branches) {
      const edge = this.#edges.find(({ from, tactic }) => from === proof.node && tactic === proof.tactic);
      if (edge !== undefined) edge.inProof = true;
      this.#markProof(proof.branches);
    }
  }
}
