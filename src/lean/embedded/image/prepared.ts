/** What the embedded Lean needs on disk, where it is, and whether it is all there. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LeanSource } from '../../sources.ts';
import { threadUrl } from '../thread-url.ts';
import type { LeanPackage } from '../wasm/package.ts';
import { snapshotFiles } from './snapshot.ts';

export interface PreparedPaths {
  readonly cache: string;
  readonly library: string;
  /** Holds the snapshot, and the loader that it belongs to. */
  readonly snapshot: string;
}

/** Host sources that decide what is in a snapshot or how it is read. */
const hostSources = [
  'wasm/loader',
  'wasm/module-bytes',
  'wasm/module-exports',
  'wasm/leb128',
  'wasm/function-names',
  'runtime/sandbox',
  'runtime/runtime',
  'runtime/heap',
  'runtime/import-modules',
  'runtime/initialize',
  'runtime/server',
  'image/snapshot',
  'image/snapshot-thread',
];

export const snapshotPrefix = 'snapshot-';

export function preparedPaths(
  cache: string,
  leanPackage: LeanPackage,
  source: LeanSource,
  warmUp: readonly string[],
): PreparedPaths {
  const key = createHash('sha256');
  for (const part of [leanPackage.identity, source.text, ...warmUp]) key.update(part).update('\0');
  for (const name of hostSources) key.update(readFileSync(threadUrl(name)));
  return {
    cache,
    library: join(cache, `library-${leanPackage.identity}`),
    snapshot: join(cache, `${snapshotPrefix}${key.digest('hex').slice(0, 16)}`),
  };
}

export const hasLibrary = (paths: PreparedPaths): boolean => isFile(join(paths.library, 'Init.olean'));

export const hasSnapshot = (paths: PreparedPaths): boolean =>
  snapshotFiles.every((file) => isFile(join(paths.snapshot, file)));

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
