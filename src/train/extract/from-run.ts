import type { Problem } from '../../data/problem.ts';
import { stepsOfProof } from '../../data/proof-step.ts';
import { isAccepted, isLeftAside, type ProofTrace } from '../../data/proof-trace.ts';
import { ok, type Result } from '../../data/result.ts';
import { isProved } from '../../eval/attempt.ts';
import { type Run, runFiles } from '../../eval/store/run.ts';
import { TraceArchive } from '../../eval/store/trace-log.ts';
import type { NegativeStep, StepCollector } from './step-record.ts';

type Origin = Pick<NegativeStep, 'theorem' | 'module' | 'split'>;

/** Adds the steps of the proofs that a run found; hands over the tactics that led nowhere, of all its attempts. */
export async function collectRun(
  run: Run,
  collector: StepCollector,
  onNegative: (step: NegativeStep) => void,
): Promise<Result<void, Problem>> {
  const archive = await TraceArchive.open(runFiles(run.folder).traces);
  if (!archive.ok) return archive;
  await using traces = archive.value;
  const theorems = new Map(run.manifest.theorems.map((theorem) => [theorem.id, theorem]));
  for (const record of run.attempts) {
    const trace = await traces.read(record.theorem, record.attempt);
    if (!trace.ok) return trace;
    if (trace.value === undefined) continue;
    const { module = '', split = '' } = theorems.get(record.theorem) ?? {};
    const origin = { theorem: record.theorem, module, split };
    if (isProved(record)) for (const step of stepsOfProof(trace.value, origin)) collector.add(step);
    for (const step of negativeSteps(trace.value, origin)) onNegative(step);
  }
  return ok(undefined);
}

/** Tactics that Lean refused, those whose goals turned out to be beyond proof, and those that lead back to where they began. */
export function negativeSteps({ nodes, edges }: ProofTrace, origin: Origin): NegativeStep[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges.flatMap((edge) => {
    const isDeadEnd = isAccepted(edge) && edge.children.some((child) => byId.get(child)?.status === 'failed');
    const isLoop = isLeftAside(edge) && byId.get(edge.from)?.status !== 'proved';
    if (isAccepted(edge) && !isDeadEnd && !isLoop) return [];
    const { tactic, logProbability, message } = edge;
    const state = byId.get(edge.from)?.state ?? '';
    const outcome = isDeadEnd ? 'dead-end' : isLoop ? 'loop' : edge.outcome;
    return [{ ...origin, state, tactic, outcome, logProbability, ...(message !== undefined && { message }) }];
  });
}
