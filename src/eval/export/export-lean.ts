import { join } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { writeText } from '../../data/text-file.ts';
import type { Lean, LeanFailure, LoadedFile } from '../../lean/index.ts';
import { type Filling, splice } from '../../proving/index.ts';
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

interface PlacedProof {
  readonly theorem: string;
  readonly checkName: string;
  readonly filling: Filling;
}

/** The proofs that pass together. Where not all do, each is tried alone, and those that pass then are put together. */
async function soundProofs(
  lean: Lean,
  file: LoadedFile,
  source: ExportSource,
  verify: boolean,
  signal: AbortSignal,
): Promise<Result<Sound, Problem>> {
  const rejected: { theorem: string; message: string }[] = [];
  const placed = source.proofs.flatMap(({ theorem, index, script }): PlacedProof[] => {
    const sorry = findSorry(file, index);
    if (sorry === undefined) {
      rejected.push({ theorem, message: 'Lean does not reach its sorry' });
      return [];
    }
    const gap = { start: sorry.range.start.byte, stop: sorry.range.stop.byte, position: sorry.position };
    return [{ theorem, checkName: sorry.checkName, filling: { gap, script } }];
  });
  const sound = (proofs: readonly PlacedProof[]) => ok({ fillings: proofs.map(({ filling }) => filling), rejected });
  if (!verify || placed.length === 0) return sound(placed);

  const together = await complaintAgainst(lean, file, placed, signal);
  if (!together.ok) return together;
  if (together.value === undefined) return sound(placed);
  const alone: PlacedProof[] = [];
  for (const proof of placed) {
    const complaint = placed.length === 1 ? together : await complaintAgainst(lean, file, [proof], signal);
    if (!complaint.ok) return complaint;
    if (complaint.value === undefined) alone.push(proof);
    else rejected.push({ theorem: proof.theorem, message: complaint.value });
  }
  const again = alone.length === 0 ? ok(undefined) : await complaintAgainst(lean, file, alone, signal);
  if (!again.ok) return again;
  const { value: complaint } = again;
  if (complaint === undefined) return sound(alone);
  rejected.push(
    ...alone.map(({ theorem }) => ({ theorem, message: `beside the other proofs of the file: ${complaint}` })),
  );
  return sound([]);
}

/** What a fresh Lean has against the file with these proofs in it. */
async function complaintAgainst(
  lean: Lean,
  file: LoadedFile,
  proofs: readonly PlacedProof[],
  signal: AbortSignal,
): Promise<Result<string | undefined, Problem>> {
  const completed = splice(
    file.text,
    proofs.map(({ filling }) => filling),
  );
  const declarations = [...new Set(proofs.map(({ checkName }) => checkName))];
  const checked = await lean.checkProof(
    { original: file.text, completed, fileName: file.fileName, declarations },
    signal,
  );
  if (!checked.ok) return fail(leanProblem(checked.error, file.fileName));
  const rejection = checked.value.results.find(({ verdict }) => verdict === 'rejected');
  return ok(rejection === undefined ? undefined : `${rejection.reason ?? 'rejected'}: ${rejection.message ?? ''}`);
}

const leanProblem = (failure: LeanFailure, file: string): Problem => ({
  code: `lean-${failure.kind}`,
  message: `Lean could not check ${file}: ${failure.message}`,
  where: { file },
});
