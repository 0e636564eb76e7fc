import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import type { InferredOptionTypes, Options } from 'yargs';
import { defaultLeanOptions, type OpenOptions } from '../../lean/index.ts';

const { limits } = defaultLeanOptions;

/** Options of every command that runs Lean. */
export const leanOptions = {
  workers: { type: 'number', default: Math.min(8, availableParallelism()), describe: 'Lean processes at a time' },
  lean: { type: 'string', describe: '`embedded`, `native`, or the path of a `lean` program' },
  confine: {
    choices: ['auto', 'on', 'off'] as const,
    default: 'auto' as const,
    describe: 'keep a native Lean from writing files and from the network, by bubblewrap',
  },
  heartbeats: {
    type: 'number',
    default: limits.heartbeats,
    describe: 'maxHeartbeats of a tactic in a native Lean; 0: no limit',
  },
  'tactic-seconds': { type: 'number', default: limits.milliseconds / 1000, describe: 'wall-clock limit of a tactic' },
} satisfies Record<string, Options>;

export type LeanArguments = InferredOptionTypes<typeof leanOptions>;

/** The limits of each tactic that the command line asks for. */
export const leanLimits = (
  args: Pick<LeanArguments, 'heartbeats' | 'tactic-seconds'>,
): Required<OpenOptions>['limits'] => ({
  ...limits,
  heartbeats: args.heartbeats,
  milliseconds: args['tactic-seconds'] * 1000,
});

/** For files of a project, by absolute paths: Lean runs there, and what they import is built first. */
export const leanPlace = (files: readonly string[]): Pick<OpenOptions, 'cwd' | 'files'> =>
  files[0] === undefined ? {} : { cwd: dirname(files[0]), files };

/** What the command line asks for, as options of `openLean`. */
export const leanSettings = (args: LeanArguments): OpenOptions => ({
  workers: args.workers,
  limits: leanLimits(args),
  confine: args.confine,
  ...(args.lean !== undefined && { lean: args.lean }),
});
