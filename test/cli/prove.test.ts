import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { execa } from 'execa';

const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'ariadne-prove-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const prove = (...args: string[]) =>
  execa(
    process.execPath,
    [launcher, 'prove', '--generator', 'portfolio', '--lean', 'embedded', '--workers', '1', ...args],
    {
      reject: false,
      cwd: folder,
    },
  );

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function refused(what: RegExp, ...args: string[]): Promise<void> {
  const { exitCode, stderr, stdout } = await prove(...args);
  assert.match(stderr, what);
  assert.equal(exitCode, 2, stderr);
  assert.equal(stdout, '');
}

describe('ariadne prove', () => {
  it('proves a file, writes it completed, and exits with 0', async () => {
    const path = write('easy.lean', 'theorem t (a b : Nat) : a + b = b + a := by\n  sorry\n');
    const { exitCode, stdout, stderr } = await prove(path);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /1 of 1 proved/);
    const completed = readFileSync(join(folder, 'easy.proved.lean'), 'utf8');
    assert.doesNotMatch(completed, /sorry/);
    assert.match(completed, /^theorem t \(a b : Nat\) : a \+ b = b \+ a := by\n {2}\S/);
  });

  it('leaves what it cannot prove as it is, byte for byte, and exits with 1', async () => {
    const text = '-- αβγ\r\ntheorem wrong : 1 = 2 := by  sorry  -- no\r\n';
    const path = write('wrong.lean', text);
    const { exitCode } = await prove(path, '--expansions', '2', '--seconds', '20');
    assert.equal(exitCode, 1);
    assert.equal(readFileSync(join(folder, 'wrong.proved.lean'), 'utf8'), text);
  });

  it('prints one JSON object a line for programs', async () => {
    const path = write('json.lean', 'theorem t : 1 + 1 = 2 := by sorry\n');
    const { stdout } = await prove(path, '--json');
    const events = stdout.split('\n').map((line) => JSON.parse(line));
    const finished = events.find((event) => event.event === 'declaration-finished');
    assert.equal(finished.result, 'proved');
    assert.equal(typeof finished.scripts[0], 'string');
    assert.deepEqual(events.at(-1), {
      event: 'finished',
      proved: 1,
      total: 1,
      files: [join(folder, 'json.proved.lean')],
    });
  });

  it('proves only the theorems that are named', async () => {
    const path = write('two.lean', 'theorem A.one : True := by sorry\ntheorem two : True := by sorry\n');
    const { stdout } = await prove(path, '--theorem', 'one', '--out', join(folder, 'two.out.lean'));
    assert.match(stdout, /1 of 1 proved/);
    assert.match(readFileSync(join(folder, 'two.out.lean'), 'utf8'), /theorem two : True := by sorry/);
  });

  it('says that a file does not exist', () => refused(/missing\.lean does not exist/, join(folder, 'missing.lean')));
  it('says that a folder is no file', () => refused(/is a folder/, folder));
  it('says that a file is not UTF-8', () =>
    refused(/not UTF-8/, write('latin.lean', new Uint8Array([0x2d, 0x2d, 0xe9, 0x0a]))));
  it('gives the line and column of a syntax error as Lean does', () =>
    refused(/syntax\.lean:2:\d+: /, write('syntax.lean', 'theorem a : 1 = 1 := rfl\ntheorem := sorry\n')));
  it('names an import that does not exist', () =>
    refused(/Nowhere/, write('import.lean', 'import Nowhere\ntheorem a : 1 = 1 := sorry\n')));
  it('says that there is no sorry to fill', () =>
    refused(/no `sorry`/, write('done.lean', 'theorem a : 1 = 1 := rfl\n')));
  it('gives the nearest names for a theorem that is not there', () =>
    refused(
      /nearest names are add_zero/,
      write('names.lean', 'theorem add_zero : 1 = 1 := sorry\n'),
      '--theorem',
      'add_zeroo',
    ));
  it('refuses an option that it does not know', () => refused(/Unknown argument/, write('x.lean', ''), '--bogus'));
});
