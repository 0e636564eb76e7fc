import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BeamSearch, type Hypothesis } from '../../../../src/generator/onnx/sampling/beam.ts';

const stop = 0;
const vocabulary = 4;

/** A language model of four tokens, with logits that depend on all that came before. */
function logitsAfter(tokens: readonly number[]): Float32Array {
  return Float32Array.from({ length: vocabulary }, (_, next) => {
    let hash = 17 + next;
    for (const token of tokens) hash = (hash * 31 + token * 7 + 3) % 1009;
    return Math.sin(hash) * 1.5 - (next === stop ? 0 : 0.5);
  });
}

function run(width: number, lengthPenalty: number, maxTokens: number): readonly Hypothesis[] {
  const search = new BeamSearch({ width, lengthPenalty, maxTokens, stops: new Set([stop]) });
  for (;;) {
    const next = search.advance(
      search.live.map(({ tokens }) => logitsAfter(tokens)),
      vocabulary,
    );
    assert.ok(next !== undefined);
    if (next.length === 0) return search.finished;
  }
}

function exhaustive(lengthPenalty: number, maxTokens: number): Hypothesis[] {
  const complete: Hypothesis[] = [];
  const extend = ({ tokens, logProbability }: Hypothesis) => {
    if (tokens.length === maxTokens) return;
    const logits = Array.from(logitsAfter(tokens));
    const total = Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0));
    for (const [token, logit] of logits.entries()) {
      const next = { tokens: [...tokens, token], logProbability: logProbability + logit - total };
      if (token === stop) complete.push(next);
      else extend(next);
    }
  };
  extend({ tokens: [], logProbability: 0 });
  const score = (h: Hypothesis) => h.logProbability / h.tokens.length ** lengthPenalty;
  return complete.toSorted((a, b) => score(b) - score(a));
}

for (const penalty of [0, 1, 0.6, -0.5]) {
  test(`equals exhaustive search with length penalty ${penalty} where the beam is wide enough`, () => {
    const width = 400;
    const expected = exhaustive(penalty, 5).slice(0, width);
    const found = run(width, penalty, 5);
    assert.deepEqual(
      found.map(({ tokens }) => tokens),
      expected.map(({ tokens }) => tokens),
    );
    for (const [i, { logProbability }] of found.entries()) {
      assert.ok(Math.abs(logProbability - expected[i]!.logProbability) < 1e-5);
    }
  });
}

test('a beam of one is greedy decoding', () => {
  const tokens: number[] = [];
  while (tokens.at(-1) !== stop) {
    const logits = logitsAfter(tokens);
    tokens.push(logits.indexOf(Math.max(...logits)));
    assert.ok(tokens.length < 20);
  }
  assert.deepEqual(run(1, 0, 20)[0]!.tokens, tokens);
});

test('hypotheses that do not end within the limit are not returned', () => {
  assert.ok(run(3, 1, 2).every(({ tokens }) => tokens.at(-1) === stop && tokens.length <= 2));
});

test('logits that are no distribution end the search', () => {
  const search = new BeamSearch({ width: 2, lengthPenalty: 1, maxTokens: 3, stops: new Set([stop]) });
  assert.equal(search.advance([Float32Array.from([0, Number.NaN, 0, 0])], vocabulary), undefined);
});
