import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Problem } from '../../../src/data/problem.ts';
import type { Result } from '../../../src/data/result.ts';
import { type AttemptRecord, noStats } from '../../../src/eval/attempt.ts';
import type { RunConfig } from '../../../src/eval/manifest.ts';
import { readRun, runFiles } from '../../../src/eval/store/run.ts';
import { RunWriter } from '../../../src/eval/store/run-writer.ts';
import { TraceArchive } from '../../../src/eval/store/trace-log.ts';
import { benchmarkOf, configOf, scriptedTrace, session, temporaryFolder } from '../scripted.ts';

const benchmark = benchmarkOf(4);
const open = (folder: string, changes: Partial<RunConfig> = {}) =>
  RunWriter.open(folder, { config: configOf(benchmark, changes), theorems: benchmark.theorems, session });

const record = (theorem: string, attempt: number, outcome: AttemptRecord['outcome']): AttemptRecord => ({
  theorem,
  attempt,
  seed: 5,
  startedAt: '2026-11-21T10:00:00.000Z',
  outcome,
  stats: noStats,
});

async function opened(folder: string, changes: Partial<RunConfig> = {}): Promise<RunWriter> {
  const run = await open(folder, changes);
  assert.ok(run.ok, run.ok ? '' : run.error.message);
  return run.value;
}

function problemOf(result: Result<unknown, Problem>): Problem {
  assert.ok(!result.ok);
  return result.error;
}

describe('the store of a run', () => {
  it('gives back what was recorded, in another process as in this one', async () => {
    await using folder = await temporaryFolder();
    const proved = record('t1', 0, { kind: 'proved', script: 'simp' });
    {
      await using run = await opened(folder.path);
      await run.record(proved, undefined);
    }
    await using again = await opened(folder.path);
    assert.deepEqual(again.find('t1', 0), proved);
    const read = await readRun(folder.path);
    assert.deepEqual(read.ok && read.value.attempts, [proved]);
  });

  it('notes every session that worked on it', async () => {
    await using folder = await temporaryFolder();
    await (await opened(folder.path))[Symbol.asyncDispose]();
    await using again = await opened(folder.path);
    assert.equal(again.manifest.sessions.length, 2);
  });

  it('keeps the proof graph of each attempt', async () => {
    await using folder = await temporaryFolder();
    const outcome = { kind: 'proved', script: 'simp' } as const;
    {
      await using run = await opened(folder.path);
      await run.record(record('t1', 0, outcome), scriptedTrace(outcome));
      await run.record(record('t2 "ü"', 1, { kind: 'failed' }), scriptedTrace({ kind: 'failed' }));
    }
    const archive = await TraceArchive.open(runFiles(folder.path).traces);
    assert.ok(archive.ok);
    await using traces = archive.value;
    assert.deepEqual(await traces.read('t1', 0), { ok: true, value: scriptedTrace(outcome) });
    assert.deepEqual(await traces.read('t2 "ü"', 1), { ok: true, value: scriptedTrace({ kind: 'failed' }) });
    assert.deepEqual(await traces.read('t1', 1), { ok: true, value: undefined });
  });

  it('lets the later of two records of one attempt stand', async () => {
    await using folder = await temporaryFolder();
    await using run = await opened(folder.path);
    await run.record(record('t1', 0, { kind: 'error', message: 'crash' }), undefined);
    await run.record(record('t1', 0, { kind: 'failed' }), undefined);
    const read = await readRun(folder.path);
    assert.deepEqual(read.ok && read.value.attempts.map(({ outcome }) => outcome.kind), ['failed']);
  });

  it('refuses to go on under another configuration, and shows what changed', async () => {
    await using folder = await temporaryFolder();
    await (await opened(folder.path))[Symbol.asyncDispose]();
    const problem = problemOf(await open(folder.path, { budgets: { expansions: 200 }, seed: 12 }));
    assert.equal(problem.code, 'config-changed');
    assert.match(problem.message, /budgets\.expansions: 100 -> 200\n {2}seed: 11 -> 12/);
  });

  it('lets one process write at a time', async () => {
    await using folder = await temporaryFolder();
    await using run = await opened(folder.path);
    const problem = problemOf(await open(run.folder));
    assert.equal(problem.code, 'folder-locked');
    assert.match(problem.message, new RegExp(`process ${process.pid} `));
  });

  it('is free again at once when its writer was killed', async () => {
    await using folder = await temporaryFolder();
    const child = spawn(process.execPath, [join(import.meta.dirname, 'hold-run.ts'), folder.path]);
    await once(child.stdout, 'data');
    assert.equal(problemOf(await open(folder.path)).code, 'folder-locked');
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok((await open(folder.path)).ok);
  });

  it('refuses a run of a newer version', async () => {
    await using folder = await temporaryFolder();
    await writeFile(runFiles(folder.path).manifest, JSON.stringify({ format: 99, something: 'new' }));
    assert.equal(problemOf(await open(folder.path)).code, 'run-too-new');
    assert.equal(problemOf(await readRun(folder.path)).code, 'run-too-new');
    assert.equal(await readFile(runFiles(folder.path).manifest, 'utf8'), '{"format":99,"something":"new"}');
  });

  it('does not take a folder that holds other things for a new run', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'thesis.tex'), '');
    assert.equal(problemOf(await open(folder.path)).code, 'not-a-run');
  });

  it('names the line of the log that is damaged', async () => {
    await using folder = await temporaryFolder();
    await (await opened(folder.path))[Symbol.asyncDispose]();
    const good = JSON.stringify(record('t1', 0, { kind: 'failed' }));
    await writeFile(runFiles(folder.path).attempts, `${good}\n{"theorem":"t2"}\n${good}\n`);
    const { code, where } = problemOf(await readRun(folder.path));
    assert.deepEqual([code, where?.line, where?.field], ['malformed-record', 2, 'attempt']);
  });

  it('says so when the folder may not be written', async () => {
    await using folder = await temporaryFolder();
    const readOnly = join(folder.path, 'run');
    await mkdir(readOnly);
    await chmod(readOnly, 0o555);
    await chmod(folder.path, 0o755);
    // Permissions do not bind the superuser: the attempt is made as nobody where the tests run as root.
    const identity = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const child = spawn(process.execPath, [join(import.meta.dirname, 'hold-run.ts'), readOnly], identity);
    const [output] = await once(child.stderr, 'data');
    assert.match(String(output), /permission-denied/);
  });
});
