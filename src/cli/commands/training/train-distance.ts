import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { Measure, TrainingEvent } from '../../../train/events.ts';
import {
  type DistanceOptions,
  type DistanceResult,
  defaultDistanceOptions,
  trainDistance,
} from '../../../train/index.ts';
import { printProblem } from '../../display/print-problem.ts';
import { interruptedExitCode, interruptSignal } from '../../interrupt.ts';

const defaults = defaultDistanceOptions;

const options = {
  model: { type: 'string', demandOption: true, describe: 'folder of the model that reads the states' },
  runs: {
    type: 'string',
    array: true,
    demandOption: true,
    describe: 'folders of runs on theorems of the split train; other theorems of theirs are left out',
  },
  out: { type: 'string', demandOption: true, describe: 'folder for the model with the head, checkpoints and metrics' },
  'held-out': {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'benchmarks of theorems that must not be trained on',
  },
  resume: { type: 'boolean', default: false, describe: 'go on from the last checkpoint in the folder' },
  inner: { type: 'number', default: defaults.inner, describe: "width of the head's hidden layer" },
  epochs: { type: 'number', default: defaults.epochs, describe: 'passes over the states' },
  steps: { type: 'number', describe: 'optimizer steps, in place of epochs' },
  'batch-states': { type: 'number', default: defaults.batchStates, describe: 'states at a time' },
  'learning-rate': { type: 'number', default: defaults.learningRate, describe: 'highest learning rate' },
  seed: { type: 'number', default: defaults.seed, describe: 'decides first weights and all orders' },
  'validation-share': {
    type: 'number',
    default: defaults.validationShare,
    describe: 'share of theorems kept for the validation loss',
  },
  'validate-every': { type: 'number', default: defaults.validateEvery, describe: 'steps between validations' },
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options>;

export const trainDistanceCommand: CommandModule<object, Arguments> = {
  command: 'train-distance',
  describe: 'train a head of a model that foresees how many steps are left to a proof',
  builder: (yargs) =>
    yargs
      .options(options)
      .example('$0 train-distance --model models/small --runs runs/iterate/round-*/search/* --out far', 'on searches'),
  handler: async (args) => {
    const signal = interruptSignal();
    const result = await trainDistance(settings(args), { now: () => Date.now(), signal, report: print });
    if (!result.ok) return printProblem(result.error);
    const { reason, step, seconds } = result.value;
    console.log(`${args.out}: ${reason} after ${step} steps, ${(seconds / 60).toFixed(1)} minutes`);
    printForesight(result.value);
    if (reason === 'stopped') process.exitCode = interruptedExitCode;
  },
};

const settings = (args: Arguments): DistanceOptions => ({
  ...defaults,
  model: args.model,
  runs: args.runs,
  out: args.out,
  heldOut: args['held-out'],
  resume: args.resume,
  inner: args.inner,
  epochs: args.epochs,
  ...(args.steps !== undefined && { steps: args.steps }),
  batchStates: args['batch-states'],
  learningRate: args['learning-rate'],
  seed: args.seed,
  validationShare: args['validation-share'],
  validateEvery: args['validate-every'],
});

function print(event: TrainingEvent<Measure>): void {
  if (event.kind === 'begun') {
    const { examples, validationExamples, leftOut, tooLong } = event;
    console.log(`${examples} states to train on, ${validationExamples} to validate on`);
    console.log(`${leftOut} left out as held out, ${tooLong} as too long`);
  } else if (event.kind === 'validation') {
    console.log(`step ${event.step}  validation loss ${event.loss.toFixed(4)}${event.best ? '  best' : ''}`);
  }
}

function printForesight({ foresight }: DistanceResult): void {
  if (foresight === undefined) return;
  const { loss, constantLoss, accuracy, constantAccuracy, ranking } = foresight;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  console.log(`loss      ${loss.toFixed(4)}, without looking at the states ${constantLoss.toFixed(4)}`);
  console.log(`accuracy  ${percent(accuracy)}, without looking ${percent(constantAccuracy)}`);
  console.log(`ranking   ${percent(ranking)} of provable states above others`);
}
