import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
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
});
