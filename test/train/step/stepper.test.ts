import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ModelConfig } from '../../../src/train/model/config.ts';
import { ownModel } from '../../../src/train/model/own.ts';
import { initialWeights, parametersOf } from '../../../src/train/model/parameters.ts';
import { makeBatch, type TokenizedStep } from '../../../src/train/step/batch.ts';
import { initialState } from '../../../src/train/step/state.ts';
import { Stepper } from '../../../src/train/step/stepper.ts';
import { defaultOptimizer, type OptimizerConfig } from '../../../src/train/step/update-graph.ts';
import { ReferenceAdamW } from '../reference/adamw.ts';
import { referenceLoss, referenceWeights } from '../reference/decoder.ts';

const grouped = ModelConfig.parse({
  vocab_size: 11,
  hidden_size: 8,
  intermediate_size: 12,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  head_dim: 4,
  max_position_embeddings: 16,
});

const steps: readonly TokenizedStep[] = [
  { input: [1, 5, 5, 2], output: [7, 0] },
  { input: [1, 9], output: [3, 4, 3, 0] },
  { input: [1], output: [0] },
];

/** Clipping and decay are strong here, so that a mistake in them would show within a few steps. */
const optimizer: OptimizerConfig = { ...defaultOptimizer, weightDecay: 0.5, maxNorm: 0.5 };

async function stepperOf(config: ModelConfig): Promise<Stepper> {
  const stepper = await Stepper.create(
    ownModel(config),
    optimizer,
    initialState(parametersOf(config), initialWeights(config, 3)),
  );
  assert.ok(stepper.ok);
  return stepper.value;
}

const targets = (batch: readonly TokenizedStep[]): number => batch.reduce((sum, { output }) => sum + output.length, 0);

for (const [what, config] of [
  ['grouped queries and tied embeddings', grouped],
  [
    'a head of keys for each query and an output layer of its own',
    ModelConfig.parse({ ...grouped, num_key_value_heads: 2, tie_word_embeddings: false }),
  ],
  ['one layer, one head', ModelConfig.parse({ ...grouped, num_hidden_layers: 1, num_attention_heads: 1, head_dim: 8 })],
] as const) {
  test(`with ${what}, the losses of six steps equal those of a plain float64 model and AdamW`, async () => {
    const parameters = parametersOf(config);
    const weights = referenceWeights(parameters, initialWeights(config, 3));
    const reference = new ReferenceAdamW(optimizer);
    const stepper = await stepperOf(config);
    for (let step = 1; step <= 6; step++) {
      const expected = referenceLoss(config, weights, steps);
      expected.backward();
      reference.update(parameters, weights, 0.02);
      const loss = (await stepper.accumulate(makeBatch(steps, 8, 0))) / targets(steps);
      await stepper.update(0.02, targets(steps));
      const error = Math.abs(loss - expected.value) / expected.value;
      assert.ok(error < 1e-3, `step ${step}: ${loss} instead of ${expected.value}`);
    }
    await stepper.close();
  });
}

test('steps gathered one by one make the same update as side by side', async () => {
  const [together, apart] = [await stepperOf(grouped), await stepperOf(grouped)];
  await together.accumulate(makeBatch(steps, 16, 0));
  for (const step of steps) await apart.accumulate(makeBatch([step], 6, 0));
  const norms = [await together.update(0.01, 7), await apart.update(0.01, 7)] as const;
  assert.ok(Math.abs(norms[0] - norms[1]) < 1e-5, `${norms}`);
  for (const [name, values] of together.state.tensors) {
    const other = apart.state.tensors.get(name)!;
    for (const [i, value] of values.entries()) assert.ok(Math.abs(value - other[i]!) < 1e-4, `${name}[${i}]`);
  }
});

test('a gradient of NaN changes nothing', async () => {
  const stepper = await stepperOf(grouped);
  const before = new Map(Array.from(stepper.state.tensors, ([name, values]) => [name, values.slice()]));
  stepper.state.tensors.get('model.norm.weight')![0] = Number.NaN;
  before.get('model.norm.weight')![0] = Number.NaN;
  assert.ok(Number.isNaN(await stepper.accumulate(makeBatch(steps, 8, 0))));
  assert.ok(Number.isNaN(await stepper.update(0.01, 7)));
  assert.deepEqual(stepper.state, { tensors: before, step: 0 });
});
