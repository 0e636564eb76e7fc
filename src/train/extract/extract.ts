import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import { readText } from '../../data/text-file.ts';
import { locateRun } from '../../eval/store/find-runs.ts';
import { readRun } from '../../eval/store/run.ts';
import type { Lean } from '../../lean/index.ts';
import { collectTraces, countTraces, type TraceCounts } from './extract-project.ts';
import { collectRun } from './from-run.ts';
import { type ModuleTrace, moduleTrace } from './module-trace.ts';
import type { SourceFile } from './sources.ts';
import type { NegativeStep, StepCollector } from './step-record.ts';
import { traceProofs } from './trace-proofs.ts';

export type ExtractEvent =
  /** A step that does not come out when it is made again. */
  | {
      readonly kind: 'not-replayed';
      readonly file: string;
      readonly line: number;
      readonly theorem: string;
      readonly reason: string;
    }
  | { readonly kind: 'file-done'; readonly file: string; readonly counts: TraceCounts };

export interface ExtractOptions {
  readonly signal: AbortSignal;
  readonly onEvent: (event: ExtractEvent) => void;
  readonly onTrace?: (trace: ModuleTrace) => void;
}

/** Adds the steps of what runs have found. */
export async function extractRuns(
  folders: readonly string[],
  collector: StepCollector,
  onNegative: (step: NegativeStep) => void,
): Promise<Result<void, Problem>> {
  for (const folder of folders) {
    const run = await readRun(locateRun(folder));
    if (!run.ok) return run;
    const collected = await collectRun(run.value, collector, onNegative);
    if (!collected.ok) return collected;
  }
  return ok(undefined);
}

/** Adds the steps of the proofs in Lean files. Ends early where the signal aborts; what was collected stays. */
export async function extractFiles(
  lean: Lean,
  files: readonly SourceFile[],
  collector: StepCollector,
  { signal, onEvent, onTrace }: ExtractOptions,
): Promise<Result<void, Problem>> {
  for (const { path, module } of files) {
    if (signal.aborted) break;
    const text = await readText(path);
    if (!text.ok) return text;
    const traced = await traceProofs(
      lean,
      { text: text.value, fileName: path, traced: { module: [], options: [] } },
      signal,
    );
    if (!traced.ok) return traced;
    const trace = moduleTrace(module, traced.value);
    for (const { theorem, failures } of trace.proofs) {
      for (const { reason, place } of failures) {
        onEvent({ kind: 'not-replayed', file: path, line: place.line, theorem, reason });
      }
    }
    collectTraces([trace], collector);
    onTrace?.(trace);
    onEvent({ kind: 'file-done', file: path, counts: countTraces([trace]) });
  }
  return ok(undefined);
}
