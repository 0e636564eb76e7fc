import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { attemptText } from '../../eval/report/outcome-text.ts';
import { listRuns, readSummarized } from '../../eval/store/find-runs.ts';
import { readRun, runFiles } from '../../eval/store/run.ts';
import { TraceArchive } from '../../eval/store/trace-log.ts';
import { tallyAttempts } from '../../eval/tally.ts';

/** Runs that are listed, theorems of one that are listed, and the largest packed graph that is sent, in characters. */
const most = { runs: 200, theorems: 5000, graph: 16 * 2 ** 20 };

export interface StoredRun {
  readonly name: string;
  readonly benchmark: string;
  readonly generator: string;
  readonly solved: number;
  readonly theorems: number;
}

export interface StoredAttempt {
  readonly attempt: number;
  readonly proved: boolean;
  readonly text: string;
  /** Was its proof graph kept? */
  readonly graph: boolean;
}

export interface StoredTheorem {
  readonly id: string;
  readonly attempts: readonly StoredAttempt[];
}

/** The runs of a folder (or the one run that the folder is), read as they stand. Runs are asked for by their names in the list. */
export class StoredRuns {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async list(): Promise<Result<StoredRun[], Problem>> {
    const folders = await this.#folders();
    if (!folders.ok) return folders;
    const runs: StoredRun[] = [];
    for (const [name, folder] of folders.value) {
      const run = await readSummarized(folder);
      // One damaged or newer run does not hide the others.
      if (!run.ok) continue;
      const { manifest, summary } = run.value;
      const { benchmark, generator } = manifest.config;
      const split = benchmark.split === '' ? '' : ` (${benchmark.split})`;
      const { solved, theorems } = summary;
      runs.push({ name, benchmark: `${benchmark.name}${split}`, generator, solved, theorems });
    }
    return ok(runs);
  }

  async theorems(name: string): Promise<Result<StoredTheorem[], Problem>> {
    const folder = await this.#folderOf(name);
    if (!folder.ok) return folder;
    const run = await readRun(folder.value);
    if (!run.ok) return run;
    const archive = await TraceArchive.open(runFiles(folder.value).traces);
    if (!archive.ok) return archive;
    await using traces = archive.value;
    const { manifest, attempts } = run.value;
    return ok(
      tallyAttempts(manifest.theorems, attempts)
        .slice(0, most.theorems)
        .map(({ theorem: { id }, attempts: own }) => ({
          id,
          attempts: own.map((record) => ({
            attempt: record.attempt,
            proved: record.outcome.kind === 'proved',
            text: attemptText(record),
            graph: traces.packedLength(id, record.attempt) !== undefined,
          })),
        })),
    );
  }

  /** The proof graph of an attempt as it is stored: base64 of zlib-packed JSON. */
  async graph(name: string, theorem: string, attempt: number): Promise<Result<string, Problem>> {
    const folder = await this.#folderOf(name);
    if (!folder.ok) return folder;
    const archive = await TraceArchive.open(runFiles(folder.value).traces);
    if (!archive.ok) return archive;
    await using traces = archive.value;
    const length = traces.packedLength(theorem, attempt);
    if (length === undefined) {
      const message = 'No proof graph of this attempt was kept.';
      return fail({
        code: 'no-graph',
        message,
        hint: '`ariadne eval` writes them to traces.jsonl in the folder of the run.',
      });
    }
    if (length > most.graph) return fail({ code: 'graph-too-large', message: 'The graph is too large for the page.' });
    const packed = await traces.readPacked(theorem, attempt);
    return packed.ok ? ok(packed.value ?? '') : packed;
  }

  async #folders(): Promise<Result<ReadonlyMap<string, string>, Problem>> {
    if (existsSync(runFiles(this.#folder).manifest)) return ok(new Map([[basename(this.#folder), this.#folder]]));
    const folders = await listRuns(this.#folder);
    if (!folders.ok) return folders;
    return ok(new Map(folders.value.slice(0, most.runs).map((folder) => [basename(folder), folder])));
  }

  async #folderOf(name: string): Promise<Result<string, Problem>> {
    const folders = await this.#folders();
    if (!folders.ok) return folders;
    const folder = folders.value.get(name);
    return folder === undefined ? fail({ code: 'no-run', message: `There is no run ${name}.` }) : ok(folder);
  }
}
