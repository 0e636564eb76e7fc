import type { Proposal } from '../contracts/generator.ts';

/** Remembers the proposals that were used last, up to a number of them. */
export class ProposalCache {
  readonly #limit: number;
  /** In the order of last use. */
  readonly #proposals = new Map<string, Proposal>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): Proposal | undefined {
    const proposal = this.#proposals.get(key);
    if (proposal === undefined) return undefined;
    this.#proposals.delete(key);
    this.#proposals.set(key, proposal);
    return proposal;
  }

  /** Failures are not remembered: the next attempt may succeed. */
  set(key: string, proposal: Proposal): void {
    if (proposal.kind === 'failed' || this.#limit <= 0) return;
    this.#proposals.delete(key);
    this.#proposals.set(key, proposal);
    for (const oldest of this.#proposals.keys()) {
      if (this.#proposals.size <= this.#limit) return;
      this.#proposals.delete(oldest);
    }
  }
}
