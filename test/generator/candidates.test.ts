import assert from 'node:assert/strict';
import { test } from 'node:test';
import { combineDrafts, normaliseWhitespace } from '../../src/generator/candidates.ts';

const draft = (text: string, probability: number, identity = text) => ({
  text,
  identity,
  logProbability: Math.log(probability),
});
const close = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}`);

test('candidates come by falling probability', () => {
  const candidates = combineDrafts([draft('simp', 0.1), draft('omega', 0.4), draft('rfl', 0.2)], 10);
  assert.deepEqual(
    candidates.map(({ tactic }) => tactic),
    ['omega', 'rfl', 'simp'],
  );
});

test('texts that differ in white space alone are one candidate, with their probabilities added', () => {
  const [candidate, ...others] = combineDrafts([draft('  simp  [h]\n', 0.1), draft('simp [h]', 0.3)], 10);
  assert.equal(others.length, 0);
  assert.equal(candidate!.tactic, 'simp [h]');
  close(candidate!.logProbability, Math.log(0.4));
});

test('the same tokens sampled twice count once', () => {
  const [candidate] = combineDrafts(
    [draft('simp', 0.3, '1,2'), draft('simp', 0.3, '1,2'), draft('simp', 0.1, '3')],
    10,
  );
  close(candidate!.logProbability, Math.log(0.4));
});

test('indentation tells tactics apart', () => {
  assert.notEqual(normaliseWhitespace('intro x\n  simp'), normaliseWhitespace('intro x\nsimp'));
});

test('what is empty or holds bytes that are no UTF-8 is left out', () => {
  assert.deepEqual(combineDrafts([draft(' \n', 0.5), draft('exact \uFFFD', 0.3)], 10), []);
});

test('no more come than are wanted', () => {
  assert.equal(combineDrafts([draft('a', 0.1), draft('b', 0.2)], 1)[0]!.tactic, 'b');
});

test('a probability is never above 1', () => {
  assert.equal(combineDrafts([draft('a', 0.7, '1'), draft('a', 0.7, '2')], 1)[0]!.logProbability, 0);
});
