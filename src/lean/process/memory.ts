import { readdirSync, readFileSync } from 'node:fs';

/**
 * Memory of a process group in bytes, 0 where the platform has no `/proc`: what it has for itself, without the files that it maps. A
 * Lean that imports Mathlib has gigabytes of those in sight, which it shares with all others and which the system may drop.
 * For a native Lean; the embedded one reports its own.
 */
export function groupMemory(group: number): number {
  let total = 0;
  for (const entry of list('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    // Fields after the command name, which may hold spaces: state, parent, group, …; the 22nd of them is pages in memory.
    const fields = read(`/proc/${entry}/stat`).split(') ').at(-1)?.split(' ') ?? [];
    if (Number(fields[2]) === group) total += ownMemory(read(`/proc/${entry}/status`)) ?? Number(fields[21]) * 4096;
  }
  return total;
}

/** Bytes that a process has for itself, from `/proc/PID/status`; `undefined` where the kernel does not tell them apart. */
export function ownMemory(status: string): number | undefined {
  const kilobytes = (name: string) => new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  const anonymous = kilobytes('RssAnon');
  if (anonymous === undefined) return undefined;
  return (Number(anonymous) + Number(kilobytes('RssShmem') ?? 0)) * 1024;
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
