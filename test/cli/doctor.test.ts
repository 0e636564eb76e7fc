import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { execa } from 'execa';

const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'ariadne-doctor-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const doctor = (...args: string[]) =>
  execa(process.execPath, [launcher, 'doctor', '--lean', 'embedded', '--json', ...args], {
    reject: false,
    cwd: folder,
  });

describe('ariadne doctor', () => {
  it('says which Lean is used and that it proves, and where the model that ships runs', async () => {
    const { exitCode, stdout } = await doctor();
    const report = JSON.parse(stdout);
    assert.equal(report.lean.kind, 'works');
    assert.deepEqual([report.model.kind, report.model.provider], ['works', 'cpu']);
    assert.match(report.model.name, /^onnx:small@[0-9a-f]{8}$/);
    assert.equal(exitCode, 0);
  });

  it('says what is wrong with a model that does not load', async () => {
    const { exitCode, stdout, stderr } = await doctor('--model', folder);
    assert.equal(JSON.parse(stdout).model.kind, 'fails');
    assert.match(stderr, /config\.json/);
    assert.equal(exitCode, 2);
  });
});
