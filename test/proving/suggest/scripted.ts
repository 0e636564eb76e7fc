import type { ProposalRequest, TacticGenerator } from '../../../src/generator/index.ts';

/** Proposes the given tactics, the first the most probable. */
export function scripted(...tactics: string[]): TacticGenerator & { readonly asked: ProposalRequest[] } {
  const asked: ProposalRequest[] = [];
  return {
    name: 'scripted',
    asked,
    propose: async (requests) => {
      asked.push(...requests);
      const candidates = tactics.map((tactic, i) => ({ tactic, logProbability: -1 - i }));
      return requests.map(({ count }) => ({ kind: 'candidates', candidates: candidates.slice(0, count), tokens: 0 }));
    },
    close: async () => {},
  };
}
