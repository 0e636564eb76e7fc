import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeldClock } from './support/clock.ts';
import { type Game, GameEnvironment } from './support/game.ts';
import { ScriptedGenerator } from './support/generator.ts';
import { play } from './support/search.ts';

/** A game without end: each state leads on to two others. */
const endless: Game = new Proxy<Game>(
  {},
  {
    get: (_, state) => ({ left: [`${String(state)}l`], right: [`${String(state)}r`] }),
  },
);

const both = [
  { tactic: 'left', logProbability: -1 },
  { tactic: 'right', logProbability: -2 },
];

const endlessGenerator = () => new ScriptedGenerator(() => both);

test('a search that has used up its expansions says so', async () => {
  const { result } = await play(endless, { generator: endlessGenerator(), budgets: { expansions: 5 } });
  assert(result.kind === 'exhausted');
  assert.equal(result.budget, 'expansions');
  assert.equal(result.stats.expansions, 5);
});

test('expansions are not exceeded by a wide search', async () => {
  const { result } = await play(endless, {
    generator: endlessGenerator(),
    budgets: { expansions: 10 },
    options: { width: 4 },
  });
  assert.equal(result.stats.expansions, 10);
});

test('a search that has used up its checks says so, and has spent every one of them', async () => {
  const { result, environment } = await play(endless, { generator: endlessGenerator(), budgets: { checks: 7 } });
  assert(result.kind === 'exhausted');
  assert.equal(result.budget, 'checks');
  assert.equal(environment.calls.flatMap((call) => call.tactics).length, 7);
});

test('a state whose candidates could not all be checked has not failed', async () => {
  const statuses: string[] = [];
  const { result } = await play(
    { s0: { a: 'parse', b: [] } },
    { budgets: { checks: 1 }, onEvent: (event) => event.kind === 'status' && statuses.push(event.status) },
  );
  assert.equal(result.kind, 'exhausted');
  assert.deepEqual(statuses, []);
});

test('a search that has used up its tokens says so, after checking the answer that used them up', async () => {
  const { result } = await play(endless, { generator: endlessGenerator(), budgets: { tokens: 5 } });
  assert(result.kind === 'exhausted');
  assert.equal(result.budget, 'tokens');
  assert.equal(result.stats.tokens, 6);
  assert.equal(result.stats.checks, 6);
});

test('a search whose time is up ends although Lean does not answer', async () => {
  const clock = new HeldClock();
  const environment = new GameEnvironment(endless, () => {
    clock.advance(2000);
    return new Promise(() => {});
  });
  const { result } = await play(endless, {
    environment,
    generator: endlessGenerator(),
    budgets: { seconds: 2 },
    clock,
  });
  assert(result.kind === 'exhausted');
  assert.equal(result.budget, 'seconds');
  assert.equal(result.stats.seconds.total, 2);
});

test('a search that ends in time calls its alarm off', async () => {
  const clock = new HeldClock();
  await play({ s0: { rfl: [] } }, { budgets: { seconds: 2 }, clock });
  assert.equal(clock.alarmsSet, 0);
});

test('a proof that the last check finds counts', async () => {
  const { result } = await play({ s0: { rfl: [] } }, { budgets: { expansions: 1, checks: 1, tokens: 1 } });
  assert.equal(result.kind, 'proved');
});

test('a budget of nothing ends a search before it asks anything', async () => {
  const { result, generator } = await play({ s0: { rfl: [] } }, { budgets: { expansions: 0 } });
  assert(result.kind === 'exhausted');
  assert.equal(result.budget, 'expansions');
  assert.equal(generator.calls.length, 0);
});

test('time in the generator and time in Lean are accounted for apart', async () => {
  const clock = new HeldClock();
  const environment = new GameEnvironment(endless, async () => clock.advance(30));
  const generator = new ScriptedGenerator(() => {
    clock.advance(500);
    return both;
  });
  const { result } = await play(endless, { environment, generator, budgets: { expansions: 2 }, clock });
  assert.deepEqual(result.stats.seconds, { total: 1.06, model: 1, lean: 0.0004, engine: 0 });
});

test('outcomes are counted by kind', async () => {
  const game: Game = { s0: { a: 'parse', b: 'timeout', c: 'timeout', d: ['x'] }, x: { e: 'unsolved', f: [] } };
  const { result } = await play(game, { options: { patience: 1 } });
  const { proved, progress, parse, timeout, unsolved, elaboration } = result.stats.outcomes;
  assert.deepEqual([proved, progress, parse, timeout, unsolved, elaboration], [1, 1, 1, 2, 1, 0]);
});
