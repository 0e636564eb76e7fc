import type { TacticGenerator } from '../../../src/generator/index.ts';

/** Proposes the same tactics for every state. */
export const fixedGenerator = (...tactics: readonly string[]): TacticGenerator => ({
  name: 'fixed',
  propose: async (requests) =>
    requests.map(({ count }) => ({
      kind: 'candidates',
      candidates: tactics.slice(0, count).map((tactic, i) => ({ tactic, logProbability: -1 - i })),
      tokens: 0,
    })),
  close: async () => {},
});
