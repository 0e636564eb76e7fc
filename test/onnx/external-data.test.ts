import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readModel } from '../../src/onnx/file.ts';
import { encodeModel, type TensorProto } from '../../src/onnx/proto.ts';
import { float32, tensorFromProto, tensorToProto } from '../../src/onnx/tensor.ts';

const folder = mkdtempSync(join(tmpdir(), 'ariadne-external-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const weights = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
const write = (path: string, bytes: Uint8Array) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
};
write('secret', weights);
write('model/weights', weights);
write('model/sub/weights', weights);
symlinkSync('../secret', join(folder, 'model/link'));
symlinkSync('..', join(folder, 'model/up'));
symlinkSync('weights', join(folder, 'model/inside'));
const cache = 'hub/models--owner--name';
write(`${cache}/blobs/0a1b`, weights);
write('hub/models--owner--other/blobs/secret', weights);
mkdirSync(join(folder, cache, 'snapshots/1234/onnx'), { recursive: true });
symlinkSync('../../../blobs/0a1b', join(folder, cache, 'snapshots/1234/onnx/model.onnx_data'));
symlinkSync('../../../../models--owner--other/blobs/secret', join(folder, cache, 'snapshots/1234/onnx/other'));

/** Reads a model whose only tensor lies at a location, as the model says. */
async function read(inFolder: string, location: string, length = '16', offset = '0') {
  const { rawData: _, ...tensor } = tensorToProto('w', float32([4], [0, 0, 0, 0]));
  const external: TensorProto = {
    ...tensor,
    dataLocation: 1,
    externalData: Object.entries({ location, offset, length }).map(([key, value]) => ({ key, value })),
  };
  const path = join(inFolder, 'model.onnx');
  const graph = { name: 'g', node: [], initializer: [external], input: [], output: [], valueInfo: [] };
  write(path, encodeModel({ irVersion: 8, metadataProps: [], opsetImport: [{ domain: '', version: 17 }], graph }));
  return readModel(join(folder, path));
}

describe('weights outside the file of a model', () => {
  for (const [inFolder, location] of [
    ['model', 'weights'],
    ['model', 'sub/weights'],
    ['model', 'inside'],
    [`${cache}/snapshots/1234/onnx`, 'model.onnx_data'],
  ] as const) {
    it(`are read from ${location} in ${inFolder}`, async () => {
      const model = await read(inFolder, location);
      assert.ok(model.ok, JSON.stringify(model));
      const tensor = tensorFromProto(model.value.graph.initializer[0]!);
      assert.ok(tensor.ok);
      assert.deepEqual([...tensor.value.data], [1, 2, 3, 4]);
    });
  }

  for (const [what, inFolder, location] of [
    ['above', 'model', '../secret'],
    ['at an absolute path', 'model', join(folder, 'secret')],
    ['behind a link', 'model', 'link'],
    ['behind a link to a folder', 'model', 'up/secret'],
    ['in the blobs of another model', `${cache}/snapshots/1234/onnx`, 'other'],
    ['in a device', 'model', '/dev/zero'],
    ['nowhere', 'model', ''],
    ['in a name with NUL', 'model', 'weights\0'],
  ] as const) {
    it(`are not read from ${what}`, async () => {
      const model = await read(inFolder, location);
      assert.ok(!model.ok);
      assert.equal(model.error.code, 'invalid-onnx');
      assert.match(model.error.message, /tensor 'w' (lies outside|is no file|cannot be read)/);
    });
  }

  for (const [length, offset] of [
    ['17', '0'],
    ['16', '1'],
    ['1e15', '0'],
    ['-1', '0'],
    ['x', '0'],
    ['4', '-4'],
  ]) {
    it(`are not read as ${length} bytes from ${offset} on where the file has 16`, async () => {
      const model = await read('model', 'weights', length, offset);
      assert.ok(!model.ok);
      assert.match(model.error.message, /the file has 16 bytes/);
    });
  }
});
