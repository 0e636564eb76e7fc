/** Why a native Lean may not start: a version that our program (`lean/`) is not written for. */
import { execa } from 'execa';
import type { LeanCommand } from '../command.ts';

/** Versions that the program is written for (docs/lean-versions.md). Others are tried all the same. */
export const supported = { oldest: [4, 20], newest: [4, 36] } as const;

const versionTimeout = 20_000;

/** What `lean --version` says, such as `4.28.0`; `undefined` where it says nothing of the kind. */
export async function askVersion(command: LeanCommand): Promise<string | undefined> {
  const beforeProgram = command.args.slice(0, command.args.indexOf('--run'));
  const { stdout } = await execa(command.command, [...beforeProgram, '--version'], {
    cwd: command.cwd,
    reject: false,
    stdin: 'ignore',
    timeout: versionTimeout,
  });
  return /version (\d+\.\d+\.\d+\S*?),?(?:\s|$)/.exec(String(stdout))?.[1];
}

/** What a person can do about a version that Ariadne does not know; `undefined` where it knows it. */
export function versionAdvice(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const { oldest, newest } = supported;
  const range = `Lean ${oldest.join('.')} to ${newest.join('.')}`;
  const older = major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
  const newer = major > newest[0] || (major === newest[0] && minor > newest[1]);
  if (older)
    return `This is Lean ${version}; Ariadne works with ${range}. Update the project's lean-toolchain, or use --lean embedded.`;
  if (newer)
    return `This is Lean ${version}, newer than ${range}, which Ariadne knows. Update Ariadne, or use --lean embedded.`;
  return undefined;
}
