import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finishedPerMinute } from '../../../src/eval/queue/overview.ts';

const minute = 60_000;

describe('the rate of a queue', () => {
  it('counts the minute that is not over yet', () => {
    const meta = { count: 42, prevTS: 1000 * minute, prevCount: 30 };
    assert.equal(finishedPerMinute({ data: [20, 10], meta }, 1002 * minute), (12 + 20 + 10) / (2 + 2));
  });

  it('falls when nothing is finished any more', () => {
    const meta = { count: 30, prevTS: 1000 * minute, prevCount: 29 };
    const rates = [1, 10, 100].map((later) => finishedPerMinute({ data: [29], meta }, (1000 + later) * minute));
    assert.deepEqual(
      rates,
      rates.toSorted((a, b) => b - a),
    );
  });

  it('is nothing where nothing was ever finished', () => {
    assert.equal(finishedPerMinute({ data: [], meta: { count: 0, prevTS: 0, prevCount: 0 } }, minute), 0);
  });
});
