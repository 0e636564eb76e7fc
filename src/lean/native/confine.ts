/**
 * Keeps a native Lean, and with it every tactic and every file that it elaborates, from the rest of the machine: the file
 * system is there to be read and not to be written, there is no network, and no other process can be seen. The program
 * that does this is bubblewrap.
 */
import { spawnSync } from 'node:child_process';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { LeanCommand } from '../command.ts';
import { onPath } from '../discover.ts';

/** `auto`: where bubblewrap is there and works; `on`: else it is a problem; `off`: never. */
export type Confine = 'auto' | 'on' | 'off';

const walls: readonly string[] = [
  ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
  ...['--unshare-net', '--unshare-pid', '--unshare-ipc', '--die-with-parent'],
];

/** The command behind walls, or as it is where that is what was asked for; `confinement` of the result says which. */
export function confined(
  command: LeanCommand,
  wanted: Confine,
  env: NodeJS.ProcessEnv = process.env,
): Result<LeanCommand, Problem> {
  if (wanted === 'off') return ok({ ...command, confinement: 'not confined (--confine off)' });
  const bwrap = onPath('bwrap', env);
  const trouble = bwrap === undefined ? 'there is no bwrap on the PATH' : troubleWith(bwrap);
  if (bwrap !== undefined && trouble === undefined) {
    return ok({
      ...command,
      command: bwrap,
      args: [...walls, '--', command.command, ...command.args],
      confinement: 'by bubblewrap: files are read-only, there is no network',
    });
  }
  if (wanted === 'auto') return ok({ ...command, confinement: `not confined: ${trouble}` });
  return fail({
    code: 'cannot-confine',
    message: `Lean cannot be confined: ${trouble}`,
    hint: 'Install bubblewrap (on Debian and Ubuntu: apt-get install bubblewrap), or leave --confine out.',
  });
}

/** Why nothing can be run behind walls here; `undefined` where it can. */
function troubleWith(bwrap: string): string | undefined {
  const { error, status, stderr } = spawnSync(bwrap, [...walls, '--', process.execPath, '--version'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  if (error !== undefined) return error.message;
  return status === 0 ? undefined : `bwrap says: ${stderr.trim() || 'nothing'}`;
}
