import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { ParcelCache, SafePath, sendFolder } from '../../../src/eval/queue/parcels/folder.ts';
import { placeOfProject, projectSources } from '../../../src/eval/queue/worker/project-sources.ts';
import { temporaryFolder } from '../scripted.ts';
import { noRedis, RedisServer } from './redis-server.ts';
import { connect } from './scripted-work.ts';

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a path that comes from a run', () => {
  it('is one below a folder, or refused', () => {
    for (const path of ['model.onnx', 'onnx/model.onnx_data', 'a/b/c.lean', 'Über Größe/ℝ.lean', '.hidden', 'a..b']) {
      assert.ok(SafePath.safeParse(path).success, path);
    }
    const hostile = [
      ...[
        '',
        '/',
        '/etc/passwd',
        '..',
        '../x',
        'a/../../x',
        'a/..',
        './x',
        'a//b',
        'a/',
        'C:\\x',
        'C:x',
        '\\\\host\\x',
      ],
      ...['a\\..\\x', 'file:stream', 'nul', 'CON.txt', 'a/aux', 'x\0y', 'x\ny', 'x.', 'x ', ' x', '*', 'a|b', '~\x7f'],
    ];
    for (const path of hostile) assert.ok(!SafePath.safeParse(path).success, JSON.stringify(path));
  });

  it('never leads out of its folder, whatever it is', () => {
    const piece = fc.constantFrom('..', '.', '', 'a', '/', '\\', 'C:', '\0', '...', '~', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const path = pieces.join('/');
        if (!SafePath.safeParse(path).success) return;
        assert.ok(join('/cache/folder', path).startsWith('/cache/folder/'));
        assert.equal(join('/cache/folder', path), `/cache/folder/${path}`);
      }),
    );
  });
});

describe('parcels', { skip: noRedis, timeout: 60_000 }, () => {
  let redis: RedisServer;
  let lanes: Awaited<ReturnType<typeof connect>>;
  before(async () => {
    redis = await RedisServer.start();
    lanes = await connect(redis.url());
  });
  after(async () => {
    await lanes?.[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
  });

  it('come out as they went in, however large', async () => {
    for (const size of [0, 1, 2 ** 20 - 1, 2 ** 20, 3 * 2 ** 20 + 17]) {
      const bytes = randomBytes(size);
      const hash = await lanes.parcels.put(bytes);
      assert.equal(hash, hashOf(bytes));
      assert.deepEqual(await lanes.parcels.get(hash), bytes);
    }
  });

  it('are written once, and again where a chunk is missing', async () => {
    const { redis: client } = lanes.connection;
    const bytes = randomBytes(2 ** 21);
    const hash = await lanes.parcels.put(bytes);
    const sent = async () => Number(/total_net_input_bytes:(\d+)/.exec(await client.info('stats'))?.[1]);
    const before = await sent();
    await lanes.parcels.put(bytes);
    assert.ok((await sent()) - before < 10_000, 'the bytes were sent again');
    await client.del(lanes.connection.key('parcel', hash, '1'));
    assert.equal(await lanes.parcels.get(hash), undefined);
    await lanes.parcels.put(bytes);
    assert.deepEqual(await lanes.parcels.get(hash), bytes);
  });

  it('that were tampered with are none', async () => {
    const { redis: client } = lanes.connection;
    const hash = await lanes.parcels.put(Buffer.from('exact rfl'));
    await client.set(lanes.connection.key('parcel', hash, '0'), 'exact foo');
    assert.equal(await lanes.parcels.get(hash), undefined);
    await client.hset(lanes.connection.key('parcel', hash), 'chunks', '-3');
    assert.equal(await lanes.parcels.get(hash), undefined);
  });

  it('bring a folder over, file by file, and once', async () => {
    await using here = await temporaryFolder();
    await using cache = await temporaryFolder();
    const files: Record<string, Buffer> = {
      'model.onnx': randomBytes(2 ** 21),
      'onnx/weights': randomBytes(100),
      empty: Buffer.alloc(0),
    };
    for (const [path, bytes] of Object.entries(files)) {
      await mkdir(dirname(join(here.path, path)), { recursive: true });
      await writeFile(join(here.path, path), bytes);
    }
    await writeFile(join(here.path, 'notes'), 'not asked for');
    const sent = await sendFolder(lanes.parcels, here.path, Object.keys(files));
    assert.ok(sent.ok);
    const there = new ParcelCache(lanes.parcels, cache.path);
    // Two jobs of one worker want it at the same moment.
    const [folder, same] = await Promise.all([there.folder(sent.value, 'small'), there.folder(sent.value, 'small')]);
    assert.equal(folder, same);
    const arrived = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    assert.deepEqual(arrived.map(({ name }) => name).toSorted(), ['empty', 'model.onnx', 'weights']);
    for (const [path, bytes] of Object.entries(files)) assert.deepEqual(await readFile(join(folder, path)), bytes);
    await lanes.connection.redis.flushall();
    assert.equal(await new ParcelCache(lanes.parcels, cache.path).folder(sent.value, 'small'), folder);
  });

  it('bring over what a Lake project is built from, and nothing that was built', async () => {
    await using here = await temporaryFolder();
    const files = ['lakefile.toml', 'lean-toolchain', 'P.lean', 'P/A.lean', '.lake/packages/q/Q.lean'];
    const others = [
      'README.md',
      '.git/x.lean',
      '.lake/build/lib/P.olean',
      '.lake/packages/q/build/Q.lean',
      'P/A.olean',
    ];
    for (const path of [...files, ...others]) {
      await mkdir(dirname(join(here.path, path)), { recursive: true });
      await writeFile(join(here.path, path), path);
    }
    assert.deepEqual(await projectSources(here.path, true), files.toSorted());
    const own = await projectSources(here.path, false);
    assert.deepEqual(own, files.filter((path) => !path.startsWith('.lake')).toSorted());
    const sent = await sendFolder(lanes.parcels, here.path, own);
    assert.ok(sent.ok);
    const cache = new ParcelCache(lanes.parcels, join(here.path, 'cache'));
    const place = (native: boolean, checkout?: string) =>
      placeOfProject({ hash: sent.value, files: ['P/A.lean'] }, cache, { native, checkout });
    const fetched = await place(false);
    assert.ok(fetched.ok);
    assert.equal(await readFile(fetched.value.files[0]!, 'utf8'), 'P/A.lean');
    assert.equal((await place(true)).ok, false, 'a native Lean needs a project that was built');
    const built = await place(true, fetched.value.cwd);
    assert.ok(built.ok);
    await writeFile(join(fetched.value.cwd, 'P.lean'), 'changed');
    const changed = await place(true, fetched.value.cwd);
    assert.match(changed.ok ? '' : changed.error, /are not those of this run$/);
  });

  it('leave the cache of a worker when nobody has needed them for long', async () => {
    await using folder = await temporaryFolder();
    const cache = new ParcelCache(lanes.parcels, folder.path);
    const [old, used] = await Promise.all([
      lanes.parcels.put(Buffer.from('old')),
      lanes.parcels.put(Buffer.from('used')),
    ]);
    await Promise.all([cache.bytes(old), cache.bytes(used)]);
    const long = new Date(Date.now() - 10_000);
    for (const hash of [old, used]) await utimes(join(folder.path, 'parcels', hash), long, long);
    await cache.bytes(used);
    await cache.prune(5_000);
    assert.deepEqual(await readdir(join(folder.path, 'parcels')), [used]);
  });

  it('of a folder with names that lead elsewhere leave nothing behind', async () => {
    await using cache = await temporaryFolder();
    const there = new ParcelCache(lanes.parcels, join(cache.path, 'inside'));
    await mkdir(join(cache.path, 'inside'));
    const hash = await lanes.parcels.put(Buffer.from('owned'));
    const lists = [
      [{ path: '../../../owned', hash }],
      [{ path: '/tmp/owned', hash }],
      [
        { path: 'a', hash },
        { path: 'a/b', hash },
      ],
      [
        { path: 'A', hash },
        { path: 'a', hash },
      ],
      [{ path: 'ok', hash: '../../owned' }],
      'no list',
    ];
    for (const list of lists) {
      const folder = await lanes.parcels.put(Buffer.from(JSON.stringify(list)));
      await assert.rejects(there.folder(folder, 'model'), /out of its folder|one place|regex|pattern|array/i);
    }
    const good = await lanes.parcels.put(Buffer.from(JSON.stringify([{ path: 'x', hash }])));
    for (const name of ['..', '../x', 'a/b', '']) assert.throws(() => there.folder(good, name));
    assert.throws(() => there.folder('../../etc', 'model'));
    assert.deepEqual(await readdir(cache.path), ['inside']);
    assert.deepEqual((await readdir(join(cache.path, 'inside'))).toSorted(), ['parcels']);
  });

  it('follow links where the coordinator reads, and make none where a worker writes', async () => {
    await using here = await temporaryFolder();
    await using cache = await temporaryFolder();
    // The cache of the Hugging Face hub is made of links.
    await writeFile(join(here.path, 'blob'), 'weights');
    await mkdir(join(here.path, 'snapshot'));
    await symlink('../blob', join(here.path, 'snapshot', 'model.onnx'));
    const sent = await sendFolder(lanes.parcels, join(here.path, 'snapshot'), ['model.onnx']);
    assert.ok(sent.ok);
    const folder = await new ParcelCache(lanes.parcels, cache.path).folder(sent.value, 'm');
    const [entry] = await readdir(folder, { withFileTypes: true });
    assert.ok(entry?.isFile());
    assert.equal(await readFile(join(folder, 'model.onnx'), 'utf8'), 'weights');
  });
});
