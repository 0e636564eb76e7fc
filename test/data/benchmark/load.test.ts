import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { LibraryManifest } from '../../../src/data/benchmark/library-manifest.ts';
import { loadBenchmark } from '../../../src/data/benchmark/load.ts';
import { ok } from '../../../src/data/result.ts';
import { writeText } from '../../../src/store/write-text.ts';

const noLean = async () => ok({ written: [], sorries: [], errors: [] });
const manifest: LibraryManifest = {
  kind: 'library',
  format: 1,
  scheme: 'novel',
  lean: { version: '4.28.0', githash: 'abc' },
  counts: { listed: 3, excluded: { 'needs-own-module': 1 }, splits: { train: 1, test: 1 } },
  modules: { 'Init.Core': { train: ['Nat.a'] }, 'Std.Data': { test: ['Std.b'] } },
};

describe('loading a benchmark', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ariadne-benchmark-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function problemOf(path: string, split = '') {
    const result = await loadBenchmark(path, split, noLean);
    assert.ok(!result.ok);
    return result.error;
  }

  it('reads a packed manifest of library theorems', async () => {
    const path = join(folder, 'core.json.gz');
    await writeText(path, JSON.stringify(manifest));
    const result = await loadBenchmark(path, 'test', noLean);
    assert.ok(result.ok);
    assert.equal(result.value.name, 'core');
    assert.deepEqual(result.value.theorems, [{ kind: 'library', id: 'Std.b', split: 'test', module: 'Std.Data' }]);
  });

  it('refuses a manifest of a newer format', async () => {
    const path = join(folder, 'new.json');
    await writeText(path, JSON.stringify({ ...manifest, format: 2 }));
    assert.equal((await problemOf(path)).code, 'manifest-too-new');
  });

  it('refuses a library theorem that stands on both sides', async () => {
    const path = join(folder, 'twice.json');
    await writeText(path, JSON.stringify({ ...manifest, modules: { A: { train: ['x'] }, B: { test: ['x'] } } }));
    assert.match((await problemOf(path)).message, /"x" stands in A \(train\) and in B \(test\)/);
  });

  it('says that a file does not exist', async () => {
    assert.equal((await problemOf(join(folder, 'none.jsonl'))).code, 'file-not-found');
  });

  it('refuses an empty file', async () => {
    const path = join(folder, 'empty.jsonl');
    await writeText(path, '\n');
    assert.equal((await problemOf(path)).code, 'empty-benchmark');
  });

  it('refuses files of a kind that it does not know', async () => {
    const path = join(folder, 'theorems.csv');
    await writeText(path, 'a,b');
    assert.equal((await problemOf(path)).code, 'unknown-benchmark');
  });
});
