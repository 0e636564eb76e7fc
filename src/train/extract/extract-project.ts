import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import { type Lean, type ModuleNode, nameParts } from '../../lean/index.ts';
import { type ModuleTrace, moduleTrace, type TraceStore } from './module-trace.ts';
import { type ExtractedStep, type StepCollector, splitOf } from './step-record.ts';
import { traceProofs } from './trace-proofs.ts';

export type TraceEvent =
  | { readonly kind: 'module-traced'; readonly trace: ModuleTrace; readonly cached: boolean }
  /** Lean was lost over a module, or could not read it. */
  | { readonly kind: 'module-not-traced'; readonly module: string; readonly problem: Problem };

export interface TraceOptions {
  readonly store: TraceStore;
  readonly signal: AbortSignal;
  readonly onEvent: (event: TraceEvent) => void;
}

/**
 * Traces modules, as many at a time as Lean has workers. Each is kept when it is done, so that a run that was cut off goes on
 * where it was; a module that cannot be traced is told of, and the others go on.
 */
export async function traceModules(
  lean: Lean,
  modules: readonly ModuleNode[],
  { store, signal, onEvent }: TraceOptions,
): Promise<Result<readonly ModuleTrace[], Problem>> {
  const traces = new Map<string, ModuleTrace>();
  const waiting = modules.values();
  let problem: Problem | undefined;
  const work = async (): Promise<void> => {
    for (const node of waiting) {
      if (signal.aborted || problem !== undefined) return;
      const known = await store.read(node);
      const traced = known === undefined ? await traceOne(lean, node, signal) : ok(known);
      // A module that was cut off is not whole.
      if (signal.aborted) return;
      if (!traced.ok) {
        onEvent({ kind: 'module-not-traced', module: node.module, problem: traced.error });
        continue;
      }
      if (known === undefined) {
        const written = await store.write(node, traced.value);
        if (!written.ok) problem = written.error;
      }
      traces.set(node.module, traced.value);
      onEvent({ kind: 'module-traced', trace: traced.value, cached: known !== undefined });
    }
  };
  await Promise.all(Array.from({ length: lean.workers }, work));
  if (problem !== undefined) return { ok: false, error: problem };
  return ok(modules.flatMap(({ module }) => traces.get(module) ?? []));
}

async function traceOne(lean: Lean, node: ModuleNode, signal: AbortSignal): Promise<Result<ModuleTrace, Problem>> {
  const { module, file: fileName, text, options } = node;
  const traced = await traceProofs(
    lean,
    { text, fileName, traced: { module: nameParts(module), options: [...options] } },
    signal,
  );
  return traced.ok ? ok(moduleTrace(module, traced.value)) : traced;
}

/** Adds the steps of traces, with the premises where they are declared as far as any of the traces or Lean itself knows. */
export function collectTraces(traces: readonly ModuleTrace[], collector: StepCollector): void {
  const places = new Map(
    traces.flatMap(({ module, declared }) => declared.map(({ name, start }) => [`${module}\0${name}`, start])),
  );
  for (const { module, proofs, premises, declared } of traces) {
    const known = new Map(premises.map((premise) => [premise.name, premise]));
    const starts = new Map(declared.map(({ name, start }) => [name, start]));
    for (const { theorem, line, steps } of proofs) {
      const split = splitOf(`${module}.${theorem || line}`);
      const theoremPlace = starts.get(theorem);
      for (const { state, tactic, after, place, uses } of steps) {
        const used: NonNullable<ExtractedStep['premises']> = uses.map(({ name, named }) => {
          const premise = known.get(name);
          const home = premise?.module || module;
          const at = places.get(`${home}\0${name}`) ?? premise?.place;
          const position = at && { position: oneBased(at) };
          return { name, module: home, kind: premise?.kind ?? 'other', named, ...position };
        });
        collector.add({
          theorem,
          module,
          split,
          state,
          tactic,
          after,
          position: oneBased(place),
          names: used.filter(({ named, kind }) => named && isCited(kind)).map(({ name }) => name),
          premises: used,
          ...(theoremPlace !== undefined && { theoremPosition: oneBased(theoremPlace) }),
        });
      }
    }
  }
}

const isCited = (kind: string): boolean => kind === 'theorem' || kind === 'axiom';

const oneBased = ({ line, column }: { line: number; column: number }): { line: number; column: number } => ({
  line,
  column: column + 1,
});

/** What traces came to, in steps: those that were made again, and the others by reason. */
export interface TraceCounts {
  readonly proofs: number;
  /** Proofs of which every step was made again. */
  readonly whole: number;
  readonly steps: number;
  readonly replayed: number;
  /** By reason, most frequent first; `after-a-failure` are those that were not reached. */
  readonly failures: ReadonlyMap<string, number>;
}

export function countTraces(traces: readonly Pick<ModuleTrace, 'proofs'>[]): TraceCounts {
  const proofs = traces.flatMap((trace) => trace.proofs);
  const failures = new Map<string, number>();
  const add = (reason: string, count: number) => {
    if (count > 0) failures.set(reason, (failures.get(reason) ?? 0) + count);
  };
  for (const proof of proofs) {
    for (const { reason } of proof.failures) add(reason, 1);
    add('after-a-failure', proof.unreached);
  }
  const replayed = proofs.reduce((sum, { steps }) => sum + steps.length, 0);
  return {
    proofs: proofs.length,
    whole: proofs.filter((proof) => proof.failures.length === 0 && proof.unreached === 0).length,
    steps: replayed + [...failures.values()].reduce((a, b) => a + b, 0),
    replayed,
    failures: new Map([...failures].toSorted(([, a], [, b]) => b - a)),
  };
}
