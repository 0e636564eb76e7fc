import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { parseDocument } from '../data/jsonl.ts';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { fileProblem, readText } from '../data/text-file.ts';
import { writeText } from '../store/write-text.ts';
import type { Keeper } from './prove-file.ts';

const Journal = z.object({
  /** SHA-256 of the text whose `sorry`s the scripts are for. */
  text: z.string(),
  scripts: z.array(z.object({ sorry: z.int(), script: z.array(z.string()) })),
});

/** Scripts that were found and have no verdict yet, on disk: a run that was killed goes on with them. */
export interface ScriptJournal extends Required<Pick<Keeper, 'known' | 'found'>> {
  /** Removes it, when all that is in it has been judged. */
  remove(): Promise<Result<void, Problem>>;
}

/** Opens a journal, with what an earlier run has left for the same text. What another text left is forgotten. */
export async function openScriptJournal(path: string, text: string): Promise<Result<ScriptJournal, Problem>> {
  const hash = createHash('sha256').update(text).digest('hex');
  const read = await readText(path);
  if (!read.ok && read.error.code !== 'file-not-found') return read;
  const parsed = read.ok ? parseDocument(read.value, Journal, path) : undefined;
  const left = parsed?.ok && parsed.value.text === hash ? parsed.value.scripts : [];
  const scripts = new Map(left.map(({ sorry, script }) => [sorry, script as readonly string[]]));
  let writing: Promise<Result<void, Problem>> = Promise.resolve(ok(undefined));
  const write = () => writeText(path, `${JSON.stringify({ text: hash, scripts: entries() })}\n`);
  const entries = () => [...scripts].map(([sorry, script]) => ({ sorry, script }));
  return ok({
    known: (sorry) => scripts.get(sorry),
    found: (sorry, script) => {
      scripts.set(sorry, script);
      writing = writing.then(write);
      return writing;
    },
    remove: async () => {
      await writing;
      try {
        await rm(path, { force: true });
        return ok(undefined);
      } catch (error) {
        return fail(fileProblem(error, path, 'write'));
      }
    },
  });
}
