/** Which Lean to use, and why: what the caller asks for, then a Lake project's, then the PATH's, then the one from npm. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import which from 'which';
import { toolchainOf } from './native/toolchain.ts';

export interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export type LeanChoice =
  | { readonly kind: 'embedded'; readonly why: string }
  /** `program` and `args` come before `--run FILE`. */
  | {
      readonly kind: 'native';
      readonly program: string;
      readonly args: readonly string[];
      readonly cwd: string;
      readonly why: string;
    };

/** `wanted`: `embedded`, `native`, or the path of a `lean` program; `ARIADNE_LEAN` takes the same values. */
export function chooseLean(wanted: string | undefined, { cwd, env }: Surroundings): LeanChoice | undefined {
  const fromEnvironment = wanted === undefined && env.ARIADNE_LEAN ? ' (ARIADNE_LEAN)' : '';
  const choice = wanted ?? (env.ARIADNE_LEAN || 'auto');
  if (choice === 'embedded') return { kind: 'embedded', why: `asked for${fromEnvironment}` };
  if (choice !== 'auto' && choice !== 'native') {
    return { kind: 'native', program: choice, args: [], cwd, why: `asked for${fromEnvironment}` };
  }
  const project = lakeProject(cwd);
  const lake = onPath('lake', env);
  if (project !== undefined && lake !== undefined) {
    const why = `Lake project ${project}${wants(project, env)}`;
    return { kind: 'native', program: lake, args: ['env', 'lean'], cwd: project, why };
  }
  const lean = onPath('lean', env);
  if (lean !== undefined) return { kind: 'native', program: lean, args: [], cwd, why: 'lean is on the PATH' };
  if (choice === 'native') return undefined;
  return { kind: 'embedded', why: 'there is no lean on the PATH' };
}

function wants(project: string, env: NodeJS.ProcessEnv): string {
  const toolchain = toolchainOf(project, env);
  if (toolchain === undefined) return '';
  const missing = toolchain.installed === false ? ', which is not installed: elan fetches it at the first start' : '';
  return `, which wants ${toolchain.name}${missing}`;
}

/** The nearest folder upwards that is a Lake project. */
export function lakeProject(folder: string): string | undefined {
  if (existsSync(join(folder, 'lakefile.toml')) || existsSync(join(folder, 'lakefile.lean'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : lakeProject(parent);
}

export const onPath = (program: string, env: NodeJS.ProcessEnv): string | undefined =>
  which.sync(program, { nothrow: true, path: env.PATH ?? '' }) ?? undefined;
