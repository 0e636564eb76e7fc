import type { Candidate, ProposalRequest, TacticGenerator } from '../../contracts/generator.ts';

/** Values that are tried for each variable, the likeliest to refute first. */
const values = ['0', '1', '2', '3', '(-1)', '[]', '[0]', '[0, 1]', 'true', 'false', 'none', '(some 0)', '""'];
/** Variables that get values at most: more would be more combinations than a search can check. */
const mostVariables = 3;

/** What an instance of a statement is refuted by. */
const refutations = ['absurd (h VALUES) (by decide)', '(by simpa using h VALUES)', '(by grind [h VALUES])'];

/**
 * A generator that answers for a negated statement with small instances of it first: `¬ ∀ n, p n` is closed by
 * `fun h => absurd (h 3) (by decide)` where `p 3` is false. All else is asked of the generator below.
 */
export function counterexamples(below: TacticGenerator): TacticGenerator {
  return {
    name: `counterexamples + ${below.name}`,
    propose: async (requests, signal) => {
      const proposals = await below.propose(requests, signal);
      return proposals.map((proposal, i) => {
        const request = requests[i];
        if (request === undefined || proposal.kind !== 'candidates') return proposal;
        return { ...proposal, candidates: merged(instances(request), proposal.candidates) };
      });
    },
    close: async () => {},
  };
}

function instances({ goals: [goal] }: ProposalRequest): readonly Candidate[] {
  if (goal === undefined || (goal.head !== 'Not' && !goal.target.startsWith('¬'))) return [];
  const tuples = tuplesOf(mostVariables);
  // Shorter tuples and earlier values are more probable; together they take half of the mass.
  return tuples.flatMap((tuple, rank) =>
    refutations.map((refutation, way) => ({
      tactic: `exact fun h => ${refutation.replace('VALUES', tuple.join(' '))}`,
      logProbability: Math.log(0.5) - Math.log((rank + 1) * (way + 1) * (1 + Math.log(tuples.length))),
    })),
  );
}

/** All tuples of values up to a length, those with early values first. */
function tuplesOf(longest: number): readonly (readonly string[])[] {
  let level: { readonly tuple: readonly string[]; readonly cost: number }[] = [{ tuple: [], cost: 0 }];
  const all: typeof level = [];
  for (let length = 1; length <= longest; length++) {
    const few = length === 1 ? values : values.slice(0, length === 2 ? 6 : 4);
    level = level.flatMap(({ tuple, cost }) =>
      few.map((value, i) => ({ tuple: [...tuple, value], cost: cost + i + 1 })),
    );
    all.push(...level);
  }
  return all.toSorted((a, b) => a.cost - b.cost).map(({ tuple }) => tuple);
}

function merged(ours: readonly Candidate[], theirs: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set(ours.map(({ tactic }) => tactic));
  const rest = theirs
    .filter(({ tactic }) => !seen.has(tactic))
    .map(({ tactic, logProbability }) => ({ tactic, logProbability: logProbability + Math.log(0.5) }));
  return [...ours, ...rest].toSorted((a, b) => b.logProbability - a.logProbability);
}
