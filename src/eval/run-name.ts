import { createHash } from 'node:crypto';
import type { RunConfig } from './manifest.ts';

/**
 * The name of a run's folder: readable, and ending in a hash of the whole configuration, so that the same command finds
 * its run again and another one never does.
 */
export function runName(config: RunConfig): string {
  const { benchmark, generator } = config;
  const kind = generator.split(/[@:]/)[0] ?? generator;
  const hash = createHash('sha256').update(canonicalJson(config)).digest('hex').slice(0, 8);
  return [benchmark.name, benchmark.split, kind, hash]
    .filter(Boolean)
    .join('-')
    .replaceAll(/[^\w.-]+/g, '_');
}

/** JSON with sorted keys: equal for equal values. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
