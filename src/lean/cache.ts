/** Where things live that can be made again: the unpacked library, snapshots, the native Lean's program. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** `ARIADNE_CACHE` where it is set, else the platform's cache folder for `ariadne`. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return env['ARIADNE_CACHE'] || envPaths('ariadne', { suffix: '' }).cache;
}

/**
 * Makes a folder all at once: it is filled under another name and then renamed, so that it is complete where it exists,
 * also when the process is killed in between.
 */
export async function makeFolder(folder: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${folder}.${process.pid}.tmp`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  try {
    await fill(temporary);
    rmSync(folder, { recursive: true, force: true });
    renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Removes what killed processes left half-made, and entries called `prefix…` that nobody has used for `idle` milliseconds. */
export function pruneCache(cache: string, keep: string, prefix: string, idle: number): void {
  for (const name of readdirSync(cache)) {
    if (name === keep) continue;
    const path = join(cache, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (name.endsWith('.tmp') || (name.startsWith(prefix) && age > idle))
      rmSync(path, { recursive: true, force: true });
  }
}

/** Bytes of all files below a folder. */
export function folderSize(folder: string): number {
  let total = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) total += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return total;
}
