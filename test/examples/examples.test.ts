import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';

const folder = new URL('../../examples/', import.meta.url).pathname;

/** What each program prints. */
const expected: Record<string, RegExp> = {
  'prove-a-file.ts':
    /^swap: proved\nwrong: unproved\ntheorem swap [\s\S]*:= by\n {2}(?!sorry)\S[\s\S]*theorem wrong : 1 = 2 := by\n {2}sorry/,
  'own-generator.ts': /^proved\n\S/,
  'rank-tactics.ts': /^closes {3}\S/,
};

describe('the examples', () => {
  it('are all run here', () => {
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.ts')),
      Object.keys(expected).toSorted(),
    );
  });
  for (const [name, output] of Object.entries(expected)) {
    it(`${name} works`, async () => {
      const { stdout, stderr, exitCode } = await execa(process.execPath, [`${folder}${name}`], { reject: false });
      assert.equal(exitCode, 0, stderr);
      assert.match(stdout, output);
    });
  }

  it('project/ is proved as the README shows', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'ariadne-herd-'));
    cpSync(`${folder}project`, copy, { recursive: true });
    const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;
    const settings = ['--lean', 'embedded', '--workers', '1', '--generator', 'portfolio'];
    const proved = await execa(process.execPath, [launcher, 'prove', 'Herd/Growth.lean', ...settings], {
      cwd: copy,
      reject: false,
    });
    rmSync(copy, { recursive: true });
    assert.equal(proved.exitCode, 0, proved.stderr);
    assert.match(proved.stdout, /4 of 4 proved/);
  });
});
