import type { BenchmarkTheorem } from '../../data/benchmark/benchmark.ts';
import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import type { GeneratorOptions } from '../../generator/index.ts';
import type { Lean, LeanOptions } from '../../lean/index.ts';
import type { EvaluationInput } from '../evaluate.ts';
import type { RunWriter } from '../store/run-writer.ts';
import { orderGenerator } from './generator-order.ts';
import { leanJudge } from './judge.ts';
import type { Lanes } from './lanes.ts';
import { versionsOf } from './lean-workshop.ts';
import { RemoteProver } from './remote-prover.ts';
import { openRemoteRun } from './remote-run.ts';

/** How a coordinator uses a queue, whatever it runs. */
export interface QueueUse {
  readonly lanes: Lanes;
  readonly priority: number;
  /** Jobs on the queue at once; absent: as many as keep the workers busy. */
  readonly parallel?: number;
  /** Verify here what workers call proved. */
  readonly distrust: boolean;
  readonly onNotice: (text: string) => void;
}

/** What the attempts of a run are made of. */
export interface ProvingParts {
  readonly lean: Lean;
  readonly limits: LeanOptions['limits'];
  readonly generator: { readonly options: GeneratorOptions; readonly name: string };
  readonly candidates: number;
}

export type RemoteProving = Pick<EvaluationInput, 'prover' | 'parallel'> & AsyncDisposable;

/** Has the workers of a queue make the attempts of a run. */
export async function openRemoteProving(
  { lanes, priority, parallel, distrust, onNotice }: QueueUse,
  { lean, limits, generator, candidates }: ProvingParts,
  run: RunWriter,
  theorems: readonly BenchmarkTheorem[],
): Promise<Result<RemoteProving, Problem>> {
  const order = await orderGenerator(generator.options, lanes.parcels);
  if (!order.ok) return order;
  const { budgets } = run.manifest.config;
  const opened = await openRemoteRun({
    lanes,
    folder: run.folder,
    theorems,
    assignment: {
      versions: versionsOf(lean),
      work: { kind: 'attempt', budgets, candidates, generator: order.value, generatorName: generator.name },
      limits,
    },
    priority,
    parallel,
    isStored: (theorem, attempt) => run.find(theorem, attempt) !== undefined,
    onNotice,
  });
  if (!opened.ok) return opened;
  const remote = opened.value;
  return ok({
    prover: new RemoteProver(remote, distrust ? leanJudge(lean) : undefined),
    parallel: remote.coordinator.parallel,
    [Symbol.asyncDispose]: () => remote[Symbol.asyncDispose](),
  });
}
