import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Candidate } from '../../src/contracts/generator.ts';
import type { SearchEvent } from '../../src/search/index.ts';
import { arbitraryGame, provableStates } from './support/arbitrary.ts';
import { HeldClock } from './support/clock.ts';
import { type Game, GameEnvironment } from './support/game.ts';
import { expandedStates, ScriptedGenerator, tableGenerator } from './support/generator.ts';
import { replays } from './support/replay.ts';
import { play } from './support/search.ts';

test('a search proves its start exactly if the game can, in whatever order Lean answers', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryGame, fc.integer({ min: 1, max: 4 }), fc.scheduler(), async (game, width, scheduler) => {
      const environment = new GameEnvironment(game, () => scheduler.schedule(Promise.resolve()));
      const { result } = await scheduler.waitFor(play(game, { environment, options: { width, batch: 2 } }));
      assert.equal(result.kind, provableStates(game).has('s0') ? 'proved' : 'failed');
      if (result.kind !== 'proved') return;
      assert(result.proof.branches.every((branch) => replays(game, 's0', branch.proof)));
    }),
    { numRuns: 200 },
  );
});

test('the likeliest state is expanded first', async () => {
  const game: Game = { s0: { first: ['a'], second: ['b'] }, a: { x: ['a1'], y: ['a2'] }, b: { z: ['b1'] } };
  const { generator } = await play(game);
  assert.deepEqual(expandedStates(generator), ['s0', 'a', 'b', 'a1', 'a2', 'b1']);
});

test('a better path to a waiting state moves it forward', async () => {
  const game: Game = { s0: { far: ['late'], near: ['a'], middle: ['b'] }, a: { step: ['late'] }, b: {}, late: {} };
  const probabilities: Record<string, number> = { far: -9, near: -1, middle: -3, step: -1 };
  const generator = new ScriptedGenerator(({ goals }) =>
    Object.keys(game[goals[0]?.target ?? ''] ?? {}).map((tactic) => ({
      tactic,
      logProbability: probabilities[tactic] ?? -1,
    })),
  );
  await play(game, { generator });
  assert.deepEqual(expandedStates(generator), ['s0', 'a', 'late', 'b']);
});

test('a state that was reached twice is expanded once', async () => {
  const game: Game = { s0: { left: ['a'], right: ['a'] }, a: { simp: ['b'] }, b: {} };
  const { generator, result } = await play(game);
  assert.deepEqual(expandedStates(generator), ['s0', 'a', 'b']);
  assert.equal(result.stats.transpositions, 1);
});

test('a state whose sibling has failed is not expanded', async () => {
  const game: Game = {
    s0: { constructor: ['dead', 'idle'], other: ['a'] },
    dead: {},
    idle: { x: ['y'] },
    a: { rfl: [] },
  };
  const { generator } = await play(game);
  assert.deepEqual(expandedStates(generator), ['s0', 'dead', 'a']);
});

test('a state that stopped mattering is expanded after all when another way leads to it', async () => {
  const game: Game = {
    s0: { constructor: ['dead', 'shared'], other: ['a'] },
    dead: {},
    a: { step: ['shared'] },
    shared: { rfl: [] },
  };
  const { result } = await play(game);
  assert.equal(result.kind, 'proved');
});

test('tactics that leave their own state are counted and lead nowhere', async () => {
  const { result } = await play({ s0: { 'rw [h]': ['s0'], simp: ['s0', 'a'] } });
  assert.equal(result.kind, 'failed');
  assert.equal(result.stats.loops, 2);
  assert.equal(result.stats.nodes, 1);
});

test('the same tactic is not checked twice on a state', async () => {
  const candidates = ['simp', ' simp', 'simp\n'].map((tactic, rank) => ({ tactic, logProbability: -1 - rank }));
  const { environment } = await play({ s0: {} }, { generator: new ScriptedGenerator(() => candidates) });
  assert.deepEqual(
    environment.calls.map(({ tactics }) => tactics),
    [['simp']],
  );
});

test('several states at the start must all be proved', async () => {
  const game: Game = { a: { rfl: [] }, b: { simp: [] } };
  const { result } = await play(game, { roots: ['a', 'b'] });
  assert(result.kind === 'proved');
  assert.deepEqual(result.proof.script, ['· rfl', '· simp']);
  const half = await play({ a: { rfl: [] } }, { roots: ['a', 'b'] });
  assert.equal(half.result.kind, 'failed');
});

test('a start without states is proved with nothing', async () => {
  const { result } = await play({}, { roots: [] });
  assert(result.kind === 'proved');
  assert.deepEqual(result.proof.script, []);
});

test('closers are the tactics that closed a state, those that closed most first', async () => {
  const game: Game = { s0: { split: ['a', 'b', 'c'] }, a: { omega: [] }, b: { simp: [] }, c: { simp: [] } };
  const { result } = await play(game);
  assert(result.kind === 'proved');
  assert.deepEqual(result.proof.closers, ['simp', 'omega']);
});

/** Draws its candidates from the seed of the request. */
const drawing = (game: Game) =>
  new ScriptedGenerator(({ goals, seed }) =>
    Object.keys(game[goals[0]?.target ?? ''] ?? {})
      .map((tactic) => ({ tactic, logProbability: -((seed ^ tactic.charCodeAt(0)) % 7) - 1 }))
      .toSorted((a, b) => b.logProbability - a.logProbability),
  );

async function eventsOf(game: Game, seed: number): Promise<readonly SearchEvent[]> {
  const events: SearchEvent[] = [];
  const onEvent = (event: SearchEvent) => events.push(event);
  await play(game, { generator: drawing(game), seed, onEvent, clock: new HeldClock() });
  return events;
}

test('with width 1 the same seed gives the same events', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryGame, fc.nat(), async (game, seed) => {
      assert.deepEqual(await eventsOf(game, seed), await eventsOf(game, seed));
    }),
    { numRuns: 50 },
  );
});

test('another seed gives other requests', async () => {
  const seeds = async (seed: number) => {
    const { generator } = await play({ s0: {} }, { seed });
    return generator.calls.flat().map((request) => request.seed);
  };
  assert.notDeepEqual(await seeds(1), await seeds(2));
});

test('the seed of a request depends on its state, not on the width of the search', async () => {
  const game: Game = { s0: { x: ['a', 'b'], y: ['c'] }, a: { z: ['d'] }, b: {}, c: {}, d: {} };
  const seeds = async (width: number) => {
    const { generator } = await play(game, { generator: tableGenerator(game), options: { width } });
    return Map.groupBy(generator.calls.flat(), (request) => request.goals[0]?.target);
  };
  const narrow = await seeds(1);
  for (const [state, requests] of await seeds(3)) {
    assert.deepEqual(
      requests.map((request) => request.seed),
      narrow.get(state)?.map((request) => request.seed),
    );
  }
});

test('a state moves forward with what a second source gives for it, though it waits with what the first gave', async () => {
  const first: Readonly<Record<string, Candidate>> = {
    s0: { tactic: 'a', logProbability: -5 },
    s1: { tactic: 'x', logProbability: -2 },
  };
  const second: Readonly<Record<string, Candidate>> = {
    s0: { tactic: 'b', logProbability: -0.1 },
    s1: { tactic: 'y', logProbability: -3 },
  };
  const source = (table: typeof first) =>
    new ScriptedGenerator(({ goals }) => [table[goals[0]?.target ?? '']].flatMap((candidate) => candidate ?? []));
  const sources = [first, second].map((table) => ({ generator: source(table), share: 0.5 }));
  const game: Game = { s0: { a: 'parse', b: 'parse' }, s1: { x: 'parse', y: 'parse' } };
  const { environment } = await play(game, {
    generator: Object.assign(source({}), { sources }),
    roots: ['s0', 's1'],
    options: { batch: 1 },
  });
  // With `y`, nothing is left for one of the two, and so nothing is to be proved.
  assert.deepEqual(
    environment.calls.map(({ tactics }) => tactics[0]),
    ['b', 'x', 'y'],
  );
});
