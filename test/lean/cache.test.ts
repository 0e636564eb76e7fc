import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { cacheFolder, makeFolder, pruneCache } from '../../src/lean/cache.ts';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'ariadne-cache-'));
});
afterEach(() => rmSync(cache, { recursive: true }));

describe('the cache folder', () => {
  it('is where ARIADNE_CACHE says', () => assert.equal(cacheFolder({ ARIADNE_CACHE: '/elsewhere' }), '/elsewhere'));
  it('is a folder for ariadne otherwise', () => assert.match(cacheFolder({}), /ariadne/));
});

describe('a folder made in the cache', () => {
  it('does not exist until it is complete', async () => {
    const folder = join(cache, 'made');
    await makeFolder(folder, async (temporary) => {
      writeFileSync(join(temporary, 'first'), '');
      assert.equal(existsSync(folder), false);
    });
    assert.deepEqual(readdirSync(folder), ['first']);
  });

  it('leaves nothing behind when filling it fails', async () => {
    const failing = makeFolder(join(cache, 'made'), () => Promise.reject(new Error('disk full')));
    await assert.rejects(failing, /disk full/);
    assert.deepEqual(readdirSync(cache), []);
  });

  it('replaces an older one', async () => {
    for (const text of ['old', 'new']) {
      await makeFolder(join(cache, 'made'), async (temporary) => writeFileSync(join(temporary, 'file'), text));
    }
    assert.equal(readFileSync(join(cache, 'made', 'file'), 'utf8'), 'new');
  });
});

describe('clearing the cache', () => {
  const hour = 3_600_000;
  const add = (name: string, age: number): void => {
    mkdirSync(join(cache, name));
    const then = new Date(Date.now() - age);
    utimesSync(join(cache, name), then, then);
  };

  it('keeps what is asked for, and the one that was used last', () => {
    for (const [name, age] of [
      ['s-mine', 9 * hour],
      ['s-recent', 1000],
      ['s-less-recent', 5000],
    ] as const)
      add(name, age);
    pruneCache(cache, 's-mine', 's-', hour);
    assert.deepEqual(readdirSync(cache).sort(), ['s-mine', 's-recent']);
  });

  it('removes what nobody has used for a while, and what was left half-made', () => {
    for (const [name, age] of [
      ['s-old', 2 * hour],
      ['s-half.123.tmp', 0],
      ['library', 9 * hour],
    ] as const)
      add(name, age);
    pruneCache(cache, 's-mine', 's-', hour);
    assert.deepEqual(readdirSync(cache), ['library']);
  });
});
