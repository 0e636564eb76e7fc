import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { isWithin, pathInside } from '../../src/store/inside.ts';

const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'ariadne-inside-')));
after(() => rmSync(temporary, { recursive: true, force: true }));
const folder = join(temporary, 'out');
const outside = join(temporary, 'outside');
mkdirSync(join(folder, 'real', 'deep'), { recursive: true });
mkdirSync(outside);
writeFileSync(join(outside, 'file'), '');
symlinkSync(outside, join(folder, 'way-out'));
symlinkSync('../..', join(folder, 'real', 'up'));
symlinkSync('deep', join(folder, 'real', 'within'));
symlinkSync(join(outside, 'nothing-there'), join(folder, 'real', 'nowhere'));
symlinkSync(join(outside, 'file'), join(folder, 'linked.lean'));

describe('a path that data names', () => {
  for (const name of [
    'A.lean',
    'Sub/Deep/A.lean',
    'Ω/«1».lean',
    'a..b',
    '..a/b',
    '.hidden',
    'console.lean',
    'real/within/x',
  ]) {
    it(`may be ${name}`, async () => {
      assert.deepEqual(await pathInside(folder, name), { ok: true, value: join(folder, ...name.split('/')) });
    });
  }

  it('keeps what Lean takes in a name and Windows does not', async () => {
    const path = await pathInside(folder, 'List.getElem?_nil.lean');
    assert.deepEqual(path, { ok: true, value: join(folder, 'List.getElem%3f_nil.lean') });
  });

  const refused: Record<string, string> = {
    'the folder itself': '.',
    nothing: '',
    'the folder above': '..',
    'a path that climbs': '../../etc/cron.d/x',
    'a path that climbs later': 'a/../../x',
    'a path that climbs and comes back': '../out/x',
    'an absolute path': '/etc/passwd',
    'two slashes': '//host/share',
    'a drive': 'C:/x',
    'a path on a drive': 'C:x',
    'a backslash that climbs': '..\\..\\x',
    'a share': '\\\\host\\share\\x',
    'a stream of a file': 'x:stream',
    NUL: 'a\0.lean',
    'a line break': 'a\nb',
    'an escape sequence': '\u001b]0;title\u0007',
    'a turn of the direction of writing': 'a\u202enael.',
    'half of a pair': 'a\ud800',
    'a device': 'NUL',
    'a device with an ending': 'sub/con.lean',
    'a device with a number': 'lpt1.txt',
    'a device with a raised number': 'COM¹',
    'a console': 'CONIN$',
    'a dot at the end, which Windows drops': 'a/b.',
    'a space at the end, which Windows drops': '.. /x',
    'a name that no file system takes': 'x'.repeat(256),
    'a path that no system takes': 'x/'.repeat(600),
    'a link out of the folder': 'way-out/x',
    'a link upward': 'real/up/x',
    'a link that is not there yet at its other end': 'real/nowhere/x',
    'a file that is a link': 'linked.lean',
  };
  for (const [what, name] of Object.entries(refused)) {
    it(`may not be ${what}`, async () => {
      const path = await pathInside(folder, name);
      assert.ok(!path.ok, `got ${JSON.stringify(path)}`);
      assert.equal(path.error.code, 'unsafe-path');
      assert.doesNotMatch(path.error.message, /[\p{Cc}\p{Bidi_Control}]/u);
    });
  }

  it('is below the folder, whatever the name', async () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', '/', '\\', 'a', 'way-out', 'C:', '\0'),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        const path = await pathInside(folder, parts.join('/'));
        if (!path.ok) return;
        const way = relative(folder, path.value);
        assert.ok(way !== '' && !isAbsolute(way) && !way.split(/[\\/]/).includes('..'), way);
      }),
    );
  });
});

describe('a real path is within another', () => {
  it('where it is below it or the same', () => {
    assert.ok(isWithin('/a/b', '/a/b'));
    assert.ok(isWithin('/a/b', '/a/b/..c'));
  });
  it('but not where it is above or beside it', () => {
    assert.ok(!isWithin('/a/b', '/a'));
    assert.ok(!isWithin('/a/b', '/a/bc'));
  });
});
