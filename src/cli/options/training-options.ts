import type { InferredOptionTypes, Options } from 'yargs';
import { weightTypes } from '../../train/model/storage.ts';
import { defaultOptions, type TrainingOptions } from '../../train/options.ts';

const { model } = defaultOptions;

/** Options of every command that trains: the sizes of the model, and how it is trained. */
export const trainingOptions = {
  hidden: { type: 'number', default: model.hidden, describe: 'width of the model' },
  layers: { type: 'number', default: model.layers, describe: 'number of layers' },
  heads: { type: 'number', default: model.heads, describe: 'attention heads' },
  'key-value-heads': { type: 'number', default: model.keyValueHeads, describe: 'heads of keys and values' },
  inner: { type: 'number', default: model.inner, describe: 'width of the gated MLP' },
  context: { type: 'number', default: model.context, describe: 'longest sequence in tokens' },
  merges: { type: 'number', default: defaultOptions.merges, describe: 'byte pairs that the tokenizer learns' },
  epochs: { type: 'number', default: defaultOptions.epochs, describe: 'passes over the dataset' },
  steps: { type: 'number', describe: 'optimizer steps, in place of epochs' },
  'step-tokens': { type: 'number', default: defaultOptions.stepTokens, describe: 'tokens per optimizer step' },
  'batch-tokens': { type: 'number', default: defaultOptions.batchTokens, describe: 'tokens at a time' },
  'learning-rate': { type: 'number', default: defaultOptions.learningRate, describe: 'highest learning rate' },
  'weight-decay': { type: 'number', default: defaultOptions.weightDecay, describe: 'decoupled weight decay' },
  seed: { type: 'number', default: defaultOptions.seed, describe: 'decides first weights and all orders' },
  'validation-share': {
    type: 'number',
    default: defaultOptions.validationShare,
    describe: 'share of theorems kept for the validation loss, where the dataset has no such split',
  },
  'validate-every': { type: 'number', default: defaultOptions.validateEvery, describe: 'steps between validations' },
  keep: { type: 'number', default: defaultOptions.keep, describe: 'checkpoints that are kept' },
  patience: { type: 'number', default: defaultOptions.patience, describe: 'validations without gain before it stops' },
  'weight-type': { choices: weightTypes, default: defaultOptions.weightType, describe: 'how weights are stored' },
} satisfies Record<string, Options>;

export type TrainingArguments = InferredOptionTypes<typeof trainingOptions>;

/** What the command line asks for, as options of `train`. */
export const trainingSettings = (
  args: TrainingArguments,
): Omit<TrainingOptions, 'data' | 'negatives' | 'out' | 'heldOut' | 'from' | 'resume'> => ({
  model: {
    hidden: args.hidden,
    layers: args.layers,
    heads: args.heads,
    keyValueHeads: args['key-value-heads'],
    inner: args.inner,
    context: args.context,
  },
  merges: args.merges,
  epochs: args.epochs,
  ...(args.steps !== undefined && { steps: args.steps }),
  stepTokens: args['step-tokens'],
  batchTokens: args['batch-tokens'],
  learningRate: args['learning-rate'],
  weightDecay: args['weight-decay'],
  seed: args.seed,
  validationShare: args['validation-share'],
  validateEvery: args['validate-every'],
  keep: args.keep,
  patience: args.patience,
  weightType: args['weight-type'],
});
