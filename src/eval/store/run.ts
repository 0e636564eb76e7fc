import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RunItem } from '../../data/benchmark/benchmark.ts';
import { parseDocument, parseJsonl } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { fileProblem, readText } from '../../data/text-file.ts';
import { wholeText } from '../../store/append-log.ts';
import { AttemptRecord } from '../attempt.ts';
import { RUN_FORMAT, RunManifest } from '../manifest.ts';

/** The files of a run's folder. */
export const runFiles = (folder: string) => ({
  manifest: join(folder, 'manifest.json'),
  attempts: join(folder, 'attempts.jsonl'),
  traces: join(folder, 'traces.jsonl'),
  theorems: join(folder, 'theorems.jsonl'),
  summary: join(folder, 'summary.json'),
});

/** A run as it stands on disk; it may still be growing. */
export interface Run {
  readonly folder: string;
  readonly manifest: RunManifest;
  /** One for each pair of theorem and attempt, in the order in which they were first recorded. */
  readonly attempts: readonly AttemptRecord[];
}

export async function readRun(folder: string): Promise<Result<Run, Problem>> {
  const manifest = await readManifest(folder);
  if (!manifest.ok) return manifest;
  const attempts = await readAttempts(folder);
  return attempts.ok ? ok({ folder, manifest: manifest.value, attempts: attempts.value }) : attempts;
}

/** Reads the manifest alone. A folder without one is no run, and one of a newer Ariadne is left alone. */
export async function readManifest(folder: string): Promise<Result<RunManifest, Problem>> {
  const file = runFiles(folder).manifest;
  const text = await readText(file);
  if (!text.ok) {
    return fail(
      text.error.code === 'file-not-found'
        ? {
            code: 'not-a-run',
            message: `${folder} holds no run: there is no manifest.json in it`,
            where: { file: folder },
            hint: 'List the runs that there are with `ariadne runs list`.',
          }
        : text.error,
    );
  }
  // The version comes first: the fields of a newer one may be anything.
  const version = parseDocument(text.value, z.object({ format: z.int() }), file);
  if (!version.ok) return version;
  if (version.value.format > RUN_FORMAT) {
    return fail({
      code: 'run-too-new',
      message: `${folder} was written by a newer Ariadne: its format is ${version.value.format}, this one knows up to ${RUN_FORMAT}`,
      where: { file, field: 'format' },
      hint: 'Update Ariadne.',
    });
  }
  return parseDocument(text.value, RunManifest, file);
}

/** Where an attempt was repeated (after an error), the last record stands. */
export async function readAttempts(folder: string): Promise<Result<AttemptRecord[], Problem>> {
  const file = runFiles(folder).attempts;
  const text = await readLog(file);
  if (!text.ok) return text.error.code === 'file-not-found' ? ok([]) : text;
  const parsed = parseJsonl(text.value, AttemptRecord, file);
  if (!parsed.ok) return parsed;
  return ok([...new Map(parsed.value.map(({ record }) => [attemptKey(record), record])).values()]);
}

/** The theorems as the run stated them, by id. A published run may come without. */
export async function readTheorems(folder: string): Promise<Result<Map<string, RunItem>, Problem>> {
  const file = runFiles(folder).theorems;
  const text = await readText(file);
  if (!text.ok) return text.error.code === 'file-not-found' ? ok(new Map()) : text;
  const parsed = parseJsonl(text.value, RunItem, file);
  return parsed.ok ? ok(new Map(parsed.value.map(({ record }) => [record.id, record]))) : parsed;
}

export const attemptKey = ({ theorem, attempt }: { readonly theorem: string; readonly attempt: number }): string =>
  `${attempt} ${theorem}`;

/** Reads the whole lines of a log: the last one may be under way. */
async function readLog(file: string): Promise<Result<string, Problem>> {
  try {
    return ok(wholeText(await readFile(file)));
  } catch (error) {
    return fail(fileProblem(error, file, 'read'));
  }
}
