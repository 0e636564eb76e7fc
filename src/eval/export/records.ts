import { isStated } from '../../data/benchmark/benchmark.ts';
import { chatExample } from '../../data/export/chat.ts';
import { leanDojoTheorem } from '../../data/export/leandojo.ts';
import { formatJsonl } from '../../data/jsonl.ts';
import { type ProofStep, stepsOfProof } from '../../data/proof-step.ts';
import { fail, ok } from '../../data/result.ts';
import type { Pieces } from '../../store/write-pieces.ts';
import { type AttemptRecord, isProved } from '../attempt.ts';
import { type Run, readTheorems, runFiles } from '../store/run.ts';
import { TraceArchive } from '../store/trace-log.ts';

/** Formats that are one file of records. */
export const recordFormats = ['proofstep', 'chat', 'json', 'leandojo'] as const;
export type RecordFormat = (typeof recordFormats)[number];

export async function* exportRecords(run: Run, format: RecordFormat): Pieces {
  const archive = await TraceArchive.open(runFiles(run.folder).traces);
  if (!archive.ok) {
    yield archive;
    return;
  }
  await using traces = archive.value;
  if (traces.size === 0) {
    yield fail({
      code: 'no-traces',
      message: `${run.folder} holds no proof graphs, which the format ${format} is made of`,
      where: { file: runFiles(run.folder).traces },
      hint: 'A published run leaves them out. Run the evaluation again, or export --format lean.',
    });
    return;
  }
  switch (format) {
    case 'proofstep':
      yield* eachNewStep(run, traces, (step) => step);
      break;
    case 'chat':
      yield* eachNewStep(run, traces, chatExample);
      break;
    case 'json':
      yield* allTraces(run, traces);
      break;
    case 'leandojo':
      yield* leanDojo(run, traces);
      break;
  }
}

/** Steps of all proofs as JSONL; the same step of the same theorem only once. */
async function* eachNewStep(run: Run, traces: TraceArchive, record: (step: ProofStep) => unknown): Pieces {
  const theorems = new Map(run.manifest.theorems.map((theorem) => [theorem.id, theorem]));
  const seen = new Set<string>();
  for (const { theorem, attempt } of run.attempts.filter(isProved)) {
    const trace = await traces.read(theorem, attempt);
    if (!trace.ok) yield trace;
    else if (trace.value !== undefined) {
      const { module = '', split = '' } = theorems.get(theorem) ?? {};
      const steps = stepsOfProof(trace.value, { theorem, module, split }).filter((step) => {
        const key = JSON.stringify([theorem, step.state, step.tactic]);
        return !seen.has(key) && seen.add(key);
      });
      yield ok(formatJsonl(steps.map(record)));
    }
  }
}

/** Everything: the manifest, and every attempt with its proof graph, failed tactics included. One JSON document. */
async function* allTraces(run: Run, traces: TraceArchive): Pieces {
  yield ok(`{"manifest":${JSON.stringify(run.manifest)},\n"attempts":[`);
  let separator = '\n';
  for (const record of run.attempts) {
    const trace = await traces.read(record.theorem, record.attempt);
    if (!trace.ok) yield trace;
    else yield ok(`${separator}${JSON.stringify({ ...record, trace: trace.value })}`);
    separator = ',\n';
  }
  yield ok('\n]}\n');
}

/** One JSON array with a proof of each theorem that has one. */
async function* leanDojo(run: Run, traces: TraceArchive): Pieces {
  const theorems = await readTheorems(run.folder);
  if (!theorems.ok) {
    yield theorems;
    return;
  }
  yield ok('[');
  let separator = '\n';
  for (const { theorem, attempt } of firstProofs(run.attempts)) {
    const trace = await traces.read(theorem, attempt);
    if (!trace.ok) yield trace;
    const stated = theorems.value.get(theorem);
    if (!trace.ok || trace.value === undefined || stated === undefined || !isStated(stated)) continue;
    yield ok(`${separator}${JSON.stringify(leanDojoTheorem(stated, trace.value))}`);
    separator = ',\n';
  }
  yield ok('\n]\n');
}

/** The first proof of each theorem. */
export function firstProofs(attempts: readonly AttemptRecord[]): AttemptRecord[] {
  const first = new Map<string, AttemptRecord>();
  for (const record of attempts.filter(isProved)) {
    if (!first.has(record.theorem)) first.set(record.theorem, record);
  }
  return [...first.values()];
}
