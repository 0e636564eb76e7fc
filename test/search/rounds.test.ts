import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SearchEvent } from '../../src/search/index.ts';
import { arbitraryGame, provableStates } from './support/arbitrary.ts';
import type { Game } from './support/game.ts';
import { expandedStates } from './support/generator.ts';
import { play } from './support/search.ts';

const fifthProves: Game = { s0: { a: 'elaboration', b: 'elaboration', c: 'elaboration', d: 'elaboration', e: [] } };

test('a state for which the generator gave all that was asked is expanded again with twice as many', async () => {
  const { result, generator } = await play(fifthProves, { options: { candidates: 2 } });
  assert.equal(result.kind, 'proved');
  assert.deepEqual(
    generator.calls.flat().map((request) => request.count),
    [2, 4, 8],
  );
});

test('what was tried in an earlier round is not tried again', async () => {
  const { environment } = await play(fifthProves, { options: { candidates: 2 } });
  assert.deepEqual(
    environment.calls.map((call) => call.tactics),
    [['a', 'b'], ['c', 'd'], ['e']],
  );
});

test('rounds come to an end, and a state that might have had more has failed by then', async () => {
  const { result } = await play(fifthProves, { options: { candidates: 2, rounds: 2 } });
  assert.equal(result.kind, 'failed');
  assert.equal(result.stats.rounds, 2);
});

test('a state for which the generator has no more is not expanded again', async () => {
  const { generator, result } = await play({ s0: { a: 'parse' } }, { options: { candidates: 2 } });
  assert.equal(generator.calls.length, 1);
  assert.equal(result.stats.rounds, 1);
});

test('a round opens again what had failed for want of candidates', async () => {
  const game: Game = { s0: { split: ['x', 'y'] }, x: { a: 'parse', b: 'parse', c: [] }, y: { rfl: [] } };
  const { result, generator } = await play(game, { options: { candidates: 2 } });
  assert.equal(result.kind, 'proved');
  assert.deepEqual(expandedStates(generator), ['s0', 'x', 'x', 'y']);
});

test('a round looks again at states that had stopped mattering', async () => {
  const game: Game = {
    s0: { split: ['x', 'y'], other: ['z'] },
    x: { a: 'parse', b: 'parse', c: [] },
    y: { rfl: [] },
    z: { a: 'parse' },
  };
  const { result, generator } = await play(game, { options: { candidates: 2 } });
  assert.equal(result.kind, 'proved');
  assert.deepEqual(expandedStates(generator), ['s0', 'x', 'z', 's0', 'x', 'y']);
});

test('a round is announced, with the states that it opens again', async () => {
  const events: SearchEvent[] = [];
  await play(fifthProves, { options: { candidates: 4 }, onEvent: (event) => events.push(event) });
  const told = events.flatMap((event) => {
    if (event.kind === 'round-started') return [`round ${event.round}: ${event.candidates} for ${event.nodes}`];
    return event.kind === 'status' ? [`node ${event.node} ${event.status}`] : [];
  });
  assert.deepEqual(told, ['node 0 failed', 'round 2: 8 for 1', 'node 0 open', 'node 0 proved']);
});

test('with rounds enough, few candidates prove what all would', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryGame, fc.integer({ min: 1, max: 3 }), async (game, width) => {
      const { result } = await play(game, { options: { candidates: 1, rounds: 4, width } });
      assert.equal(result.kind, provableStates(game).has('s0') ? 'proved' : 'failed');
    }),
    { numRuns: 200 },
  );
});
