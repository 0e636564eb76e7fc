import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryGame, provableStates } from './support/arbitrary.ts';
import { type Game, GameEnvironment } from './support/game.ts';
import { play } from './support/search.ts';

const instantly = async (): Promise<void> => {};

const slowFirst: Game = { s0: { grind: [], simp: 'elaboration', rfl: 'elaboration' } };

test('a tactic that overruns a short time comes up again behind what is likelier, with the whole time', async () => {
  const environment = new GameEnvironment(slowFirst, instantly, (tactic) => tactic === 'grind');
  const { result } = await play(slowFirst, { environment, options: { batch: 1, patience: 0.25 } });
  assert.equal(result.kind, 'proved');
  assert.deepEqual(
    environment.calls.map(({ tactics, patience }) => [tactics[0], patience]),
    [
      ['grind', 0.25],
      ['simp', 0.25],
      ['grind', 1],
    ],
  );
});

test('patience 1 gives the whole time at once, and no tactic comes twice', async () => {
  const game: Game = { s0: { grind: 'timeout' } };
  const environment = new GameEnvironment(game);
  const { result } = await play(game, { environment, options: { patience: 1 } });
  assert.equal(result.kind, 'failed');
  assert.deepEqual(
    environment.calls.map(({ tactics }) => tactics),
    [['grind']],
  );
});

test('patience that is no share is refused', async () => {
  const { result } = await play(slowFirst, { options: { patience: 0 } });
  assert.equal(result.kind === 'error' ? result.problem.code : result.kind, 'bad-search-option');
});

test('whichever tactics are slow, what can be proved is proved, and each gets the whole time at most once', async () => {
  const slowness = fc.func(fc.boolean());
  await fc.assert(
    fc.asyncProperty(arbitraryGame, slowness, fc.integer({ min: 1, max: 3 }), async (game, isSlow, width) => {
      const environment = new GameEnvironment(game, instantly, isSlow);
      const { result } = await play(game, { environment, options: { patience: 0.25, width } });
      assert.equal(result.kind, provableStates(game).has('s0') ? 'proved' : 'failed');
      const tries = environment.calls.flatMap(({ state, tactics, patience }) =>
        tactics.map((tactic) => `${state} ${tactic} ${patience}`),
      );
      assert.equal(new Set(tries).size, tries.length);
    }),
    { numRuns: 200 },
  );
});
