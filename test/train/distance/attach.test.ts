import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readDescription } from '../../../src/generator/onnx/model/config.ts';
import { loadModel } from '../../../src/generator/onnx/model/load.ts';
import { stateValue } from '../../../src/generator/onnx/model/remaining.ts';
import { readModel, writeModel } from '../../../src/onnx/file.ts';
import { withHead } from '../../../src/train/distance/attach.ts';
import { readFeatures } from '../../../src/train/distance/features.ts';
import { headParameters } from '../../../src/train/distance/head.ts';
import { scoresOf } from '../../../src/train/distance/judge.ts';
import { normalValues } from '../../../src/train/model/parameters.ts';
import { temporaryFolder } from '../../generator/models/folder.ts';
import { writeExportedFolder, writeOwnFolder } from './models.ts';

const sizes = { width: 32, inner: 16 };
const weights = new Map(
  headParameters(sizes).map(({ name, dims }, key) => [name, normalValues(dims[0]! * (dims[1] ?? 1), 1, key)]),
);
const prompts = [
  [1, 2, 3],
  [9, 8, 7, 6, 5, 4, 3],
  [5, 4],
];

for (const [name, write] of [
  ['a model of our own', writeOwnFolder],
  ['a model from elsewhere', writeExportedFolder],
] as const) {
  test(`as it is served, a head of ${name} says of each prompt of a batch what it says in training`, async (t) => {
    const folder = await temporaryFolder(t);
    await write(folder);
    const path = join(folder, 'model.onnx');
    const model = await readModel(path);
    assert.ok(model.ok);
    const features = await readFeatures(model.value, path, prompts, new AbortController().signal);
    assert.ok(features.ok);
    const states = features.value.map((values) => ({ values, distance: 0 }));
    const expected = (await scoresOf(sizes, weights, states)).map(stateValue);

    const headed = withHead(model.value, sizes, weights, path);
    assert.ok(headed.ok);
    await writeModel(path, headed.value);
    const description = await readDescription(folder);
    assert.ok(description.ok);
    const decoder = await loadModel({ kind: 'one', decoder: path }, description.value, { provider: 'cpu', threads: 1 });
    assert.ok(decoder.ok);
    const { values } = await decoder.value.prefill(prompts);
    await decoder.value.close();
    assert.equal(new Set(expected.map((value) => value.toFixed(2))).size, prompts.length, 'the prompts are told apart');
    for (const [i, value] of expected.entries()) {
      assert.ok(Math.abs(value - values![i]!) < 1e-4, `prompt ${i}: ${values![i]} instead of ${value}`);
    }
  });
}
