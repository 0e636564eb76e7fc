import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { chooseLean } from '../../src/lean/discover.ts';

describe('the choice of a Lean', () => {
  let root: string;
  let project: string;
  const program = (...path: string[]): string => {
    const file = join(root, ...path);
    writeFileSync(file, '#!/bin/sh\n');
    chmodSync(file, 0o755);
    return file;
  };
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'ariadne-discover-'));
    project = join(root, 'project');
    for (const folder of ['lean', 'lake', 'neither', 'project/Deep/Er'])
      mkdirSync(join(root, folder), { recursive: true });
    program('lean', 'lean');
    program('lake', 'lake');
    writeFileSync(join(project, 'lakefile.toml'), '');
  });
  after(() => rmSync(root, { recursive: true }));
  const path = (...folders: string[]) => folders.map((folder) => join(root, folder)).join(':');
  const choose = (wanted: string | undefined, cwd: string, env: NodeJS.ProcessEnv) => chooseLean(wanted, { cwd, env });

  it('is the embedded one where there is no other', () => {
    assert.equal(choose(undefined, root, { PATH: path('neither') })?.kind, 'embedded');
  });

  it('is the lean on the PATH outside of a Lake project', () => {
    const choice = choose(undefined, root, { PATH: path('neither', 'lean', 'lake') });
    assert.deepEqual(choice?.kind === 'native' && [choice.program, choice.args], [join(root, 'lean', 'lean'), []]);
  });

  it('is `lake env lean` anywhere inside of a Lake project, run in its root', () => {
    const choice = choose(undefined, join(project, 'Deep', 'Er'), { PATH: path('lean', 'lake') });
    assert.deepEqual(choice?.kind === 'native' && [choice.program, choice.args, choice.cwd], [
      join(root, 'lake', 'lake'),
      ['env', 'lean'],
      project,
    ]);
  });

  it('is the lean on the PATH in a Lake project without lake', () => {
    const choice = choose(undefined, project, { PATH: path('lean') });
    assert.equal(choice?.kind === 'native' && choice.program, join(root, 'lean', 'lean'));
  });

  it('passes over files that cannot be executed', () => {
    mkdirSync(join(root, 'plain'));
    writeFileSync(join(root, 'plain', 'lean'), '');
    assert.equal(choose(undefined, root, { PATH: path('plain') })?.kind, 'embedded');
  });

  it('follows ARIADNE_LEAN before what is found', () => {
    const env = { PATH: path('lean'), ARIADNE_LEAN: 'embedded' };
    assert.deepEqual(choose(undefined, root, env), { kind: 'embedded', why: 'asked for (ARIADNE_LEAN)' });
  });

  it('follows the option before ARIADNE_LEAN', () => {
    const choice = choose('/opt/lean', root, { PATH: '', ARIADNE_LEAN: 'embedded' });
    assert.equal(choice?.kind === 'native' && choice.program, '/opt/lean');
  });

  it('is none where a native one is asked for and there is none', () => {
    assert.equal(choose('native', root, { PATH: path('neither') }), undefined);
  });
});
