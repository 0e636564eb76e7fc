import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AttemptRecord, noStats } from '../../src/eval/attempt.ts';
import { compareRuns, runLabels } from '../../src/eval/comparison.ts';
import { RUN_FORMAT } from '../../src/eval/manifest.ts';
import { mcnemarExact } from '../../src/eval/statistics/mcnemar.ts';
import type { Run } from '../../src/eval/store/run.ts';
import { benchmarkOf, configOf, session } from './scripted.ts';

function runOf(folder: string, theorems: number, solved: readonly string[]): Run {
  const benchmark = benchmarkOf(theorems);
  const attempts = solved.map((theorem): AttemptRecord => {
    const outcome = { kind: 'proved', script: 'simp' } as const;
    return { theorem, attempt: 0, seed: 0, startedAt: '', outcome, stats: noStats };
  });
  return {
    folder,
    manifest: {
      format: RUN_FORMAT,
      config: configOf(benchmark),
      theorems: [...benchmark.theorems],
      sessions: [session],
    },
    attempts,
  };
}

describe('the comparison of two runs', () => {
  it('pairs theorems by name', () => {
    const comparison = compareRuns(runOf('a', 6, ['t0', 't1', 't2']), runOf('b', 6, ['t0', 't3']));
    assert.deepEqual(comparison, {
      common: 6,
      both: ['t0'],
      onlyFirst: ['t1', 't2'],
      onlySecond: ['t3'],
      neither: ['t4', 't5'],
      p: mcnemarExact(2, 1),
    });
  });

  it('leaves out theorems that only one of them has', () => {
    const comparison = compareRuns(runOf('a', 2, ['t0']), runOf('b', 6, ['t5']));
    assert.equal(comparison.common, 2);
    assert.deepEqual(comparison.onlySecond, []);
  });
});

describe('the labels of runs', () => {
  it('are the names of their folders', () => {
    assert.deepEqual(runLabels([runOf('results/a/', 1, []), runOf('results/b', 1, [])]), ['a', 'b']);
  });

  it('are whole paths where names are not enough', () => {
    assert.deepEqual(runLabels([runOf('x/a', 1, []), runOf('y/a', 1, [])]), ['x/a', 'y/a']);
  });
});
