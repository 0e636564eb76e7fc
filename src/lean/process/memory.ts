import { readdirSync, readFileSync } from 'node:fs';

/**
 * Resident memory of a process group in bytes, 0 where the platform has no `/proc`. For a native Lean; the embedded one
 * reports its own.
 */
export function groupMemory(group: number): number {
  let total = 0;
  for (const entry of list('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    // Fields after the command name, which may hold spaces: state, parent, group, …; the 22nd of them is pages in memory.
    const fields = read(`/proc/${entry}/stat`).split(') ').at(-1)?.split(' ') ?? [];
    if (Number(fields[2]) === group) total += Number(fields[21]) * 4096;
  }
  return total;
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
