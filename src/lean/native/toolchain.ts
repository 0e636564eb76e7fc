/** Which toolchain a project asks elan for, and whether it is there. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Toolchain {
  /** As elan calls it: `leanprover/lean4:v4.28.0`. */
  readonly name: string;
  /** `undefined` where elan does not say: there is none, or a channel such as `stable` is meant. */
  readonly installed: boolean | undefined;
}

/** What `lean-toolchain` of a project says; `undefined` where there is none. */
export function toolchainOf(project: string, env: NodeJS.ProcessEnv): Toolchain | undefined {
  const file = join(project, 'lean-toolchain');
  if (!existsSync(file)) return undefined;
  const name = toolchainName(readFileSync(file, 'utf8'));
  if (name === undefined) return undefined;
  const toolchains = join(env.ELAN_HOME || join(env.HOME || homedir(), '.elan'), 'toolchains');
  const folder = toolchainFolder(name);
  const installed = folder === undefined || !existsSync(toolchains) ? undefined : existsSync(join(toolchains, folder));
  return { name, installed };
}

/** The toolchain that the text of a `lean-toolchain` names, in full: elan takes `v4.28.0` for one of `leanprover/lean4`. */
export function toolchainName(text: string): string | undefined {
  const name = text.trim();
  if (name === '' || /\s/.test(name)) return undefined;
  if (name.includes(':') || name.includes('/')) return name;
  return `leanprover/lean4:${/^\d/.test(name) ? 'v' : ''}${name}`;
}

/** The folder in which elan keeps a toolchain; `undefined` for a channel, of which elan alone knows what it is today. */
export function toolchainFolder(name: string): string | undefined {
  const release = name.split(':').at(-1) ?? '';
  if (!/\d/.test(release)) return undefined;
  return name.replaceAll('/', '--').replaceAll(':', '---');
}
