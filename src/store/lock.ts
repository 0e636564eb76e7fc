import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { fileProblem } from '../data/text-file.ts';

const Holder = z.object({ pid: z.int(), host: z.string(), since: z.string() });

/** SQLite's code for "another connection holds the lock". */
const SQLITE_BUSY = 5;

/** Holds off every other writer of a folder until it is released or this process ends, however it ends. */
export interface WriterLock extends Disposable {
  release(): void;
}

/**
 * Takes the lock of a folder, or says who has it. The lock is an open transaction on an empty SQLite database: a lock
 * of the operating system, which dies with its holder, so that there is nothing stale to clean up after a kill.
 */
export async function lockForWriting(folder: string): Promise<Result<WriterLock, Problem>> {
  const holderFile = join(folder, '.writer.json');
  let database: DatabaseSync | undefined;
  try {
    await access(folder, constants.W_OK);
    database = new DatabaseSync(join(folder, '.lock'));
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
    await writeFile(
      holderFile,
      JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() }),
    );
  } catch (error) {
    database?.close();
    if (error instanceof Error && 'errcode' in error) {
      return fail(error.errcode === SQLITE_BUSY ? await lockedBy(folder, holderFile) : cannotLock(folder, error));
    }
    return fail(fileProblem(error, folder, 'write'));
  }
  const held = database;
  const release = () => {
    if (held.isOpen) held.close();
  };
  return ok({ release, [Symbol.dispose]: release });
}

/** The same for a folder that need not be there yet. */
export async function makeAndLock(folder: string): Promise<Result<WriterLock, Problem>> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    return fail(fileProblem(error, folder, 'write'));
  }
  return lockForWriting(folder);
}

async function lockedBy(folder: string, holderFile: string): Promise<Problem> {
  const holder = await readFile(holderFile, 'utf8')
    .then((text) => Holder.parse(JSON.parse(text)))
    .catch(() => undefined);
  const who =
    holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}, since ${holder.since},`;
  return {
    code: 'folder-locked',
    message: `${who} is writing in ${folder}`,
    where: { file: folder },
    hint: 'Wait until it ends, or end it: what it has found stays.',
  };
}

const cannotLock = (folder: string, error: Error): Problem => ({
  code: 'cannot-lock',
  message: `${folder} cannot be locked for writing: ${error.message}`,
  where: { file: folder },
  hint: 'Put it on a local disk that can be written.',
});
