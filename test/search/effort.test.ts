import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Candidate } from '../../src/contracts/generator.ts';
import type { Game } from './support/game.ts';
import { GameEnvironment } from './support/game.ts';
import { ScriptedGenerator } from './support/generator.ts';
import { play } from './support/search.ts';

interface Tree {
  /** Probability of the tactic that leads here, in hundredths of what is left by its elder siblings. */
  readonly share: number;
  readonly kind: 'closes' | 'fails' | 'leads on';
  readonly children: readonly Tree[];
}

/** Trees of states in which every tactic leaves one state, closes it, or fails; the probabilities of a state sum to at most 1. */
const treeWith = (children: fc.Arbitrary<readonly Tree[]>): fc.Arbitrary<Tree> =>
  fc.record({
    share: fc.integer({ min: 1, max: 99 }),
    kind: fc.constantFrom('closes' as const, 'fails' as const, 'leads on' as const, 'leads on' as const),
    children,
  });

const arbitraryTree = [1, 2, 3, 4].reduce(
  (below) => treeWith(fc.array(below, { maxLength: 4 })),
  treeWith(fc.constant([])),
);

interface Move extends Candidate {
  readonly leadsTo: string;
}

/** The states below one, each with its moves, as a game and as what a generator says. */
function unfold(
  tree: Tree,
  name: string,
  moves: Map<string, readonly Move[]>,
  game: Record<string, Record<string, string[] | 'elaboration'>>,
) {
  let left = 1;
  const own: Record<string, string[] | 'elaboration'> = {};
  const here: Move[] = [];
  for (const [index, child] of tree.children.entries()) {
    const probability = (left * child.share) / 100;
    left -= probability;
    const leadsTo = `${name}.${index}`;
    here.push({ tactic: `t${index}`, logProbability: Math.log(probability), leadsTo });
    own[`t${index}`] = child.kind === 'closes' ? [] : child.kind === 'fails' ? 'elaboration' : [leadsTo];
    if (child.kind === 'leads on') unfold(child, leadsTo, moves, game);
  }
  moves.set(
    name,
    here.toSorted((a, b) => b.logProbability - a.logProbability),
  );
  game[name] = own;
}

/** The least effort / probability of all proofs; each tactic costs 1. */
function cheapestProof(
  game: Game,
  moves: ReadonlyMap<string, readonly Move[]>,
  name: string,
  depth: number,
  probability: number,
): number {
  const costs = (moves.get(name) ?? []).map(({ tactic, logProbability, leadsTo }) => {
    const left = game[name]?.[tactic];
    const reached = probability * Math.exp(logProbability);
    if (left === undefined || typeof left === 'string') return Number.POSITIVE_INFINITY;
    return left.length === 0 ? depth / reached : cheapestProof(game, moves, leadsTo, depth + 1, reached);
  });
  return Math.min(Number.POSITIVE_INFINITY, ...costs);
}

test('divided by effort, no tree of tactics takes more checks than the effort / probability of its cheapest proof', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryTree, async (tree) => {
      const moves = new Map<string, readonly Move[]>();
      const game: Record<string, Record<string, string[] | 'elaboration'>> = {};
      unfold(tree, 's0', moves, game);
      const bound = cheapestProof(game, moves, 's0', 1, 1);
      fc.pre(Number.isFinite(bound));
      const generator = new ScriptedGenerator(({ goals }) => moves.get(goals[0]?.target ?? '') ?? []);
      const environment = new GameEnvironment(game);
      const { result } = await play(game, { environment, generator, options: { effort: 'steps', batch: 1 } });
      assert.equal(result.kind, 'proved');
      assert(result.stats.checks <= bound * (1 + 1e-9), `${result.stats.checks} checks, bound ${bound}`);
    }),
    { numRuns: 300 },
  );
});

test('what a family of tactics costs is learned, and the cheapest of equally likely tactics go first', async () => {
  const chain = ['s0', 's1', 's2', 's3', 's4', 's5'];
  const game: Game = Object.fromEntries(
    chain.map((name, index) => [name, { slow: 'elaboration', step: [`s${index + 1}`], quick: 'elaboration' } as const]),
  );
  class Timed extends GameEnvironment {
    override async run(...parameters: Parameters<GameEnvironment['run']>) {
      const outcomes = await super.run(...parameters);
      return outcomes.map((outcome, index) => ({
        ...outcome,
        micros: parameters[1][index] === 'slow' ? 500_000 : 1000,
      }));
    }
  }
  const families = ['slow', 'step', 'quick'];
  const generator = new ScriptedGenerator(() =>
    families.map((tactic) => ({ tactic, logProbability: -1, family: tactic })),
  );
  const environment = new Timed(game);
  await play(game, { environment, generator, options: { effort: 'time', batch: 1 }, budgets: { checks: 9 } });
  const order = environment.calls.flatMap(({ tactics }) => tactics);
  const ofSecond = environment.calls.filter(({ state }) => state === 's1').flatMap(({ tactics }) => tactics);
  assert.equal(order[0], 'slow');
  assert.deepEqual(ofSecond.slice(0, 2), ['step', 'quick']);
});
