/** Compiled modules in the cache, by key. A module is there whole or not at all. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ModuleList } from '../../embedded/image/restore.ts';
import { Message, Unproved } from '../../protocol.ts';
import { modulePath } from '../header.ts';

/** What is known of a compiled module besides its files. */
export const ModuleRecord = z.object({
  module: z.string(),
  /** Errors of its elaboration; what comes after them is compiled all the same. */
  errors: z.array(Message),
  unproved: z.array(Unproved),
  milliseconds: z.number(),
});
export type ModuleRecord = z.infer<typeof ModuleRecord>;

/** Lean writes one, two or four of them: `.olean` always, the others for files that begin with `module`. */
const endings = ['olean', 'olean.server', 'olean.private', 'ir'] as const;
const recordFile = 'record.json';
const base = 'module';
/** A module that nobody has used for so long goes, in milliseconds. */
const unusedLimit = 30 * 24 * 3_600_000;

export class Artifacts {
  readonly #folder: string;

  constructor(cache: string) {
    this.#folder = join(cache, 'modules');
    mkdirSync(this.#folder, { recursive: true });
  }

  record(key: string): ModuleRecord | undefined {
    const file = join(this.#folder, key, recordFile);
    if (!existsSync(file)) return undefined;
    try {
      return ModuleRecord.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      // Not ours, or not whole after all: it is compiled again.
      rmSync(join(this.#folder, key), { recursive: true, force: true });
      return undefined;
    }
  }

  /** The module's files, by the paths under which Lean looks for them. */
  files(key: string, module: string): ModuleList {
    const folder = join(this.#folder, key);
    const present = endings.filter((ending) => existsSync(join(folder, `${base}.${ending}`)));
    return present.map((ending) => [`${modulePath(module)}.${ending}`, join(folder, `${base}.${ending}`)] as const);
  }

  /** A new folder for a Lean to write to; nothing in it counts before it is kept. */
  workFolder(name: string): string {
    const folder = join(this.#folder, `${name}.tmp`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Where in a work folder Lean is to write a module, as seen from there. */
  prepare(work: string, key: string): string {
    rmSync(join(work, key), { recursive: true, force: true });
    mkdirSync(join(work, key));
    return `${key}/${base}.olean`;
  }

  /** Makes what Lean has written part of the cache, at once. */
  keep(work: string, key: string, record: ModuleRecord): void {
    const from = join(work, key);
    const to = join(this.#folder, key);
    writeFileSync(join(from, recordFile), JSON.stringify(record));
    try {
      renameSync(from, to);
    } catch (error) {
      // Another process was faster; its module is the same.
      if (!existsSync(join(to, recordFile))) throw error;
      rmSync(from, { recursive: true, force: true });
    }
  }

  discard(work: string): void {
    rmSync(work, { recursive: true, force: true });
  }

  /** Says that these modules are in use, and clears away those that nobody has used for a month, and what killed builds left. */
  touch(keys: Iterable<string>): void {
    const now = new Date();
    for (const key of keys) utimesSync(join(this.#folder, key), now, now);
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      const used = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
      const builder = /^build-(\d+)-/.exec(name)?.[1];
      const isLeft = builder !== undefined && !isRunning(Number(builder));
      if (isLeft || now.getTime() - used > unusedLimit) rmSync(path, { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is one, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
