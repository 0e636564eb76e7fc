import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { formatJsonl } from '../../../src/data/jsonl.ts';
import { ProofStep } from '../../../src/data/proof-step.ts';
import { isProved } from '../../../src/eval/attempt.ts';
import { exportRecords, type RecordFormat } from '../../../src/eval/export/records.ts';
import { type Run, readRun, runFiles } from '../../../src/eval/store/run.ts';
import { writePieces } from '../../../src/store/write-pieces.ts';
import { writeText } from '../../../src/store/write-text.ts';
import { writeRun } from '../large-run.ts';
import { benchmarkOf, temporaryFolder } from '../scripted.ts';

describe('exported records', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let run: Run;
  before(async () => {
    folder = await temporaryFolder();
    await writeRun(folder.path, 8);
    await writeText(runFiles(folder.path).theorems, formatJsonl(benchmarkOf(8).theorems));
    const read = await readRun(folder.path);
    assert.ok(read.ok);
    run = read.value;
  });
  after(() => folder[Symbol.asyncDispose]());

  async function exported(format: RecordFormat): Promise<string> {
    const path = join(folder.path, `out.${format}`);
    assert.ok((await writePieces(path, exportRecords(run, format))).ok);
    return readFile(path, 'utf8');
  }
  const lines = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('hold every step of every proof once, as training takes it', async () => {
    const steps = lines(await exported('proofstep')).map((step) => ProofStep.parse(step));
    assert.ok(steps.length > 0);
    assert.equal(new Set(steps.map((step) => JSON.stringify(step))).size, steps.length);
    const proved = new Set(run.attempts.filter(isProved).map(({ theorem }) => theorem));
    assert.deepEqual(new Set(steps.map(({ theorem }) => theorem)), proved);
    for (const { input, output, state, tactic } of steps) {
      assert.equal(input, `[GOAL]${state}[PROOFSTEP]`);
      assert.equal(output, `${tactic}<|endoftext|>`);
    }
  });

  it('are conversations of system, user and assistant for fine-tuning', async () => {
    const [first] = lines(await exported('chat'));
    assert.deepEqual(
      first.messages.map(({ role }: { role: string }) => role),
      ['system', 'user', 'assistant'],
    );
    assert.match(first.messages[1].content, /⊢/);
  });

  it('hold every attempt with its failed tactics as JSON', async () => {
    const { manifest, attempts } = JSON.parse(await exported('json'));
    assert.equal(manifest.config.benchmark.name, 'scripted');
    assert.equal(attempts.length, run.attempts.length);
    const outcomes = new Set(
      attempts.flatMap(({ trace }: { trace: { edges: { outcome: string }[] } }) =>
        trace.edges.map((edge) => edge.outcome),
      ),
    );
    assert.deepEqual(outcomes, new Set(['elaboration', 'progress', 'proved']));
  });

  it('have the fields of the LeanDojo benchmark', async () => {
    const theorems = JSON.parse(await exported('leandojo'));
    const [first] = theorems;
    assert.deepEqual(Object.keys(first), ['url', 'commit', 'file_path', 'full_name', 'start', 'end', 'traced_tactics']);
    assert.equal(first.file_path, 'src/Init/M0.lean');
    const last = first.traced_tactics.at(-1);
    assert.deepEqual(Object.keys(last), ['tactic', 'annotated_tactic', 'state_before', 'state_after']);
    assert.equal(last.state_after, 'no goals');
  });

  it('are packed where the name ends in .gz', async () => {
    const path = join(folder.path, 'steps.jsonl.gz');
    await writePieces(path, exportRecords(run, 'proofstep'));
    assert.equal(gunzipSync(await readFile(path)).toString(), await exported('proofstep'));
  });

  it('say so where the run has no proof graphs, and leave no file behind', async () => {
    await using empty = await temporaryFolder();
    const path = join(empty.path, 'out.jsonl');
    const written = await writePieces(path, exportRecords({ ...run, folder: empty.path }, 'chat'));
    assert.equal(!written.ok && written.error.code, 'no-traces');
    assert.deepEqual(await readdir(empty.path), []);
  });
});
