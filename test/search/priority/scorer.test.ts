import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { atTemperature, score } from '../../../src/search/priority/scorer.ts';

const plain = { lengthNormalisation: 0, temperature: 1, effort: 'none', valueWeight: 1 } as const;

const arbitraryCandidates = fc
  .array(fc.double({ min: -20, max: -0.1, noNaN: true }), { minLength: 1, maxLength: 20 })
  .map((values) => values.map((logProbability, index) => ({ tactic: `t${index}`, logProbability })));

const mass = (logProbabilities: readonly number[]) => logProbabilities.reduce((sum, value) => sum + Math.exp(value), 0);

test('by default the score is the cumulative log-probability', () => {
  assert.equal(score({ logProbability: -4, depth: 3, effort: 8 }, 0, plain), -4);
});

test('length normalisation 1 scores by the mean log-probability of a step', () => {
  assert.equal(score({ logProbability: -6, depth: 3, effort: 8 }, 0, { ...plain, lengthNormalisation: 1 }), -2);
});

test('length normalisation leaves the start as it is', () => {
  assert.equal(score({ logProbability: 0, depth: 0, effort: 0 }, 0, { ...plain, lengthNormalisation: 1 }), 0);
});

test('the value of a state is added to the score, as much as it counts', () => {
  assert.equal(score({ logProbability: -4, depth: 2, effort: 8 }, -0.5, plain), -4.5);
  assert.equal(score({ logProbability: -4, depth: 2, effort: 8 }, -0.5, { ...plain, valueWeight: 3 }), -5.5);
});

test('divided by effort, a path counts by what it costs for each unit of probability', () => {
  const path = { logProbability: -Math.log(4), depth: 3, effort: 1 };
  assert.equal(score(path, 0, { ...plain, effort: 'steps' }), -Math.log(4));
  assert(score({ ...path, effort: 2 }, 0, { ...plain, effort: 'time' }) < -Math.log(4));
});

test('temperature 1 changes no log-probability', () => {
  fc.assert(
    fc.property(arbitraryCandidates, (candidates) => {
      assert.deepEqual(atTemperature(candidates, 1), candidates);
    }),
  );
});

test('temperature keeps the order of the candidates', () => {
  fc.assert(
    fc.property(arbitraryCandidates, fc.double({ min: 0.2, max: 5, noNaN: true }), (candidates, temperature) => {
      const sorted = candidates.toSorted((a, b) => b.logProbability - a.logProbability);
      const scaled = atTemperature(sorted, temperature);
      assert.deepEqual(
        scaled.toSorted((a, b) => b.logProbability - a.logProbability),
        scaled,
      );
    }),
  );
});

test('a high temperature brings two candidates closer together and keeps their mass', () => {
  const candidates = [
    { tactic: 'simp', logProbability: Math.log(0.6) },
    { tactic: 'omega', logProbability: Math.log(0.2) },
  ];
  const [simp = 0, omega = 0] = atTemperature(candidates, 4).map((candidate) => candidate.logProbability);
  assert(simp - omega < Math.log(3));
  assert(Math.abs(mass([simp, omega]) - 0.8) < 1e-12);
});

test('an impossible candidate stays impossible at any temperature', () => {
  const candidates = [
    { tactic: 'simp', logProbability: -1 },
    { tactic: 'omega', logProbability: Number.NEGATIVE_INFINITY },
  ];
  assert.equal(atTemperature(candidates, 2)[1]?.logProbability, Number.NEGATIVE_INFINITY);
});
