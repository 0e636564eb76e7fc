import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { logSumExp } from '../../../../src/generator/onnx/sampling/distribution.ts';
import { TokenDraw } from '../../../../src/generator/onnx/sampling/draw.ts';
import { uniform } from '../../../../src/generator/onnx/sampling/philox.ts';
import { plainSampling, type SamplingOptions } from '../../../../src/generator/options.ts';

const probabilities = [0.3, 0.22, 0.16, 0.12, 0.08, 0.06, 0.04, 0.02];
const logits = Float32Array.from(probabilities, (p) => Math.log(p) + 5);

/** The token for one random number. */
const drawOne = (draw: TokenDraw, from: Float32Array, options: SamplingOptions, random: number) =>
  draw.draw(from, options, [random])?.[0];

/** Critical values of the chi-square distribution at 0.001, by degrees of freedom. */
const critical = [Number.NaN, 10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32];

function chiSquare(options: SamplingOptions, expected: readonly number[]): number {
  const draw = new TokenDraw(logits.length);
  const counts = expected.map(() => 0);
  const draws = 20_000;
  for (let i = 0; i < draws; i++) counts[drawOne(draw, logits, options, uniform(11, i, 0))!.token]!++;
  let statistic = 0;
  for (const [token, probability] of expected.entries()) {
    if (probability === 0) assert.equal(counts[token], 0, `token ${token} is never drawn`);
    else statistic += (counts[token]! - draws * probability) ** 2 / (draws * probability);
  }
  return statistic;
}

const normalise = (weights: readonly number[]): number[] => {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
};
const onlyFirst = (count: number) => normalise(probabilities.map((p, i) => (i < count ? p : 0)));

test('plain sampling follows the distribution of the model', () => {
  assert.ok(chiSquare(plainSampling, probabilities) < critical[7]!);
});

test('temperature raises the probabilities to a power', () => {
  const expected = normalise(probabilities.map((p) => p ** (1 / 0.7)));
  assert.ok(chiSquare({ ...plainSampling, temperature: 0.7 }, expected) < critical[7]!);
});

test('top-k keeps the k most probable tokens in proportion', () => {
  assert.ok(chiSquare({ ...plainSampling, topK: 3 }, onlyFirst(3)) < critical[2]!);
});

test('top-p keeps the fewest tokens that reach the probability', () => {
  assert.ok(chiSquare({ ...plainSampling, topP: 0.75 }, onlyFirst(4)) < critical[3]!);
});

test('top-p counts what top-k leaves as the whole', () => {
  // Of the first four, renormalised, the first two hold 0.65 and the first three 0.85.
  assert.ok(chiSquare({ ...plainSampling, topK: 4, topP: 0.8 }, onlyFirst(3)) < critical[2]!);
});

test('min-p keeps the tokens that are probable enough beside the most probable', () => {
  assert.ok(chiSquare({ ...plainSampling, minP: 0.25 }, onlyFirst(5)) < critical[4]!);
});

test('temperature 0 takes the most probable token', () => {
  const draw = new TokenDraw(logits.length);
  assert.equal(drawOne(draw, logits, { ...plainSampling, temperature: 0 }, 0.999)!.token, 0);
});

test('the log-probability is that of the model, whatever the temperature and the filters', () => {
  const draw = new TokenDraw(logits.length);
  const drawn = drawOne(draw, logits, { kind: 'sample', temperature: 0.2, topK: 2, topP: 0.9, minP: 0.1 }, 0)!;
  assert.equal(drawn.token, 0);
  assert.ok(Math.abs(drawn.logProbability - Math.log(0.3)) < 1e-6);
});

test('tokens that no tokenizer knows are not drawn, but keep their probability', () => {
  const draw = new TokenDraw(2);
  const drawn = drawOne(draw, logits, plainSampling, 0.999)!;
  assert.equal(drawn.token, 1);
  assert.ok(Math.abs(drawn.logProbability - Math.log(0.22)) < 1e-6);
});

test('logits that are no distribution are found', () => {
  const draw = new TokenDraw(2);
  for (const bad of [
    [Number.NaN, 0],
    [0, Number.NaN],
    [Number.POSITIVE_INFINITY, 0],
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ]) {
    assert.equal(drawOne(draw, Float32Array.from(bad), plainSampling, 0.5), undefined, String(bad));
  }
  assert.equal(drawOne(draw, Float32Array.from([Number.NEGATIVE_INFINITY, 0]), plainSampling, 0)!.token, 1);
});

test('several numbers at once give what each gives alone', () => {
  const draw = new TokenDraw(logits.length);
  const numbers = Array.from({ length: 50 }, (_, i) => uniform(3, i, 0));
  for (const options of [
    plainSampling,
    { ...plainSampling, topP: 0.8, topK: 5 },
    { ...plainSampling, temperature: 0 },
  ]) {
    assert.deepEqual(
      draw.draw(logits, options, numbers),
      numbers.map((random) => drawOne(draw, logits, options, random)),
    );
  }
});

test('logits far from zero do not overflow', () => {
  assert.ok(Math.abs(logSumExp(Float32Array.from([3e4, 3e4])) - (3e4 + Math.LN2)) < 1e-3);
  assert.ok(Math.abs(logSumExp(Float32Array.from([-3e4, -3e4])) - (-3e4 + Math.LN2)) < 1e-3);
});

test('what is drawn is among what a sort would keep', () => {
  const row = fc.array(
    fc.integer({ min: -40, max: 40 }).map((n) => n / 5),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(
      row,
      fc.nat(45),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.nat(),
      (values, topK, topP, seed) => {
        const logits = Float32Array.from(values);
        const sorted = Array.from(logits.keys()).toSorted((a, b) => logits[b]! - logits[a]! || a - b);
        const afterK = topK > 0 ? sorted.slice(0, topK) : sorted;
        const mass = afterK.reduce((sum, i) => sum + Math.exp(logits[i]!), 0);
        let cumulative = 0;
        const kept = afterK.filter((i) => {
          const before = cumulative;
          cumulative += Math.exp(logits[i]!);
          return before < topP * mass * (1 + 1e-9);
        });
        const drawn = drawOne(
          new TokenDraw(logits.length),
          logits,
          { ...plainSampling, topK, topP },
          uniform(seed, 0, 0),
        )!;
        assert.ok(kept.includes(drawn.token));
      },
    ),
  );
});
