import { fileURLToPath } from 'node:url';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import { coreLibrary } from '../../../data/library/core-library.ts';
import { PremiseIndex } from '../../../premises/index.ts';
import type { TrainingEvent } from '../../../train/events.ts';
import { type ComparisonQuality, defaultRetrieverOptions, trainRetriever } from '../../../train/index.ts';
import { weightTypes } from '../../../train/model/storage.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptedExitCode, interruptSignal } from '../../interrupt.ts';

const shipped = (path: string): string => fileURLToPath(new URL(`../../../../models/${path}`, import.meta.url));
const defaults = defaultRetrieverOptions;

const options = {
  data: {
    type: 'string',
    array: true,
    default: [shipped('premises/labels.jsonl.gz')],
    describe: 'JSONL of labels: states, and the premises that their proofs use',
  },
  out: { type: 'string', demandOption: true, describe: 'folder for the model, its checkpoints and metrics' },
  'held-out': {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'benchmarks of theorems that must not be trained on; without any, labels of the split train are',
  },
  resume: { type: 'boolean', default: false, describe: 'go on from the last checkpoint in the folder' },
  hidden: { type: 'number', default: defaults.width, describe: 'width of the embeddings' },
  epochs: { type: 'number', default: defaults.epochs, describe: 'passes over the labels' },
  steps: { type: 'number', describe: 'optimizer steps, in place of epochs' },
  'batch-states': { type: 'number', default: defaults.batchStates, describe: 'states that are compared at a time' },
  'hard-negatives': {
    type: 'number',
    default: defaults.hardNegatives,
    describe: 'unused premises of the same namespace for each state',
  },
  'learning-rate': { type: 'number', default: defaults.learningRate, describe: 'highest learning rate' },
  seed: { type: 'number', default: defaults.seed, describe: 'decides first weights and all orders' },
  'validate-every': { type: 'number', default: defaults.validateEvery, describe: 'steps between validations' },
  'weight-type': { choices: weightTypes, default: defaults.weightType, describe: 'how weights are stored' },
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options>;

export const trainRetrieverCommand: CommandModule<object, Arguments> = {
  command: 'train-retriever',
  describe: 'train an encoder that finds premises, on what proofs use',
  builder: (yargs) =>
    yargs
      .options(options)
      .example('$0 train-retriever --out retriever', 'on the labels of the core library')
      .example('$0 eval-premises --model retriever', 'what it finds'),
  handler: async (args) => {
    const signal = interruptSignal();
    const { premises, imports } = coreLibrary();
    const environment = { now: () => Date.now(), signal, report: print };
    const result = await trainRetriever(settings(args), new PremiseIndex(premises, imports), environment);
    if (!result.ok) return printProblem(result.error);
    const { reason, step, seconds } = result.value;
    console.log(`${args.out}: ${reason} after ${step} steps, ${(seconds / 60).toFixed(1)} minutes`);
    if (reason === 'stopped') process.exitCode = interruptedExitCode;
  },
};

const settings = (args: Arguments) => ({
  ...defaults,
  labels: args.data,
  out: args.out,
  heldOut: args['held-out'],
  resume: args.resume,
  width: args.hidden,
  epochs: args.epochs,
  ...(args.steps !== undefined && { steps: args.steps }),
  batchStates: args['batch-states'],
  hardNegatives: args['hard-negatives'],
  learningRate: args['learning-rate'],
  seed: args.seed,
  validateEvery: args['validate-every'],
  weightType: args['weight-type'],
});

const interval = 20;

function print(event: TrainingEvent<ComparisonQuality>): void {
  if (event.kind === 'begun') {
    const { examples, validationExamples, leftOut, totalSteps } = event;
    console.log(
      `${examples} labels to train on, ${validationExamples} to validate on, ${leftOut} left out as held out`,
    );
    console.log(`${(event.parameters / 1e6).toFixed(2)} million parameters, ${totalSteps} steps`);
  } else if (event.kind === 'step' && event.step % interval === 0) {
    console.log(`step ${event.step}  loss ${event.loss.toFixed(4)}`);
  } else if (event.kind === 'validation') {
    console.log(`step ${event.step}  validation loss ${event.loss.toFixed(4)}${event.best ? '  best' : ''}`);
  }
}
