import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { BenchmarkTheorem } from '../../../src/data/benchmark/benchmark.ts';
import { theoremFile } from '../../../src/data/benchmark/theorem-jsonl.ts';
import { type AttemptRecord, noStats } from '../../../src/eval/attempt.ts';
import { exportLean } from '../../../src/eval/export/export-lean.ts';
import { readRun } from '../../../src/eval/store/run.ts';
import { RunWriter } from '../../../src/eval/store/run-writer.ts';
import { type Lean, openLean } from '../../../src/lean/index.ts';
import { benchmarkOf, configOf, session, temporaryFolder } from '../scripted.ts';

const fileText = `theorem first (n : Nat) : n + 0 = n := by sorry

theorem second (p q : Prop) (h : p) (g : q) : p ∧ q := by
  sorry
`;
const inFile = (id: string, index: number): BenchmarkTheorem => ({
  kind: 'sorry',
  id,
  split: 'A',
  module: 'sub/A.lean',
  fileName: 'A.lean',
  text: fileText,
  index,
});
const alone: BenchmarkTheorem = {
  kind: 'sorry',
  id: 'alone',
  split: 'test',
  module: 'github.com/someone/somewhere@abc',
  fileName: 'alone.lean',
  text: theoremFile({ header: '', statement: 'theorem alone (a b : Nat) : a + b = b + a' }),
  index: -1,
};
const library: BenchmarkTheorem = {
  kind: 'library',
  id: 'Nat.lt_succ_of_lt',
  split: 'test',
  module: 'Init.Data.Nat.Basic',
};

describe('proofs exported as Lean files', () => {
  let lean: Lean;
  before(async () => {
    const opened = await openLean({ workers: 1, lean: 'embedded' });
    assert.ok(opened.ok);
    lean = opened.value;
  });
  after(() => lean.close());

  async function exportedFrom(proofs: readonly (readonly [BenchmarkTheorem, string])[], verify = true) {
    const folder = await temporaryFolder();
    const theorems = proofs.map(([theorem]) => theorem);
    const opened = await RunWriter.open(join(folder.path, 'run'), {
      config: configOf(benchmarkOf(1)),
      theorems,
      session,
    });
    assert.ok(opened.ok);
    for (const [{ id: theorem }, script] of proofs) {
      const outcome = { kind: 'proved', script } as const;
      const record: AttemptRecord = { theorem, attempt: 0, seed: 0, startedAt: '', outcome, stats: noStats };
      await opened.value.record(record, undefined);
    }
    await opened.value[Symbol.asyncDispose]();
    const run = await readRun(join(folder.path, 'run'));
    assert.ok(run.ok);
    const { signal } = new AbortController();
    const result = await exportLean(run.value, lean, join(folder.path, 'out'), { verify, signal });
    assert.ok(result.ok, result.ok ? '' : result.error.message);
    const read = (path: string) => readFile(join(folder.path, 'out', path), 'utf8');
    return { ...result.value, read, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  }

  it('lie where their sources lay, all proofs of a file in it', async () => {
    await using exported = await exportedFrom([
      [inFile('first', 0), 'rfl'],
      [inFile('second', 1), 'constructor\n· exact h\n· exact g'],
    ]);
    assert.equal(
      await exported.read('sub/A.lean'),
      `theorem first (n : Nat) : n + 0 = n := by rfl

theorem second (p q : Prop) (h : p) (g : q) : p ∧ q := by
  constructor
  · exact h
  · exact g
`,
    );
  });

  it('leave the sorry of a proof that Lean does not accept there, and say so', async () => {
    await using exported = await exportedFrom([
      [inFile('first', 0), 'rfl'],
      [inFile('second', 1), 'exact h'],
    ]);
    assert.deepEqual(
      exported.rejected.map(({ theorem }) => theorem),
      ['second'],
    );
    assert.equal(exported.theorems, 1);
    assert.match(await exported.read('sub/A.lean'), /:= by rfl[\s\S]*sorry/);
  });

  it('are written unchecked where that is asked for', async () => {
    await using exported = await exportedFrom([[alone, 'exact nonsense']], false);
    assert.match(await exported.read('alone.lean'), /exact nonsense/);
  });

  it('are left out, and named, where their file would lie outside the folder', async () => {
    const outside = ['../../escaped.lean', '/tmp/escaped.lean', 'sub/../../../escaped.lean', 'nul.lean'];
    await using exported = await exportedFrom([
      [inFile('first', 0), 'rfl'],
      ...outside.map((module, i) => [{ ...inFile(`out${i}`, 0), module, fileName: module }, 'rfl'] as const),
    ]);
    assert.deepEqual(
      exported.rejected.map(({ theorem }) => theorem),
      outside.map((_, i) => `out${i}`),
    );
    assert.match(exported.rejected[0]?.message ?? '', /cannot be the name of a file below/);
    assert.equal(exported.files.length, 1);
    assert.equal(exported.theorems, 1);
  });

  it('state theorems of the library by the types of their constants', async () => {
    await using exported = await exportedFrom([[library, 'intro n m h\nexact Nat.le_succ_of_le h']]);
    assert.deepEqual(exported.rejected, []);
    assert.match(
      await exported.read('Init/Data/Nat/Basic.lean'),
      /^import Init\.Data\.Nat\.Basic[\s\S]*example : type_of% @Nat\.lt_succ_of_lt := by\n {2}intro n m h/,
    );
  });
});
