import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryGame, provableStates } from './support/arbitrary.ts';
import type { Game } from './support/game.ts';
import { expandedStates } from './support/generator.ts';
import { play } from './support/search.ts';

const fifthProves: Game = { s0: { a: 'elaboration', b: 'elaboration', c: 'elaboration', d: 'elaboration', e: [] } };

test('a source that gave all that was asked is asked again, for twice as many', async () => {
  const { result, generator } = await play(fifthProves, { options: { candidates: 2 } });
  assert.equal(result.kind, 'proved');
  assert.deepEqual(
    generator.calls.flat().map((request) => request.count),
    [2, 4, 8],
  );
});

test('what was tried on a state is not tried on it again', async () => {
  const { environment } = await play(fifthProves, { options: { candidates: 2 } });
  assert.deepEqual(
    environment.calls.map((call) => call.tactics),
    [['a', 'b'], ['c', 'd'], ['e']],
  );
});

test('questions come to an end, and a state that might have had more has failed by then', async () => {
  const { result } = await play(fifthProves, { options: { candidates: 2, questions: 2 } });
  assert.equal(result.kind, 'failed');
  assert.equal(result.stats.expansions, 2);
});

test('a source that has no more is not asked again', async () => {
  const { generator } = await play({ s0: { a: 'parse' } }, { options: { candidates: 2 } });
  assert.equal(generator.calls.length, 1);
});

test('a state is asked about again only when its likeliest candidates to come are the best thing to try', async () => {
  const game: Game = {
    s0: { step: ['x'], bad: 'parse', last: [] },
    x: { a: ['y'], b: 'parse' },
    y: {},
  };
  const { generator } = await play(game, { options: { candidates: 2 } });
  assert.deepEqual(expandedStates(generator), ['s0', 'x', 's0', 'y']);
});

test('with questions enough, few candidates prove what all would', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryGame, fc.integer({ min: 1, max: 3 }), async (game, width) => {
      const { result } = await play(game, { options: { candidates: 1, questions: 4, width } });
      assert.equal(result.kind, provableStates(game).has('s0') ? 'proved' : 'failed');
    }),
    { numRuns: 200 },
  );
});
