import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { execa } from 'execa';

const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'ariadne-dataset-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const dataset = (...args: string[]) =>
  execa(process.execPath, [launcher, 'dataset', ...args, '--lean', 'embedded'], { reject: false, cwd: folder });

interface Manifest {
  readonly scheme: string;
  readonly counts: { readonly splits: Record<string, number> };
  readonly modules: Record<string, Record<string, readonly string[]>>;
}

const read = (name: string): Manifest => JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString('utf8'));

describe('ariadne dataset', () => {
  it('writes the theorems of the modules that are named, under two splits, and says how many', async () => {
    const { exitCode, stdout, stderr } = await dataset(
      'library',
      '--library',
      'Init.Data.Option.Basic',
      '--out',
      'sets',
    );
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /random\.json\.gz: \d+ theorems listed; .*train \d+/);
    const random = read('sets/random.json.gz');
    const novel = read('sets/novel.json.gz');
    assert.deepEqual([random.scheme, novel.scheme], ['random', 'novel']);
    const modules = Object.keys(random.modules);
    assert.ok(modules.length > 0 && modules.every((module) => module.startsWith('Init.Data.Option.Basic')));
    const names = (manifest: Manifest) =>
      Object.values(manifest.modules)
        .flatMap((splits) => Object.values(splits).flat())
        .toSorted();
    assert.ok(names(random).includes('Option.map_some'));
    assert.deepEqual(names(novel), names(random));
    assert.equal(new Set(names(random)).size, names(random).length);
  });

  it('names a module that is not there', async () => {
    const { exitCode, stderr } = await dataset('library', '--library', 'No.Such', '--out', 'none');
    assert.equal(exitCode, 2);
    assert.match(stderr, /unknown module prefix 'No'/);
  });

  it('says that the dataset is missing', async () => {
    const { exitCode, stderr } = await dataset();
    assert.equal(exitCode, 2);
    assert.match(stderr, /which dataset/);
  });
});
