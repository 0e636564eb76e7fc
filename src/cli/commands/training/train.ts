import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import type { TrainingResult } from '../../../train/events.ts';
import { train } from '../../../train/trainer.ts';
import { printProblem } from '../../display/print-problem.ts';
import { trainingDisplay } from '../../display/train-display.ts';
import { interruptedExitCode, interruptSignal } from '../../interrupt.ts';
import { trainingOptions, trainingSettings } from '../../options/training-options.ts';

const options = {
  data: {
    type: 'string',
    array: true,
    demandOption: true,
    describe: 'JSONL of proof steps ("input", "output", "theorem", "split"), or of theorems with their "steps"',
  },
  negatives: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'JSONL of tactics that led nowhere, which the model is taught not to write (`extract --negatives`)',
  },
  out: { type: 'string', demandOption: true, describe: 'folder for the model, its checkpoints and metrics' },
  'held-out': { type: 'string', describe: 'benchmark, or manifest of hashes, of theorems that must not be trained on' },
  from: { type: 'string', describe: 'folder of a model to go on from' },
  resume: { type: 'boolean', default: false, describe: 'go on from the last checkpoint in the folder' },
  ...trainingOptions,
} satisfies Record<string, Options>;

type Arguments = InferredOptionTypes<typeof options>;

export const trainCommand: CommandModule<object, Arguments> = {
  command: 'train',
  describe: 'train a next-tactic model on proof steps',
  builder: (yargs) =>
    yargs
      .options(options)
      .example('$0 train --data steps.jsonl --out model', 'a model of 5 million parameters')
      .example('$0 train --data steps.jsonl --out model --resume', 'the same, after Ctrl-C'),
  handler: async (args) => {
    const signal = interruptSignal();
    signal.addEventListener('abort', () => {
      process.stderr.write('\nStopping after this step; everything is saved. Go on with --resume.\n');
    });
    const { data, negatives, out, from, resume } = args;
    const heldOut = args['held-out'];
    const where = {
      data,
      negatives,
      out,
      resume,
      ...(from !== undefined && { from }),
      ...(heldOut !== undefined && { heldOut }),
    };
    const environment = { now: () => Date.now(), signal, report: trainingDisplay(process.stdout) };
    const result = await train({ ...trainingSettings(args), ...where }, environment);
    if (!result.ok) return printProblem(result.error);
    console.log(summary(result.value, out));
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
