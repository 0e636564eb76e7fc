import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { execa } from 'execa';
import { standInFolder } from '../lean/stand-in.ts';

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

  it('says, in a Lake project with a native Lean, which toolchain it wants, and that it is not installed', async () => {
    using toolchain = standInFolder({ lake: true });
    const project = join(folder, 'a project, ü');
    mkdirSync(join(project, 'elan', 'toolchains'), { recursive: true });
    writeFileSync(join(project, 'lakefile.toml'), 'name = "p"\n');
    writeFileSync(join(project, 'lean-toolchain'), 'leanprover/lean4:v4.20.0\n');
    const { stdout } = await execa(process.execPath, [launcher, 'doctor'], {
      cwd: project,
      env: {
        PATH: [toolchain.folder, process.env.PATH].join(delimiter),
        ELAN_HOME: join(project, 'elan'),
        ARIADNE_LEAN: '',
      },
    });
    assert.match(stdout, new RegExp(`Lean +│ ${toolchain.folder}/lake env lean in ${project} `));
    assert.match(stdout, /wants leanprover\/lean4:v4\.20\.0, which is not installed: elan fetches it/);
    assert.doesNotMatch(stdout, /embedded/);
  });

  it('says what is wrong with a model that does not load', async () => {
    const { exitCode, stdout, stderr } = await doctor('--model', folder);
    assert.equal(JSON.parse(stdout).model.kind, 'fails');
    assert.match(stderr, /config\.json/);
    assert.equal(exitCode, 2);
  });
});
