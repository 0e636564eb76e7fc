import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { arbitraryGame } from './support/arbitrary.ts';
import { type Game, GameEnvironment } from './support/game.ts';
import { ScriptedGenerator, tableGenerator } from './support/generator.ts';
import { play } from './support/search.ts';

const fan: Game = {
  s0: { split: ['a', 'b', 'c', 'd'] },
  a: { rfl: [] },
  b: { rfl: [] },
  c: { rfl: [] },
  d: { rfl: [] },
};

test('as many states are in Lean at once as the width allows', async () => {
  const environment = new GameEnvironment(fan, () => setImmediate());
  await play(fan, { environment, options: { width: 3 } });
  assert.equal(environment.mostRunning, 3);
});

test('with width 1 one state is in Lean at a time', async () => {
  const environment = new GameEnvironment(fan, () => setImmediate());
  await play(fan, { environment });
  assert.equal(environment.mostRunning, 1);
});

test('states that are ready together go to the generator in one call', async () => {
  const { generator } = await play(fan, { options: { width: 5 } });
  assert.deepEqual(
    generator.calls.map((requests) => requests.length),
    [1, 4],
  );
});

test('states that become ready while the generator works go into its next call together', async () => {
  const game: Game = { s0: { x: ['a'], y: ['b'] }, a: { z: ['c'] }, b: {}, c: {} };
  const table = tableGenerator(game);
  let asking = 0;
  const generator = new ScriptedGenerator(async (request) => {
    assert.equal(asking++, 0, 'one call at a time');
    await setImmediate();
    asking--;
    const [proposal] = await table.propose([request]);
    return proposal?.kind === 'candidates' ? proposal.candidates : [];
  });
  const { result } = await play(game, { generator, options: { width: 1 } });
  assert.equal(result.kind, 'failed');
});

test('tactics go to Lean in batches, and the rest of a state is dropped once it is proved', async () => {
  const game: Game = { s0: { a: 'parse', b: 'parse', c: 'parse', d: [], e: 'parse' } };
  const { environment } = await play(game, { options: { batch: 2 } });
  assert.deepEqual(
    environment.calls.map((call) => call.tactics),
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  );
});

test('every state that Lean made is given back once, whatever happens, and the start never', async () => {
  const anyBudget = fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(arbitraryGame, fc.scheduler(), anyBudget, async (game, scheduler, checks) => {
      const environment = new GameEnvironment(game, () => scheduler.schedule(Promise.resolve()));
      const budgets = checks === undefined ? {} : { checks };
      const options = { width: 3, batch: 2, candidates: 2 };
      await scheduler.waitFor(play(game, { environment, options, budgets }));
      await scheduler.waitAll();
      await setImmediate();
      const serials = environment.released.map((handle) => handle.serial).toSorted((a, b) => a - b);
      assert.deepEqual(
        serials,
        environment.made.map((handle) => handle.serial),
      );
    }),
    { numRuns: 200 },
  );
});
