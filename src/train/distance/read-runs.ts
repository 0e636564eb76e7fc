import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { readRun, runFiles } from '../../eval/store/run.ts';
import { TraceArchive } from '../../eval/store/trace-log.ts';
import { isHeldOut } from '../dataset/held-out.ts';
import { type SearchedState, searchedStates } from './classes.ts';

/** A state with the theorem that it was first met in. */
export interface DistanceExample extends SearchedState {
  readonly theorem: string;
}

export interface DistanceExamples {
  readonly examples: readonly DistanceExample[];
  /** States that were left out, as they or their theorems are held out. */
  readonly leftOut: number;
}

/**
 * The states that searches met, each once: the shortest proof that any of them found counts, and a state that one of
 * them proved can be proved. A run serves several splits: only theorems of the split `train` are taken, and of these none
 * that is held out otherwise.
 */
export async function readRuns(
  folders: readonly string[],
  heldOut: ReadonlySet<string>,
): Promise<Result<DistanceExamples, Problem>> {
  const byState = new Map<string, DistanceExample>();
  let leftOut = 0;
  for (const folder of folders) {
    const run = await readRun(folder);
    if (!run.ok) return run;
    const archive = await TraceArchive.open(runFiles(folder).traces);
    if (!archive.ok) return archive;
    await using traces = archive.value;
    const splits = new Map(run.value.manifest.theorems.map(({ id, split }) => [id, split]));
    for (const { theorem, attempt } of run.value.attempts) {
      const trace = await traces.read(theorem, attempt);
      if (!trace.ok) return trace;
      for (const found of trace.value === undefined ? [] : searchedStates(trace.value)) {
        const example = { ...found, theorem };
        const isOut = splits.get(theorem) !== 'train' || isHeldOut(heldOut, example);
        const known = byState.get(found.state);
        if (isOut) leftOut++;
        else if (known === undefined) byState.set(found.state, example);
        else if (found.distance < known.distance) byState.set(found.state, { ...known, distance: found.distance });
      }
    }
  }
  if (byState.size > 0) return ok({ examples: [...byState.values()], leftOut });
  return fail({
    code: 'empty-dataset',
    message: `${folders.join(', ')}: no state of a theorem that may be trained on`,
    ...(folders[0] !== undefined && { where: { file: folders[0] } }),
    hint: 'Take runs on theorems of the split train that kept the graphs of their searches.',
  });
}
