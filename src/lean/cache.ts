/** Where things live that can be made again: the unpacked library, snapshots, the native Lean's program. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** `ARIADNE_CACHE` where it is set, else the platform's cache folder for `ariadne`. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return env.ARIADNE_CACHE || envPaths('ariadne', { suffix: '' }).cache;
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

/**
 * Removes what killed processes left half-made, and entries called `prefix…`, except `keep` and the one other that was used
 * last, if that is less than `idle` milliseconds ago: somebody may still be running it.
 */
export function pruneCache(cache: string, keep: string, prefix: string, idle: number): void {
  const usedAt = (name: string): number => statSync(join(cache, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const names = readdirSync(cache).filter((name) => name !== keep);
  const others = names.filter((name) => name.startsWith(prefix) && !name.endsWith('.tmp'));
  const latest = others.sort((a, b) => usedAt(b) - usedAt(a)).filter((name) => Date.now() - usedAt(name) < idle)[0];
  for (const name of names) {
    const old = name.startsWith(prefix) && name !== latest;
    if (old || name.endsWith('.tmp')) rmSync(join(cache, name), { recursive: true, force: true });
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
