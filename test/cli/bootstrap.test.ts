import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { execa } from 'execa';

const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'ariadne-bootstrap-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const bootstrap = (...args: string[]) =>
  execa(process.execPath, [launcher, 'bootstrap', ...args, '--lean', 'embedded', '--workers', '1'], {
    reject: false,
    cwd: folder,
  });

function manifest(name: string, splits: Record<string, string[]>): string {
  const counts = { listed: 2, excluded: {}, splits: {} };
  const modules = { 'Std.Data.TreeSet.Lemmas': splits };
  const content = { kind: 'library', format: 1, scheme: 'random', lean: { version: '', githash: '' }, counts, modules };
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('ariadne bootstrap', () => {
  it('writes the steps of the training split alone, and goes on where it stopped', async () => {
    const benchmark = manifest('two.json', {
      train: ['Std.TreeSet.mem_diff_iff'],
      test: ['Std.TreeSet.mem_inter_iff'],
    });
    const first = await bootstrap(benchmark, '--out', 'first');
    assert.equal(first.exitCode, 0, first.stderr);
    assert.match(first.stdout, /1 of 1 tried/);
    const log = readFileSync(join(folder, 'first', 'theorems.jsonl'), 'utf8');
    assert.equal(JSON.parse(log).theorem, 'Std.TreeSet.mem_diff_iff');
    const again = await bootstrap(benchmark, '--out', 'first');
    assert.equal(again.stdout, first.stdout);
    assert.equal(readFileSync(join(folder, 'first', 'theorems.jsonl'), 'utf8'), log);
  });

  it('names a benchmark that is not there', async () => {
    const { exitCode, stderr } = await bootstrap('missing.json', '--out', 'second');
    assert.equal(exitCode, 2);
    assert.match(stderr, /missing\.json does not exist/);
  });
});
