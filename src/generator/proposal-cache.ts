import { LRUCache } from 'lru-cache';
import type { Proposal } from '../contracts/generator.ts';

/** Remembers the proposals that were used last, up to a number of them. */
export class ProposalCache {
  readonly #proposals: LRUCache<string, Proposal> | undefined;

  /** @param limit 0 to remember none */
  constructor(limit: number) {
    this.#proposals = limit <= 0 ? undefined : new LRUCache({ max: limit });
  }

  get(key: string): Proposal | undefined {
    return this.#proposals?.get(key);
  }

  /** Failures are not remembered: the next attempt may succeed. */
  set(key: string, proposal: Proposal): void {
    if (proposal.kind !== 'failed') this.#proposals?.set(key, proposal);
  }
}
