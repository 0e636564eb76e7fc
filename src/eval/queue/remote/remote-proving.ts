import { relative, sep } from 'node:path';
import type { BenchmarkTheorem } from '../../../data/benchmark/benchmark.ts';
import type { Problem } from '../../../data/problem.ts';
import { ok, type Result } from '../../../data/result.ts';
import type { GeneratorOptions } from '../../../generator/index.ts';
import type { Lean, LeanOptions } from '../../../lean/index.ts';
import type { EvaluationInput } from '../../evaluate.ts';
import type { RunWriter } from '../../store/run-writer.ts';
import { leanJudge } from '../judge.ts';
import type { Lanes } from '../link/lanes.ts';
import type { Assignment } from '../link/wire.ts';
import { sendFolder } from '../parcels/folder.ts';
import type { Parcels } from '../parcels/parcels.ts';
import { orderGenerator } from '../worker/generator-order.ts';
import { versionsOf } from '../worker/lean-workshop.ts';
import { projectSources } from '../worker/project-sources.ts';
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
  /** The Lean files of the benchmark, where they import modules of a Lake project. */
  readonly project?: LakeProject;
}

/** A Lake project, and files of it, by their absolute paths. */
export interface LakeProject {
  readonly root: string;
  readonly files: readonly string[];
}

/** What was fetched for the project goes along where Lean builds it at the worker; a native one has its own. */
async function sendProject(
  parcels: Parcels,
  lean: Lean,
  { root, files }: LakeProject,
): Promise<Result<NonNullable<Assignment['project']>, Problem>> {
  const hash = await sendFolder(parcels, root, await projectSources(root, lean.command.kind === 'embedded'));
  if (!hash.ok) return hash;
  return ok({ hash: hash.value, files: files.map((file) => relative(root, file).split(sep).join('/')) });
}

export type RemoteProving = Pick<EvaluationInput, 'prover' | 'parallel'> & AsyncDisposable;

/** Has the workers of a queue make the attempts of a run. */
export async function openRemoteProving(
  { lanes, priority, parallel, distrust, onNotice }: QueueUse,
  { lean, limits, generator, candidates, project }: ProvingParts,
  run: RunWriter,
  theorems: readonly BenchmarkTheorem[],
): Promise<Result<RemoteProving, Problem>> {
  const order = await orderGenerator(generator.options, lanes.parcels);
  if (!order.ok) return order;
  const sources = project === undefined ? ok(undefined) : await sendProject(lanes.parcels, lean, project);
  if (!sources.ok) return sources;
  const { budgets } = run.manifest.config;
  const opened = await openRemoteRun({
    lanes,
    folder: run.folder,
    theorems,
    assignment: {
      versions: versionsOf(lean),
      work: { kind: 'attempt', budgets, candidates, generator: order.value, generatorName: generator.name },
      limits,
      ...(sources.value !== undefined && { project: sources.value }),
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
