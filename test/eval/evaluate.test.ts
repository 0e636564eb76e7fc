import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import type { AttemptOutcome } from '../../src/eval/attempt.ts';
import { type EvaluationEvent, evaluate } from '../../src/eval/evaluate.ts';
import type { RunConfig } from '../../src/eval/manifest.ts';
import type { Prover } from '../../src/eval/prover.ts';
import { passAtK } from '../../src/eval/statistics/pass-at-k.ts';
import { runFiles } from '../../src/eval/store/run.ts';
import { RunWriter } from '../../src/eval/store/run-writer.ts';
import { benchmarkOf, configOf, scriptedProver, session, temporaryFolder } from './scripted.ts';

interface Setting {
  readonly folder: string;
  readonly prover: Prover;
  readonly theorems?: number;
  readonly config?: Partial<RunConfig>;
  readonly parallel?: number;
  readonly retryErrors?: boolean;
  readonly signal?: AbortSignal;
}

async function evaluateScripted(setting: Setting) {
  const benchmark = benchmarkOf(setting.theorems ?? 6);
  const start = { config: configOf(benchmark, setting.config), theorems: benchmark.theorems, session };
  const opened = await RunWriter.open(setting.folder, start);
  assert.ok(opened.ok);
  await using run = opened.value;
  const events: EvaluationEvent[] = [];
  const summary = await evaluate({
    run,
    theorems: benchmark.theorems,
    prover: setting.prover,
    parallel: setting.parallel ?? 1,
    retryErrors: setting.retryErrors ?? false,
    signal: setting.signal ?? new AbortController().signal,
    onEvent: (event) => events.push(event),
    now: () => new Date('2026-11-21T10:00:00Z'),
  });
  assert.ok(summary.ok);
  return { summary: summary.value, attempts: run.attempts, events };
}

const always = (outcome: AttemptOutcome) => () => outcome;
const proof: AttemptOutcome = { kind: 'proved', script: 'simp' };

describe('an evaluation', () => {
  it('makes the first attempt at every theorem, then the second', async () => {
    await using folder = await temporaryFolder();
    const prover = scriptedProver();
    await evaluateScripted({ folder: folder.path, prover, theorems: 2, config: { attempts: 2, ks: [1] } });
    assert.deepEqual(
      prover.asked.map(({ theorem }) => theorem.id),
      ['t0', 't1', 't0', 't1'],
    );
  });

  it('gives every attempt a seed of its own, the same in every run of that seed', async () => {
    await using first = await temporaryFolder();
    await using second = await temporaryFolder();
    const [a, b] = [scriptedProver(), scriptedProver(1)];
    await evaluateScripted({ folder: first.path, prover: a });
    await evaluateScripted({ folder: second.path, prover: b, parallel: 3 });
    const seeds = (asked: typeof a.asked) => asked.map(({ theorem, seed }) => `${theorem.id} ${seed}`).toSorted();
    assert.deepEqual(seeds(a.asked), seeds(b.asked));
    assert.equal(new Set(seeds(a.asked)).size, 18);
  });

  it('finds the same with several workers as with one', async () => {
    await using one = await temporaryFolder();
    await using many = await temporaryFolder();
    const alone = await evaluateScripted({ folder: one.path, prover: scriptedProver() });
    const together = await evaluateScripted({ folder: many.path, prover: scriptedProver(1), parallel: 4 });
    assert.deepEqual(together.summary, alone.summary);
  });

  it('reports the mean of pass@k over the whole manifest', async () => {
    await using folder = await temporaryFolder();
    const prover = scriptedProver(0, (theorem) => (theorem === 't0' || theorem === 't1' ? proof : { kind: 'failed' }));
    const { summary } = await evaluateScripted({ folder: folder.path, prover, theorems: 8 });
    assert.deepEqual(
      summary.passAtK.map(({ k, estimate }) => [k, estimate]),
      [
        [1, 2 / 8],
        [3, 2 / 8],
      ],
    );
    assert.equal(summary.theorems, 8);
    assert.equal(summary.solved, 2);
  });

  it('estimates pass@1 from all attempts', async () => {
    await using folder = await temporaryFolder();
    const { summary, attempts } = await evaluateScripted({ folder: folder.path, prover: scriptedProver() });
    const proved = attempts.filter(({ outcome }) => outcome.kind === 'proved').length;
    assert.ok(proved > 0 && proved < attempts.length);
    assert.ok(Math.abs(summary.passAtK[0]!.estimate - passAtK(18, proved, 1)) < 1e-12);
  });

  it('skips attempts at solved theorems where only pass@n is asked for', async () => {
    await using folder = await temporaryFolder();
    const prover = scriptedProver(0, always(proof));
    const config = { attempts: 3, ks: [3] };
    const { summary } = await evaluateScripted({ folder: folder.path, prover, theorems: 4, config });
    assert.equal(prover.asked.length, 4);
    assert.deepEqual(summary.attempts, { recorded: 4, skipped: 8, missing: 0 });
    assert.ok(summary.complete);
    assert.equal(summary.passAtK[0]?.estimate, 1);
  });

  it('skips nothing where pass@1 is asked for', async () => {
    await using folder = await temporaryFolder();
    const prover = scriptedProver(0, always(proof));
    await evaluateScripted({ folder: folder.path, prover, theorems: 4 });
    assert.equal(prover.asked.length, 12);
  });

  it('keeps an invalid statement in the denominator and tries it once', async () => {
    await using folder = await temporaryFolder();
    const prover = scriptedProver(0, (theorem) =>
      theorem === 't0' ? { kind: 'invalid-statement', message: 'unknown constant' } : proof,
    );
    const { summary } = await evaluateScripted({ folder: folder.path, prover, theorems: 4 });
    assert.deepEqual(summary.invalid, ['t0']);
    assert.equal(summary.passAtK[0]?.estimate, 3 / 4);
    assert.equal(prover.asked.length, 1 + 3 * 3);
  });

  it('counts a bug in the prover as an error of that attempt, and goes on', async () => {
    await using folder = await temporaryFolder();
    const prover = scriptedProver(0, (theorem) => {
      if (theorem === 't1') throw new TypeError('no such thing');
      return proof;
    });
    const { summary, attempts } = await evaluateScripted({ folder: folder.path, prover, theorems: 3 });
    assert.equal(summary.outcomes.error, 3);
    assert.equal(summary.solved, 2);
    const { outcome } = attempts.find(({ theorem }) => theorem === 't1')!;
    assert.match(outcome.kind === 'error' ? outcome.message : '', /TypeError: no such thing/);
  });

  it('makes no attempt twice when it is taken up again', async () => {
    await using folder = await temporaryFolder();
    const first = await evaluateScripted({ folder: folder.path, prover: scriptedProver() });
    const prover = scriptedProver();
    const again = await evaluateScripted({ folder: folder.path, prover });
    assert.equal(prover.asked.length, 0);
    assert.deepEqual(again.summary, first.summary);
  });

  it('makes attempts that ended in an error again where that is asked for', async () => {
    await using folder = await temporaryFolder();
    const broken = scriptedProver(0, (theorem) => (theorem === 't1' ? { kind: 'error', message: 'crash' } : proof));
    await evaluateScripted({ folder: folder.path, prover: broken, theorems: 3 });
    const prover = scriptedProver(0, always(proof));
    const { summary } = await evaluateScripted({ folder: folder.path, prover, theorems: 3, retryErrors: true });
    assert.deepEqual(new Set(prover.asked.map(({ theorem }) => theorem.id)), new Set(['t1']));
    assert.equal(summary.solved, 3);
    assert.deepEqual(summary.attempts, { recorded: 9, skipped: 0, missing: 0 });
  });

  it('keeps what was found when it is stopped, and says what is missing', async () => {
    await using folder = await temporaryFolder();
    const stop = new AbortController();
    const prover = scriptedProver(0, () => {
      if (prover.asked.length === 5) stop.abort();
      return proof;
    });
    const { summary } = await evaluateScripted({ folder: folder.path, prover, signal: stop.signal });
    assert.deepEqual(summary.attempts, { recorded: 5, skipped: 0, missing: 13 });
    assert.equal(summary.complete, false);
    assert.equal(summary.solved, 5);
    assert.deepEqual(JSON.parse(await readFile(runFiles(folder.path).summary, 'utf8')), summary);
  });
});
