import { isStated } from '../../data/benchmark/benchmark.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Lean } from '../../lean/index.ts';
import {
  type Filling,
  fillingOf,
  findSorry,
  isAccepted,
  type OpenDeclaration,
  type OpenFile,
  openFile,
  openProblem,
  splice,
  verify as verifyFindings,
} from '../../proving/index.ts';
import { pathInside } from '../../store/inside.ts';
import { writeText } from '../../store/write-text.ts';
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
    return theorem === undefined || !isStated(theorem) || outcome.kind !== 'proved'
      ? []
      : [{ theorem, script: outcome.script }];
  });
  const files: string[] = [];
  const rejected: { theorem: string; message: string }[] = [];
  for (const source of exportSources(proved)) {
    // Where a run says that its files lie is data, and data may come from anywhere.
    const path = await pathInside(folder, source.path);
    if (!path.ok) {
      rejected.push(...source.proofs.map(({ theorem }) => ({ theorem, message: path.error.message })));
      continue;
    }
    const { text, path: fileName, options } = source;
    const file = await openFile(lean, { text, fileName, options }, signal);
    if (!file.ok) return fail(openProblem(file.error, source.path));
    const sound = await soundProofs(lean, file.value, source, verify, signal);
    if (!sound.ok) return sound;
    rejected.push(...sound.value.rejected);
    if (sound.value.proofs === 0) continue;
    const written = await writeText(path.value, sound.value.completed);
    if (!written.ok) return written;
    files.push(path.value);
  }
  return ok({ files, theorems: proved.length - rejected.length, rejected });
}

interface Sound {
  readonly completed: string;
  /** How many proofs are in it. */
  readonly proofs: number;
  readonly rejected: LeanExport['rejected'];
}

/** The proofs of a file that pass together, in its text. Where some clash, the earlier ones stay. */
async function soundProofs(
  lean: Lean,
  file: OpenFile,
  source: ExportSource,
  verify: boolean,
  signal: AbortSignal,
): Promise<Result<Sound, Problem>> {
  const rejected: { theorem: string; message: string }[] = [];
  const placed = source.proofs.flatMap(({ theorem, index, script }): PlacedProof[] => {
    const sorry = findSorry(file, index);
    const declaration = file.declarations.find(({ sorries }) => sorry !== undefined && sorries.includes(sorry));
    if (sorry !== undefined && declaration !== undefined) {
      return [{ theorem, declaration, filling: fillingOf(sorry, script) }];
    }
    rejected.push({ theorem, message: 'Lean does not reach its sorry' });
    return [];
  });
  const fillings = placed.map(({ filling }) => filling);
  if (!verify) return ok({ completed: splice(file.text, fillings), proofs: placed.length, rejected });
  const groups = [...Map.groupBy(placed, ({ declaration }) => declaration)];
  const findings = groups.map(([declaration, proofs]) => ({
    declaration,
    fillings: proofs.map(({ filling }) => filling),
  }));
  const { completed, verdicts } = await verifyFindings(lean, file, findings, signal);
  for (const [i, verdict] of verdicts.entries()) {
    if (isAccepted(verdict)) continue;
    if (verdict.kind !== 'rejected') return fail(openProblem(verdict, file.fileName));
    const message = `${verdict.reason}: ${verdict.message}`;
    rejected.push(...groups[i]![1].map(({ theorem }) => ({ theorem, message })));
  }
  return ok({ completed, proofs: source.proofs.length - rejected.length, rejected });
}

interface PlacedProof {
  readonly theorem: string;
  readonly declaration: OpenDeclaration;
  readonly filling: Filling;
}
