import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { TrainingResult } from '../train/events.ts';
import { weightTypes } from '../train/model/storage.ts';
import { defaultOptions, type TrainingOptions } from '../train/options.ts';
import { train } from '../train/trainer.ts';
import { interruptedExitCode, interruptSignal } from './interrupt.ts';
import { printProblem } from './print-problem.ts';
import { trainingDisplay } from './train-display.ts';

const { model } = defaultOptions;

const options = {
  data: {
    type: 'string',
    demandOption: true,
    describe: 'JSONL of proof steps ("input", "output", "theorem", "split")',
  },
  out: { type: 'string', demandOption: true, describe: 'folder for the model, its checkpoints and metrics' },
  'held-out': { type: 'string', describe: 'manifest of hashes of theorems that must not be trained on' },
  from: { type: 'string', describe: 'folder of a model to go on from' },
  resume: { type: 'boolean', default: false, describe: 'go on from the last checkpoint in the folder' },
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
    describe: 'share of theorems kept for validation, where the dataset has no such split',
  },
  'validate-every': { type: 'number', default: defaultOptions.validateEvery, describe: 'steps between validations' },
  keep: { type: 'number', default: defaultOptions.keep, describe: 'checkpoints that are kept' },
  patience: { type: 'number', default: defaultOptions.patience, describe: 'validations without gain before it stops' },
  'weight-type': { choices: weightTypes, default: defaultOptions.weightType, describe: 'how weights are stored' },
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options>;

function trainingOptions(args: Arguments): TrainingOptions {
  return {
    data: args.data,
    out: args.out,
    ...(args['held-out'] !== undefined && { heldOut: args['held-out'] }),
    ...(args.from !== undefined && { from: args.from }),
    resume: args.resume,
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
  };
}

export const trainCommand: CommandModule<object, Arguments> = {
  command: 'train',
  describe: 'Train a model on proof steps',
  builder: (yargs) => yargs.options(options),
  handler: async (args) => {
    const signal = interruptSignal();
    signal.addEventListener('abort', () => {
      process.stderr.write('\nStopping after this step; everything is saved. Go on with --resume.\n');
    });
    const report = trainingDisplay(process.stdout);
    const result = await train(trainingOptions(args), { now: () => Date.now(), signal, report });
    if (!result.ok) return printProblem(result.error);
    console.log(summary(result.value, args.out));
    if (result.value.reason === 'stopped') process.exitCode = interruptedExitCode;
  },
};

const reasons: Record<TrainingResult['reason'], string> = {
  finished: 'Finished',
  converged: 'Stopped early, as validation did not improve any more,',
  stopped: 'Stopped',
};

function summary({ reason, step, best, tokens, seconds }: TrainingResult, out: string): string {
  const model = best
    ? `the weights of step ${best.step} (validation loss ${best.loss.toFixed(4)})`
    : 'the last weights';
  const minutes = (seconds / 60).toFixed(1);
  return `${reasons[reason]} after ${step} steps, ${tokens} tokens, ${minutes} minutes. ${out} holds ${model}.`;
}
