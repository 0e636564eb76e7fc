import { join } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { writeText } from '../../data/text-file.ts';
import type { Lean, LeanFailure, LoadedFile } from '../../lean/index.ts';
import { type Filling, splice } from '../../prove/index.ts';
import { findSorry } from '../lean-prover/find-sorry.ts';
import { type Run, readTheorems, runFiles } from '../store/run.ts';
import { type ExportSource, exportSources } from './lean-sources.ts';
import { firstProofs } from './records.ts';

export interface LeanExport {
  /** Paths of the files that were written. */
  readonly files: readonly string[];
  readonly theorems: number;
  /** Proofs that a fresh Lean did not accept in the exported file: their `sorry`s stay. */
  readonly rejected: readonly { readonly theorem: string; readonly message: string }[];
}

/**
 * Writes the proofs of a run as Lean files into a folder, one for each source file. Every file is checked as it stands
 * by a fresh Lean before it is written; a proof that fails there is left out. `verify: false` leaves the check out.
 */
export async function exportLean(
  run: Run,
  lean: Lean,
  folder: string,
  { verify, signal }: { readonly verify: boolean; readonly signal: AbortSignal },
): Promise<Result<LeanExport, Problem>> {
  const theorems = await readTheorems(run.folder);
  if (!theorems.ok) return theorems;
  if (theorems.value.size === 0) {
    return fail({
      code: 'no-statements',
      message: `${run.folder} holds no statements, so there is nothing to put the proofs into`,
      where: { file: runFiles(run.folder).theorems },
      hint: 'A published run leaves them out. Export from the folder of the run itself.',
    });
  }
  const proved = firstProofs(run.attempts).flatMap(({ theorem: id, outcome }) => {
    const theorem = theorems.value.get(id);
    return theorem === undefined || outcome.kind !== 'proved' ? [] : [{ theorem, script: outcome.script }];
  });
  const files: string[] = [];
  const rejected: { theorem: string; message: string }[] = [];
  for (const source of exportSources(proved)) {
    const loaded = await lean.loadFile(source.text, source.path, signal);
    if (!loaded.ok) return fail(leanProblem(loaded.error, source.path));
    const sound = await soundProofs(lean, loaded.value, source, verify, signal);
    if (!sound.ok) return sound;
    rejected.push(...sound.value.rejected);
    if (sound.value.fillings.length === 0) continue;
    const path = join(folder, source.path);
    const written = await writeText(path, splice(source.text, sound.value.fillings));
    if (!written.ok) return written;
    files.push(path);
  }
  return ok({ files, theorems: proved.length - rejected.length, rejected });
}

interface Sound {
  readonly fillings: readonly Filling[];
  readonly rejected: LeanExport['rejected'];
}

/** The proofs that pass together. One that fails is taken out and the rest is checked again. */
async function soundProofs(
  lean: Lean,
  file: LoadedFile,
  source: ExportSource,
  verify: boolean,
  signal: AbortSignal,
): Promise<Result<Sound, Problem>> {
  const rejected: { theorem: string; message: string }[] = [];
  let left = source.proofs.flatMap(({ theorem, index, script }) => {
    const sorry = findSorry(file, index);
    if (sorry === undefined) {
      rejected.push({ theorem, message: 'Lean does not reach its sorry' });
      return [];
    }
    const gap = { start: sorry.range.start.byte, stop: sorry.range.stop.byte, position: sorry.position };
    return [{ theorem, checkName: sorry.checkName, filling: { gap, script } satisfies Filling }];
  });
  while (verify && left.length > 0) {
    const completed = splice(
      file.text,
      left.map(({ filling }) => filling),
    );
    const declarations = [...new Set(left.map(({ checkName }) => checkName))];
    const checked = await lean.checkProof(
      { original: file.text, completed, fileName: file.fileName, declarations },
      signal,
    );
    if (!checked.ok) return fail(leanProblem(checked.error, source.path));
    const against = new Map(
      checked.value.results
        .filter(({ verdict }) => verdict === 'rejected')
        .map(({ declaration, reason, message }) => [declaration, `${reason ?? 'rejected'}: ${message ?? ''}`]),
    );
    if (against.size === 0) break;
    const failing = left.filter(({ checkName }) => against.has(checkName));
    rejected.push(...failing.map(({ theorem, checkName }) => ({ theorem, message: against.get(checkName) ?? '' })));
    left = left.filter(({ checkName }) => !against.has(checkName));
  }
  return ok({ fillings: left.map(({ filling }) => filling), rejected });
}

const leanProblem = (failure: LeanFailure, file: string): Problem => ({
  code: `lean-${failure.kind}`,
  message: `Lean could not check ${file}: ${failure.message}`,
  where: { file },
});
