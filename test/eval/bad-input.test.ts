import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { temporaryFolder } from './scripted.ts';

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'ariadne.js');
const line = (name: string, split = 'test') =>
  JSON.stringify({ name, split, source: '', license: '', header: '', statement: `theorem ${name} : True` });

describe('the command line of an evaluation', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async () => {
    folder = await temporaryFolder();
  });
  after(() => folder[Symbol.asyncDispose]());

  /** What it says on stderr, without colours; it must exit with code 2. */
  async function complaintOf(...args: string[]): Promise<string> {
    const env = { ...process.env, NO_COLOR: '1' };
    const { promise, resolve } = Promise.withResolvers<{ code: unknown; stderr: string }>();
    execFile(process.execPath, [launcher, ...args], { cwd: folder.path, env }, (error, _, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stderr }),
    );
    const { code, stderr } = await promise;
    assert.equal(code, 2, stderr);
    return stderr;
  }

  async function benchmark(...lines: string[]): Promise<string> {
    const path = join(folder.path, 'set.jsonl');
    await writeFile(path, `${lines.join('\n')}\n`);
    return path;
  }

  it('names line and file of malformed JSON', async () => {
    assert.match(
      await complaintOf('eval', await benchmark(line('a'), '{"name":')),
      /line 2 of .*set\.jsonl is not JSON/,
    );
  });

  it('names line and field that do not fit', async () => {
    const text = JSON.stringify({ name: 'a', split: 'test', source: '', license: '', header: '' });
    assert.match(await complaintOf('eval', await benchmark(text)), /line 1 of .*set\.jsonl, field "statement"/);
  });

  it('names both lines of a name that stands twice', async () => {
    const path = await benchmark(line('a'), line('b'), line('a'));
    assert.match(await complaintOf('eval', path), /line 3 .* already the name of line 1/);
  });

  it('lists the splits where one is unknown', async () => {
    const path = await benchmark(line('a', 'train'), line('b', 'test'));
    assert.match(await complaintOf('eval', path, '--split', 'dev'), /no split "dev"[\s\S]*"test", "train"/);
  });

  it('refuses an empty benchmark', async () => {
    assert.match(await complaintOf('eval', await benchmark('')), /holds no theorem/);
  });

  it('refuses a benchmark that is not there', async () => {
    assert.match(await complaintOf('eval', 'nowhere.jsonl'), /nowhere\.jsonl does not exist/);
  });

  it('refuses a k above the number of attempts', async () => {
    assert.match(
      await complaintOf('eval', 'set.jsonl', '--k', '1,8', '--attempts', '4'),
      /pass@8 cannot be estimated from 4/,
    );
  });

  it('refuses a budget that is no number', async () => {
    assert.match(await complaintOf('eval', 'set.jsonl', '--seconds', 'many'), /--seconds takes a number above 0/);
  });

  it('refuses a run of a newer version', async () => {
    const run = join(folder.path, 'run');
    await mkdir(run);
    await writeFile(join(run, 'manifest.json'), '{"format": 99}');
    for (const command of [
      ['report', run],
      ['runs', 'show', run],
      ['export', run, '--format', 'chat', '--out', 'x.jsonl'],
    ]) {
      assert.match(await complaintOf(...command), /written by a newer Ariadne/);
    }
  });

  it('refuses a folder that holds no run', async () => {
    assert.match(await complaintOf('runs', 'show', folder.path), /holds no run/);
  });
});
