/** What `ariadne doctor` reports: which Lean would be used and why, whether it works, and what it takes. */
import { existsSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import type { Problem } from '../data/problem.ts';
import { cacheFolder, folderSize } from './cache.ts';
import { chooseLean } from './discover.ts';
import { defaultLeanOptions, type OpenOptions, openLean } from './open.ts';

export interface DoctorReport {
  readonly node: string;
  readonly platform: string;
  readonly cores: number;
  /** Bytes; `worker` is what one Lean process takes after its first tactic, 0 where Lean does not start. */
  readonly memory: { readonly total: number; readonly free: number; readonly worker: number };
  readonly cache: { readonly folder: string; readonly bytes: number };
  readonly lean: LeanReport;
}

export type LeanReport =
  | {
      readonly kind: 'works';
      readonly lean: 'embedded' | 'native';
      readonly why: string;
      readonly describe: string;
      /** What keeps tactics from the rest of the machine, or why nothing does. */
      readonly confinement: string;
      readonly version: string;
      /** From process start to the first tactic checked, preparation on first use included. */
      readonly milliseconds: number;
    }
  | { readonly kind: 'fails'; readonly why: string; readonly problem: Problem };

/** Starts the Lean that would be used, prepares it if it never was, and proves something with it. */
export async function doctor(options: OpenOptions = {}): Promise<DoctorReport> {
  const env = options.env ?? process.env;
  const { lean, worker } = await examine(options, env);
  const folder = cacheFolder(env);
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    memory: { total: totalmem(), free: freemem(), worker },
    cache: { folder, bytes: existsSync(folder) ? folderSize(folder) : 0 },
    lean,
  };
}

async function examine(
  options: OpenOptions,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly lean: LeanReport; readonly worker: number }> {
  const why = chooseLean(options.lean, { cwd: options.cwd ?? process.cwd(), env })?.why ?? 'none was found';
  const started = performance.now();
  const opened = await openLean({ ...options, workers: 1 });
  if (!opened.ok) return { lean: { kind: 'fails', why, problem: opened.error }, worker: 0 };
  await using session = opened.value;
  const states = await session.startStatement('∀ p : Prop, p → p');
  const state = states.ok ? states.value[0]?.state : undefined;
  const limit = AbortSignal.timeout(defaultLeanOptions.limits.milliseconds);
  const outcome = state === undefined ? undefined : (await session.run(state, ['exact fun _ h => h'], limit))[0];
  const milliseconds = Math.round(performance.now() - started);
  if (outcome?.kind !== 'proved') {
    const message = `${session.command.describe} starts, but does not prove that p implies p.`;
    return { lean: { kind: 'fails', why, problem: { code: 'lean-does-not-prove', message } }, worker: 0 };
  }
  const { kind, describe, confinement } = session.command;
  const version = session.version.leanVersion;
  return {
    lean: { kind: 'works', lean: kind, why, describe, confinement, version, milliseconds },
    worker: session.memory,
  };
}
