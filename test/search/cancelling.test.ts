import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GameEnvironment, type Handle } from './support/game.ts';
import { ScriptedGenerator } from './support/generator.ts';
import { play } from './support/search.ts';

const never = () => new Promise<never>(() => {});

test('a search that is cancelled while Lean works ends at once, with what it has counted', async () => {
  const controller = new AbortController();
  const environment = new GameEnvironment({ s0: { simp: ['a'] } }, () => {
    controller.abort();
    return never();
  });
  const { result } = await play({ s0: { simp: ['a'] } }, { environment, signal: controller.signal });
  assert.equal(result.kind, 'cancelled');
  assert.equal(result.stats.checks, 1);
});

test('a search that is cancelled while the generator works ends at once', async () => {
  const controller = new AbortController();
  const generator = new ScriptedGenerator(() => {
    controller.abort();
    return never();
  });
  const { result } = await play({ s0: {} }, { generator, signal: controller.signal });
  assert.equal(result.kind, 'cancelled');
});

test('a search that is cancelled before it starts asks nothing', async () => {
  const { result, generator } = await play({ s0: { rfl: [] } }, { signal: AbortSignal.abort() });
  assert.equal(result.kind, 'cancelled');
  assert.equal(generator.calls.length, 0);
});

test('a timer can cancel a search whose answers all come at once', async () => {
  const endless = new Proxy({}, { get: (_, state) => ({ step: [`${String(state)}.`] }) });
  const generator = new ScriptedGenerator(() => [{ tactic: 'step', logProbability: -1 }]);
  const signal = AbortSignal.timeout(50);
  const { result } = await play(endless, { generator, signal, audit: false });
  assert.equal(result.kind, 'cancelled');
});

test('the environment hears of the end of a search through its signal', async () => {
  let heard: AbortSignal | undefined;
  const game = { s0: { rfl: [] } };
  class Listening extends GameEnvironment {
    override run(state: Handle, tactics: readonly string[], signal: AbortSignal) {
      heard = signal;
      return super.run(state, tactics, signal);
    }
  }
  await play(game, { environment: new Listening(game) });
  assert.equal(heard?.aborted, true);
});

test('a finished search no longer listens to the signal that could have cancelled it', async () => {
  const kinds: string[] = [];
  const controller = new AbortController();
  await play({ s0: { rfl: [] } }, { signal: controller.signal, onEvent: (event) => kinds.push(event.kind) });
  const before = kinds.length;
  controller.abort();
  assert.equal(kinds.length, before);
});
