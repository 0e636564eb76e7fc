import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { operandsInPlace } from '../../src/cli/options/operands.ts';
import { temporaryFolder } from '../eval/scripted.ts';

const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;

describe('what stands behind --', () => {
  it('is no option, and no value of the option before it', () => {
    assert.deepEqual(operandsInPlace(['prove', '--theorem', 't', '--', '-a.lean', 'b.lean']), [
      'prove',
      './-a.lean',
      'b.lean',
      '--theorem',
      't',
    ]);
    assert.deepEqual(operandsInPlace(['runs', 'compare', 'a', '--', '--b']), ['runs', 'compare', 'a', './--b']);
    assert.deepEqual(operandsInPlace(['prove', '--', '-a', '--', '-b']), ['prove', './-a', './--', './-b']);
  });

  it('leaves a command line without it alone', () => {
    assert.deepEqual(operandsInPlace(['prove', 'a.lean', '--json']), ['prove', 'a.lean', '--json']);
  });

  it('names files for a command to read', async () => {
    await using folder = await temporaryFolder();
    const words = ['prove', '--theorem', 't', '--', '-a.lean'];
    const { stderr } = await execa(process.execPath, [launcher, ...words], { cwd: folder.path, reject: false });
    assert.match(stderr, /\.\/-a\.lean does not exist/);
  });
});
