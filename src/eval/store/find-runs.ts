import { existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { fileProblem, readText } from '../../data/text-file.ts';
import { lockForWriting } from '../../store/lock.ts';
import type { RunManifest } from '../manifest.ts';
import { RunSummary, summarize } from '../summary.ts';
import { readManifest, readRun, runFiles } from './run.ts';

/** Where runs lie that were given no folder. */
export const runsFolder = 'results';

/** The folder of a run that a person names: a path, or a name under `results/`. */
export const locateRun = (name: string): string =>
  existsSync(runFiles(name).manifest) || !existsSync(runFiles(join(runsFolder, name)).manifest)
    ? name
    : join(runsFolder, name);

/** The folders with runs in a folder, sorted by name. */
export async function listRuns(parent: string): Promise<Result<string[], Problem>> {
  try {
    const entries = await readdir(parent, { withFileTypes: true });
    return ok(
      entries
        .filter((entry) => entry.isDirectory() && existsSync(runFiles(join(parent, entry.name)).manifest))
        .map((entry) => join(parent, entry.name))
        .toSorted(),
    );
  } catch (error) {
    return fail(fileProblem(error, parent, 'read'));
  }
}

export interface SummarizedRun {
  readonly folder: string;
  readonly manifest: RunManifest;
  readonly summary: RunSummary;
}

/** The summary of a run: the stored one, or a new one where attempts were added since. */
export async function readSummarized(folder: string): Promise<Result<SummarizedRun, Problem>> {
  const manifest = await readManifest(folder);
  if (!manifest.ok) return manifest;
  const stored = await readStoredSummary(folder);
  if (stored !== undefined) return ok({ folder, manifest: manifest.value, summary: stored });
  const run = await readRun(folder);
  if (!run.ok) return run;
  return ok({ folder, manifest: manifest.value, summary: summarize(run.value.manifest, run.value.attempts) });
}

async function readStoredSummary(folder: string): Promise<RunSummary | undefined> {
  const { summary, attempts } = runFiles(folder);
  const modified = (file: string) =>
    stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
  if ((await modified(summary)) <= (await modified(attempts))) return undefined;
  const text = await readText(summary);
  if (!text.ok) return undefined;
  const parsed = parseDocument(text.value, RunSummary, summary);
  return parsed.ok ? parsed.value : undefined;
}

/** Deletes a run, unless it is being written. */
export async function removeRun(folder: string): Promise<Result<void, Problem>> {
  const manifest = await readManifest(folder);
  if (!manifest.ok) return manifest;
  const lock = await lockForWriting(folder);
  if (!lock.ok) return lock;
  try {
    await rm(folder, { recursive: true });
    return ok(undefined);
  } catch (error) {
    return fail(fileProblem(error, folder, 'write'));
  } finally {
    lock.value.release();
  }
}
