/** Building a project and tracing its modules, for the commands that do. */

import type { Problem } from '../data/problem.ts';
import { ok, type Result } from '../data/result.ts';
import { visibleLine } from '../data/visible.ts';
import { replHash } from '../eval/lean-prover/repl-hash.ts';
import { cacheFolder, type Lean, openLean, type ProjectModules, projectModules } from '../lean/index.ts';
import { countTraces, type TraceCounts, type TraceEvent, traceModules } from '../train/extract/extract-project.ts';
import { type ModuleTrace, TraceStore } from '../train/extract/module-trace.ts';
import { buildPrinter } from './display/build-view.ts';
import { type LeanArguments, leanSettings } from './options/lean-options.ts';

export interface TracedProject {
  readonly project: ProjectModules;
  /** Of the modules that could be traced, each after those that it imports. */
  readonly traces: readonly ModuleTrace[];
}

/** `use` gets what was traced, while Lean is there; it is not called where the signal aborts before. */
export async function withTracedProject(
  { folder, only, ...args }: LeanArguments & { readonly folder: string; readonly only: readonly string[] },
  signal: AbortSignal,
  use: (traced: TracedProject, lean: Lean) => Promise<Result<void, Problem>>,
): Promise<Result<void, Problem>> {
  const onEvent = buildPrinter();
  const settings = { workers: args.workers, signal, onEvent };
  const project = await projectModules({ folder, only, lean: args.lean }, process.env, settings);
  if (!project.ok) return project;
  if (signal.aborted) return ok(undefined);
  const { name, modules, blocked } = project.value;
  const files = modules.map(({ file }) => file);
  const opened = await openLean({ ...leanSettings(args), cwd: project.value.folder, files, signal, onEvent });
  if (!opened.ok) return opened;
  await using lean = opened.value;
  const store = new TraceStore(cacheFolder(process.env), lean, replHash(lean));
  let done = 0;
  const traced = await traceModules(lean, modules, {
    store,
    signal,
    onEvent: (event) => printTraceEvent(event, `${++done}/${modules.length}`),
  });
  if (!traced.ok) return traced;
  console.log(
    `${name}: ${traced.value.length} modules of ${modules.length + blocked.length}; ${countsText(countTraces(traced.value))}`,
  );
  if (blocked.length > 0) console.log(`not traced, since their imports are not built: ${blocked.join(', ')}`);
  return signal.aborted ? ok(undefined) : use({ project: project.value, traces: traced.value }, lean);
}

function printTraceEvent(event: TraceEvent, progress: string): void {
  const line =
    event.kind === 'module-traced'
      ? `${event.trace.module}: ${countsText(countTraces([event.trace]))}${event.cached ? ' (as before)' : ''}`
      : `${event.module}: not traced: ${visibleLine(event.problem.message)}`;
  process.stderr.write(`${progress} ${line}\n`);
}

export function countsText({ proofs, whole, steps, replayed, failures }: TraceCounts): string {
  const reasons = [...failures].map(([reason, count]) => `${count} ${reason}`);
  const left = reasons.length === 0 ? '' : `; left out: ${reasons.join(', ')}`;
  return `${whole} of ${proofs} proofs whole, ${replayed} of ${steps} steps replayed${left}`;
}
