import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import type { LeanCommand } from './command.ts';
import { chooseLean } from './discover.ts';
import { embeddedCommand } from './embedded/embedded-command.ts';
import type { Lean, LeanEvent, LeanOptions } from './lean.ts';
import { adviceOn } from './native/advice.ts';
import { type Confine, confined } from './native/confine.ts';
import { nativeCommand } from './native/native-command.ts';
import { askVersion, versionAdvice } from './native/version.ts';
import { fileOptions } from './project/file-options.ts';
import type { Limits } from './protocol.ts';
import { initialize, LeanPool } from './session/pool.ts';
import { LeanSession } from './session/session.ts';

export const defaultLeanOptions: LeanOptions = {
  workers: 1,
  // As many heartbeats as Lean allows by default: with fewer, the equations of some functions cannot be made, and Lean
  // remembers that they could not. The clock stops what overruns, and where Lean is embedded nothing else does.
  limits: { heartbeats: 200_000, recursion: 512, milliseconds: 5_000 },
  memoryLimit: 1.6e9,
  requestTimeout: 300_000,
  onEvent: () => {},
};

export interface OpenOptions extends Partial<LeanOptions> {
  /** `embedded`, `native`, or a path of `lean`; otherwise `ARIADNE_LEAN` decides, or what is found. */
  readonly lean?: string;
  /** Whether a native Lean runs behind walls; by default where that works. */
  readonly confine?: Confine;
  readonly cwd?: string;
  /** Lean files that will be worked on: what they import of their Lake project is built first, where Lean is embedded. */
  readonly files?: readonly string[];
  /** Stops a build. */
  readonly signal?: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * The embedded Lean counts some heartbeats many times over (docs/embedded-lean.md, Limits): there a tactic with three functions would
 * seem to have used up its share after a tenth of a second.
 */
const counted = ({ kind }: LeanCommand, limits: Limits): Limits =>
  kind === 'embedded' && limits.milliseconds > 0 ? { ...limits, heartbeats: 0 } : limits;

/** Finds a Lean, prepares it if it has never been used, and starts its first process. */
export async function openLean(options: OpenOptions = {}): Promise<Result<Lean, Problem>> {
  const { workers, limits, memoryLimit, requestTimeout, onEvent } = { ...defaultLeanOptions, ...options };
  const command = await findCommand(options, onEvent);
  if (!command.ok) return command;
  const pool = new LeanPool({
    command: command.value,
    workers,
    memoryLimit,
    limits: { tactic: counted(command.value, limits), request: requestTimeout },
    onEvent,
  });
  const first = await pool.acquire(() => false, undefined);
  const version = first.ok ? await initialize(first.value.client, command.value) : first;
  if (first.ok) pool.release(first.value);
  if (version.ok) {
    const setup = { command: command.value, version: version.value, workers, requestTimeout, optionsOf: fileOptions };
    return ok(new LeanSession(pool, setup));
  }
  await pool.close();
  const { kind, cwd } = command.value;
  const help = kind === 'native' ? adviceOn(version.error.message, cwd) : undefined;
  const known = kind === 'native' && help === undefined ? await askVersion(command.value) : undefined;
  const advice = known === undefined ? undefined : versionAdvice(known);
  return fail({
    code: advice === undefined ? 'lean-not-started' : 'lean-version-unknown',
    message: `Lean does not start: ${version.error.message}`,
    hint: help ?? advice ?? 'Run `ariadne doctor` to see which Lean is used, and why.',
  });
}

export async function findCommand(
  options: Pick<OpenOptions, 'lean' | 'confine' | 'cwd' | 'env' | 'files' | 'workers' | 'signal'>,
  onEvent: (event: LeanEvent) => void,
): Promise<Result<LeanCommand, Problem>> {
  const env = options.env ?? process.env;
  const choice = chooseLean(options.lean, { cwd: options.cwd ?? process.cwd(), env });
  if (choice === undefined) {
    return fail({
      code: 'no-native-lean',
      message: 'A native Lean was asked for, but neither `lean` nor `lake` in a Lake project is on the PATH.',
      hint: 'Install Lean with elan, or leave the choice to Ariadne, which then uses the embedded one.',
    });
  }
  if (choice.kind === 'native') {
    const command = await nativeCommand(choice, env);
    return command.ok ? confined(command.value, options.confine ?? 'auto', env) : command;
  }
  const { files = [], workers = defaultLeanOptions.workers, signal = new AbortController().signal } = options;
  return embeddedCommand({ env, files, workers, signal, onEvent });
}
