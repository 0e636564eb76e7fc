import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Machine, RunSession } from './manifest.ts';
import { withoutSecrets } from './queue/link/address.ts';

/** What a run notes about the session that works on it: what was typed, with which program, on which machine. */
export async function describeSession(argv: readonly string[], now: Date): Promise<RunSession> {
  return {
    startedAt: now.toISOString(),
    // An address may hold a password, which is nobody's business who reads the run.
    command: ['ariadne', ...argv.map(withoutSecrets).map(quoted)].join(' '),
    ariadne: ariadneVersion(),
    commit: await checkoutCommit(import.meta.dirname),
    machine: describeMachine(),
  };
}

export function ariadneVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

function describeMachine(): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release()}`,
    node: process.version,
  };
}

/** The commit of the checkout that the program runs from; `''` where it is installed from a package. */
async function checkoutCommit(folder: string): Promise<string> {
  const git = async (...args: string[]) => (await promisify(execFile)('git', ['-C', folder, ...args])).stdout.trim();
  try {
    if (
      await git('check-ignore', '-q', folder).then(
        () => true,
        () => false,
      )
    )
      return '';
    const changed = await git('status', '--porcelain', '--untracked-files=no');
    return `${await git('rev-parse', 'HEAD')}${changed === '' ? '' : '+'}`;
  } catch {
    return '';
  }
}

const quoted = (argument: string): string =>
  /^[\w./:=,@%+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
