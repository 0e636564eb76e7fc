import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { execa } from 'execa';

const at = (path: string) => new URL(`../../${path}`, import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'ariadne-provable-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const provable = 'theorem swap (p q : Prop) (h : p ∧ q) : q ∧ p := by\n  sorry\n';
const open = 'theorem wrong (n : Nat) : n < 2 := by\n  sorry\n';
const whole = '-- no sorry is left\ntheorem done : 1 + 1 = 2 := rfl\n';
for (const [name, text] of Object.entries({ Provable: provable, Open: open, Whole: whole })) {
  writeFileSync(join(folder, `${name}.lean`), text);
}

const check = (files: string, env: Record<string, string> = {}) =>
  execa('bash', [at('editors/ci/provable.sh')], {
    cwd: folder,
    reject: false,
    env: { FILES: files, SECONDS_EACH: '4', ARIADNE: at('bin/ariadne.js'), ...env },
  });

it('a build passes with files that are whole and sorrys that nobody proves', async () => {
  const { exitCode, stderr } = await check('Whole.lean\nOpen.lean', { SECONDS_EACH: '1' });
  assert.equal(exitCode, 0, stderr);
});

it('a build fails at a sorry that could be proved, and names the file', async () => {
  const { exitCode, stdout } = await check('Provable.lean');
  assert.equal(exitCode, 1);
  assert.match(stdout, /^::error file=Provable\.lean::/m);
});

it('a build fails otherwise where a file is missing, or none is named', async () => {
  assert.equal((await check('Missing.lean')).exitCode, 2);
  assert.equal((await check('  \n')).exitCode, 2);
});

it('the proofs are written in where that is asked for', async () => {
  const { exitCode, stderr } = await check('Whole.lean Provable.lean', { WRITE: 'true' });
  assert.equal(exitCode, 0, stderr);
  const written = readFileSync(join(folder, 'Provable.lean'), 'utf8');
  assert.match(written, /^theorem swap .* := by\n {2}(?!sorry)\S/);
  assert.equal(readFileSync(join(folder, 'Whole.lean'), 'utf8'), whole);
});
