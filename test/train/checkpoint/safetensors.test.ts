import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { readSafetensors, type StoredTensors, writeSafetensors } from '../../../src/train/checkpoint/safetensors.ts';
import { temporaryFolder } from '../training.ts';

const stored: StoredTensors = {
  tensors: new Map([
    ['a', { dims: [2, 2], data: Float32Array.of(1, -2, 3.5, Number.NaN) }],
    ['b.weight', { dims: [], data: Float32Array.of(7) }],
  ]),
  metadata: { progress: '{"step":3}' },
};

test('tensors and metadata come back as they were', async (t) => {
  const path = join(await temporaryFolder(t), 'x.safetensors');
  assert.ok((await writeSafetensors(path, stored)).ok);
  const read = await readSafetensors(path);
  assert.ok(read.ok);
  assert.deepEqual(read.value, stored);
});

test('the header is JSON with types, shapes and offsets', async (t) => {
  const path = join(await temporaryFolder(t), 'x.safetensors');
  await writeSafetensors(path, stored);
  const bytes = await readFile(path);
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE(0))));
  assert.deepEqual(header.a, { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] });
  assert.deepEqual(header['b.weight'], { dtype: 'F32', shape: [], data_offsets: [16, 20] });
});

test('a file that was cut off is a problem', async (t) => {
  const path = join(await temporaryFolder(t), 'x.safetensors');
  await writeSafetensors(path, stored);
  for (const length of [(await readFile(path)).length - 1, 20, 3]) {
    await truncate(path, length);
    const read = await readSafetensors(path);
    assert.equal(!read.ok && read.error.code, 'invalid-checkpoint', `${length} bytes`);
  }
});

test('where the disk takes no more, the problem says so and nothing half written stays', async (t) => {
  const folder = await temporaryFolder(t);
  const module = new URL('../../../src/train/checkpoint/safetensors.ts', import.meta.url).href;
  const script = `
    const { writeSafetensors } = await import(${JSON.stringify(module)});
    const tensors = new Map([['a', { dims: [100000], data: new Float32Array(100000) }]]);
    const result = await writeSafetensors(${JSON.stringify(join(folder, 'x.safetensors'))}, { tensors, metadata: {} });
    console.log(JSON.stringify(result));`;
  // The limit on the size of a file stands in for a full disk: the same call fails in the same place.
  const limited = `ulimit -f 64; exec "$0" --input-type=module -e "$1"`;
  const { stdout } = await promisify(execFile)('bash', ['-c', limited, process.execPath, script]);
  assert.equal(JSON.parse(stdout).error.code, 'disk-full');
  assert.deepEqual(await readdir(folder), []);
});
