import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { readModel, writeModel } from '../../src/onnx/file.ts';
import { GraphBuilder } from '../../src/onnx/graph.ts';
import { decodeModel, encodeModel } from '../../src/onnx/proto.ts';
import { float32, tensorFromProto } from '../../src/onnx/tensor.ts';

/** y = softmax(x · w + 1), with w = [[1, 2], [3, 4]]. */
function affine(): GraphBuilder {
  const graph = new GraphBuilder({ name: 'affine' });
  const x = graph.input('x', 'float32', ['rows', 2]);
  const w = graph.initializer('w', float32([2, 2], [1, 2, 3, 4]));
  const sum = graph.op('Add', [graph.op('MatMul', [x, w]), graph.float(1)]);
  graph.output(graph.op('Softmax', [sum], { axis: { int: -1 } }), 'y');
  return graph;
}

async function runAffine(model: Uint8Array): Promise<number[]> {
  const session = await InferenceSession.create(model);
  const { y } = await session.run({ x: new Tensor('float32', [1, 1], [1, 2]) });
  return Array.from(y!.data as Float32Array);
}

test('a written graph runs in onnxruntime and computes what its nodes say', async () => {
  const [a, b] = await runAffine(encodeModel(affine().toModel()));
  const expected = 1 / (1 + Math.exp(2));
  assert.ok(Math.abs(a! - expected) < 1e-6 && Math.abs(b! - (1 - expected)) < 1e-6, `${a} ${b}`);
});

test('a graph that was read and written again computes the same', async () => {
  const bytes = encodeModel(affine().toModel());
  const model = decodeModel(bytes);
  assert.ok(model.ok);
  const builder = GraphBuilder.from(model.value.graph);
  assert.ok(builder.ok);
  assert.deepEqual(await runAffine(encodeModel(builder.value.toModel())), await runAffine(bytes));
});

test('shapes are inferred through named lengths', () => {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', ['batch', 'time', 8]);
  const split = graph.op('Reshape', [x, graph.int([0, 0, 2, 4])]);
  const heads = graph.op('Transpose', [split], { perm: { ints: [0, 2, 1, 3] } });
  const keys = graph.op('Transpose', [split], { perm: { ints: [0, 2, 3, 1] } });
  assert.deepEqual(graph.shapeOf(graph.op('MatMul', [heads, keys])), ['batch', 2, 'time', 'time']);
  const rows = graph.op('Gather', [x, graph.input('i', 'int64', ['n'])], { axis: { int: 1 } });
  assert.deepEqual(graph.shapeOf(graph.op('ReduceSum', [rows, graph.int([-1])])), ['batch', 'n', 1]);
});

test('bytes that are no model are a problem that names the file', () => {
  const model = decodeModel(new TextEncoder().encode('version https://git-lfs.github.com/spec/v1'), 'm.onnx');
  assert.ok(!model.ok);
  assert.equal(model.error.code, 'invalid-onnx');
  assert.equal(model.error.where?.file, 'm.onnx');
});

test('initializers in an external data file are read from it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'ariadne-onnx-'));
  t.after(() => rm(folder, { recursive: true }));
  const model = affine().toModel();
  const externalData = Object.entries({ location: 'w.bin', offset: '4', length: '16' });
  const initializer = model.graph!.initializer.map(({ rawData, ...tensor }) =>
    tensor.name !== 'w'
      ? { ...tensor, ...(rawData && { rawData }) }
      : { ...tensor, dataLocation: 1, externalData: externalData.map(([key, value]) => ({ key, value })) },
  );
  await writeModel(join(folder, 'model.onnx'), { ...model, graph: { ...model.graph!, initializer } });
  await writeFile(join(folder, 'w.bin'), new Uint8Array(Float32Array.of(9, 1, 2, 3, 4).buffer));
  const read = await readModel(join(folder, 'model.onnx'));
  assert.ok(read.ok);
  const w = tensorFromProto(read.value.graph.initializer.find(({ name }) => name === 'w')!);
  assert.ok(w.ok);
  assert.deepEqual(Array.from(w.value.data as Float32Array), [1, 2, 3, 4]);
});

test('external data outside the folder of the model is refused', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'ariadne-onnx-'));
  t.after(() => rm(folder, { recursive: true }));
  const model = affine().toModel();
  const initializer = model.graph!.initializer.map((tensor) => ({
    ...tensor,
    dataLocation: 1,
    externalData: [{ key: 'location', value: '../secret.bin' }],
  }));
  await writeModel(join(folder, 'model.onnx'), { ...model, graph: { ...model.graph!, initializer } });
  const read = await readModel(join(folder, 'model.onnx'));
  assert.ok(!read.ok);
  assert.match(read.error.message, /outside the folder/);
});
