import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AttemptRecord, noStats } from '../../../src/eval/attempt.ts';
import { passCurve, thinOut } from '../../../src/eval/report/curve.ts';
import { tallyAttempts } from '../../../src/eval/tally.ts';

const theorem = (id: string) => ({ id, split: '', module: '' });
const proofOf = (id: string, attempt: number, expansions: number): AttemptRecord => ({
  theorem: id,
  attempt,
  seed: 0,
  startedAt: '',
  outcome: { kind: 'proved', script: 'simp' },
  stats: { ...noStats, expansions },
});

describe('pass@k by effort', () => {
  const tallies = tallyAttempts(['a', 'b', 'c', 'd'].map(theorem), [
    proofOf('a', 0, 5),
    proofOf('a', 1, 20),
    proofOf('b', 0, 20),
  ]);

  it('rises where proofs were found, to the pass@k of the run', () => {
    assert.deepEqual(passCurve(tallies, 2, 1, 'expansions'), [
      { x: 5, y: 0.125 },
      { x: 20, y: 0.375 },
    ]);
  });

  it('counts a theorem once where k is the number of attempts', () => {
    assert.deepEqual(passCurve(tallies, 2, 2, 'expansions'), [
      { x: 5, y: 0.25 },
      { x: 20, y: 0.5 },
    ]);
  });

  it('keeps its ends when it is thinned out', () => {
    const points = Array.from({ length: 1000 }, (_, x) => ({ x, y: x }));
    const thin = thinOut(points, 10);
    assert.equal(thin.length, 10);
    assert.deepEqual([thin[0], thin.at(-1)], [points[0], points.at(-1)]);
  });
});
