import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import type { TacticOutcome } from '../../src/contracts/environment.ts';
import { arbitraryGame } from './support/arbitrary.ts';
import { type Game, GameEnvironment, type Handle } from './support/game.ts';
import { play } from './support/search.ts';

/** A Lean in which `grind` and its like do not come back before `until` does, or the call is given up. */
class StuckEnvironment extends GameEnvironment {
  givenUp = 0;
  readonly #until: Promise<void>;

  constructor(game: Game, until: Promise<void> = new Promise(() => {})) {
    super(game, () => setImmediate());
    this.#until = until;
  }

  override async run(
    state: Handle,
    tactics: readonly string[],
    signal: AbortSignal,
    patience?: number,
  ): Promise<readonly TacticOutcome<Handle>[]> {
    const outcomes = await super.run(state, tactics, signal, patience);
    if (!tactics.includes('grind')) return outcomes;
    const aborted = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => {
        this.givenUp++;
        resolve();
      }),
    );
    await Promise.race([this.#until, aborted]);
    return outcomes;
  }
}

const deep: Game = {
  s0: { grind: 'elaboration', intro: ['a'], left: 'elaboration' },
  a: { grind: 'elaboration', intro: ['b'] },
  b: { grind: 'elaboration', rfl: [] },
};

test('with two instances the search goes on beside what takes long, which is given up once all is proved', async () => {
  const environment = new StuckEnvironment(deep);
  const { result } = await play(deep, { environment, options: { width: 2 } });
  assert.equal(result.kind, 'proved');
  assert.equal(environment.givenUp, 1);
});

test('what may take long never takes the last instance while there is something else to do', async () => {
  const wide: Game = {
    s0: { grind: 'elaboration', simp_all: 'elaboration', omega: 'elaboration', decide: 'elaboration', intro: ['a'] },
    a: { rfl: [] },
  };
  const environment = new StuckEnvironment(wide);
  const { result } = await play(wide, { environment, options: { width: 3, batch: 1 } });
  assert.equal(result.kind, 'proved');
});

test('where nothing else is left, all instances work on what may take long', async () => {
  const slow: Game = { s0: { grind: 'elaboration', omega: 'elaboration', decide: 'elaboration' } };
  const environment = new GameEnvironment(slow, () => setImmediate());
  await play(slow, { environment, options: { width: 3, batch: 1 } });
  assert.equal(environment.mostRunning, 3);
});

test('a batch for Lean holds what is done soon or what may take long, not both', async () => {
  const environment = new GameEnvironment(deep, () => setImmediate());
  await play(deep, { environment, options: { width: 2 } });
  for (const { tactics } of environment.calls) assert.ok(!tactics.includes('grind') || tactics.length === 1);
});

test('with one instance all goes by likelihood', async () => {
  const environment = new GameEnvironment(deep);
  await play(deep, { environment });
  assert.deepEqual(environment.calls[0]?.tactics, ['grind', 'intro', 'left']);
});

test('a race proves what one instance proves', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryGame, async (game) => {
      const renamed: Game = Object.fromEntries(
        Object.entries(game).map(([state, tactics]) => [
          state,
          Object.fromEntries(
            Object.entries(tactics).map(([tactic, left], index) => [index % 2 ? `grind [${tactic}]` : tactic, left]),
          ),
        ]),
      );
      const one = await play(renamed);
      const environment = new GameEnvironment(renamed, () => setImmediate());
      const race = await play(renamed, { environment, options: { width: 3, batch: 2 } });
      assert.equal(race.result.kind, one.result.kind);
    }),
    { numRuns: 100 },
  );
});
