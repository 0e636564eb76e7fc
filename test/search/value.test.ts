import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SearchOptions } from '../../src/search/index.ts';
import { arbitraryGame, provableStates } from './support/arbitrary.ts';
import type { Game } from './support/game.ts';
import { tableGenerator } from './support/generator.ts';
import { play } from './support/search.ts';

type Values = (state: string) => number | undefined;

/** What is tried on which state, in order, one tactic at a time. */
async function tries(game: Game, values?: Values, options: Partial<SearchOptions> = {}): Promise<readonly string[]> {
  const generator = tableGenerator(game, values);
  const { environment } = await play(game, { generator, options: { batch: 1, ...options } });
  return environment.calls.map(({ state, tactics }) => `${state}: ${tactics}`);
}

const some =
  (values: Readonly<Record<string, number>>): Values =>
  (state) =>
    values[state];

/** Two ways, of which the likelier one leads nowhere. */
const twoWays: Game = { s0: { left: ['a'], right: ['b'] }, a: { x: ['a1'] }, b: { z: [] } };

test('a state that is said to be far from a proof waits for one that is said to be near', async () => {
  assert.deepEqual(await tries(twoWays), ['s0: left', 's0: right', 'a: x', 'b: z']);
  const values = some({ s0: -1, a: -5, b: -0.5 });
  assert.deepEqual(await tries(twoWays, values), ['s0: left', 's0: right', 'b: z']);
});

test('a value that counts for nothing changes nothing', async () => {
  const values = some({ s0: -1, a: -5, b: -0.5 });
  assert.deepEqual(await tries(twoWays, values, { valueWeight: 0 }), await tries(twoWays));
});

test('a state of which nothing is said is as good as the one that it came from', async () => {
  const game: Game = { s0: { left: ['a'], right: ['b'] }, a: { x: ['a1'] }, a1: { y: [] }, b: {} };
  assert.deepEqual((await tries(game, some({ s0: -3, a: -0.1 }))).slice(0, 3), ['s0: left', 'a: x', 'a1: y']);
  // `y` on `a1` is tried on a likelier path than `right` on `s0`, were it not for `a`.
  assert.deepEqual((await tries(game, some({ s0: -1.5, a: -1 }))).slice(0, 3), ['s0: left', 'a: x', 's0: right']);
});

test('a state that one source calls good moves forward with what another has offered for it', async () => {
  const game: Game = { s0: { left: ['a'], right: ['b'] }, a: { x: [] }, b: {} };
  const fast = tableGenerator(game);
  const slow = tableGenerator({}, some({ s0: -3, a: -0.1 }));
  const sources = [fast, slow].map((generator) => ({ generator, share: 0.5 }));
  const { environment } = await play(game, {
    generator: Object.assign(tableGenerator(game), { sources }),
    options: { batch: 1 },
  });
  // Else `right` would come before `x`: its path is likelier.
  assert.deepEqual(
    environment.calls.map(({ tactics }) => tactics),
    [['left'], ['x']],
  );
});

test('where all states are equally far, or nothing is said of any, a search goes as if there were no values', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryGame,
      fc.option(fc.double({ min: -20, max: 0, noNaN: true }), { nil: undefined }),
      fc.double({ min: 0, max: 4, noNaN: true }),
      async (game, value, valueWeight) => {
        assert.deepEqual(await tries(game, () => value, { valueWeight }), await tries(game));
      },
    ),
    { numRuns: 200 },
  );
});

test('whatever is said of states, a search proves its start exactly if the game can', async () => {
  const arbitraryValues = fc.dictionary(
    fc.constantFrom(...Array.from({ length: 12 }, (_, i) => `s${i}`)),
    fc.double({ min: -700, max: 0, noNaN: true }),
  );
  await fc.assert(
    fc.asyncProperty(arbitraryGame, arbitraryValues, fc.integer({ min: 1, max: 4 }), async (game, values, width) => {
      const { result } = await play(game, { generator: tableGenerator(game, some(values)), options: { width } });
      assert.equal(result.kind, provableStates(game).has('s0') ? 'proved' : 'failed');
    }),
    { numRuns: 200 },
  );
});
