import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prove, type SearchResult } from '../../src/search/index.ts';
import { GameEnvironment } from './support/game.ts';
import { ScriptedGenerator } from './support/generator.ts';
import { play, theorem } from './support/search.ts';

const problemOf = (result: SearchResult) => (result.kind === 'error' ? result.problem : undefined);

test('a generator that has failed ends the search with its message', async () => {
  const environment = new GameEnvironment({ s0: {} });
  const generator = {
    name: 'openai:none',
    propose: async () => [{ kind: 'failed' as const, message: 'connection refused' }],
    close: async () => {},
  };
  const result = await prove({ environment, generator, theorem, roots: [environment.root('s0')] });
  assert.deepEqual(problemOf(result), {
    code: 'generator-failed',
    message: 'The generator openai:none failed: connection refused',
  });
});

test('a generator that breaks down ends the search, and the cause is kept', async () => {
  const cause = new Error('out of memory');
  const generator = new ScriptedGenerator(() => {
    throw cause;
  });
  const { result } = await play({ s0: {} }, { generator });
  assert(result.kind === 'error');
  assert.equal(result.problem.code, 'search-crashed');
  assert.equal(result.cause, cause);
});

test('an environment that breaks down ends the search with what it has counted', async () => {
  const game = { s0: { simp: ['a'] } };
  const environment = new GameEnvironment(game, () => Promise.reject(new Error('no Lean left')));
  const { result } = await play(game, { environment });
  assert.equal(problemOf(result)?.message, 'The search broke down: no Lean left');
  assert.equal(result.stats.checks, 1);
});

test('a generator that leaves a request unanswered is a breakdown', async () => {
  const environment = new GameEnvironment({ s0: {} });
  const generator = { name: 'lazy', propose: async () => [], close: async () => {} };
  const result = await prove({ environment, generator, theorem, roots: [environment.root('s0')] });
  assert.equal(problemOf(result)?.message, 'The search broke down: the generator lazy left a request unanswered');
});

test('a width that is no whole number from 1 up is refused by name', async () => {
  for (const width of [0, -1, 1.5, Number.NaN]) {
    const { result } = await play({ s0: {} }, { options: { width } });
    assert.equal(problemOf(result)?.message, 'The search option `width` must be a whole number from 1 up.');
  }
});

test('a temperature of nothing is refused', async () => {
  const { result } = await play({ s0: {} }, { options: { temperature: 0 } });
  assert.equal(problemOf(result)?.code, 'bad-search-option');
});
