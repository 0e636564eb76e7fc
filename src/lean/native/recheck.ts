/**
 * A second opinion on a file that was written: a native Lean, which may be a newer one with a kernel of its own, compiles it, and
 * `leanchecker` of the same toolchain replays what came out. Independent of our judge, and of the Lean that it ran in.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { chooseLean, onPath } from '../discover.ts';

export interface Rechecked {
  /** The version line of the Lean whose kernel it was. */
  readonly lean: string;
}

const moduleName = 'AriadneRechecked';
/** Lines of a program's output that a person is shown. */
const linesShown = 12;

/** Compiles and replays a file; the problem says what the other Lean has against it, or what is missing to ask it. */
export async function recheck(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
): Promise<Result<Rechecked, Problem>> {
  const path = resolve(file);
  const lean = chooseLean('native', { cwd: dirname(path), env });
  if (lean?.kind !== 'native') return fail(missing('no native Lean', 'Install Lean with elan'));
  const checker = onPath('leanchecker', env);
  if (checker === undefined) return fail(missing('no leanchecker on the PATH', 'Newer toolchains of Lean bring it'));
  const isLake = lean.args.length > 0;
  const folder = mkdtempSync(join(tmpdir(), 'ariadne-recheck-'));
  const run = (program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    execa(program, args, {
      cwd: lean.cwd,
      env: { ...env, ...more },
      extendEnv: false,
      reject: false,
      all: true,
      ...(signal !== undefined && { cancelSignal: signal }),
    });
  try {
    const source = join(folder, `${moduleName}.lean`);
    copyFileSync(path, source);
    const compiled = await run(lean.program, [...lean.args, '-o', join(folder, `${moduleName}.olean`), source]);
    if (compiled.exitCode !== 0) return fail(refused(file, 'does not compile it', compiled.all));
    const modules = [folder, ...(env.LEAN_PATH ? [env.LEAN_PATH] : [])].join(delimiter);
    const replayed = isLake
      ? await run(lean.program, ['env', checker, moduleName], { LEAN_PATH: modules })
      : await run(checker, [moduleName], { LEAN_PATH: modules });
    if (replayed.exitCode !== 0) return fail(refused(file, 'does not accept it', replayed.all));
    const version = await run(lean.program, [...lean.args, '--version']);
    return ok({ lean: (version.all ?? '').trim().split('\n')[0] ?? '' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const missing = (what: string, how: string): Problem => ({
  code: 'cannot-recheck',
  message: `The file cannot be rechecked: there is ${what}.`,
  hint: `${how}, or leave --recheck out.`,
});

const refused = (file: string, what: string, output: string | undefined): Problem => ({
  code: 'recheck-refused',
  message: `The native Lean ${what}:\n${(output ?? '').trim().split('\n').slice(-linesShown).join('\n')}`,
  where: { file },
});
