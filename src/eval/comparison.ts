import { mcnemarExact } from './statistics/mcnemar.ts';
import type { Run } from './store/run.ts';
import { tallyAttempts } from './tally.ts';

/** Which of the theorems that two runs share each of them solved, with at least one attempt. */
export interface PairedComparison {
  readonly common: number;
  readonly both: readonly string[];
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
  readonly neither: readonly string[];
  /** McNemar's exact test, two-sided. */
  readonly p: number;
}

export function compareRuns(first: Run, second: Run): PairedComparison {
  const [a, b] = [solvedIn(first), solvedIn(second)];
  const common = [...a.keys()].filter((theorem) => b.has(theorem));
  const where = (inFirst: boolean, inSecond: boolean) =>
    common.filter((theorem) => a.get(theorem) === inFirst && b.get(theorem) === inSecond);
  const [onlyFirst, onlySecond] = [where(true, false), where(false, true)];
  return {
    common: common.length,
    both: where(true, true),
    onlyFirst,
    onlySecond,
    neither: where(false, false),
    p: mcnemarExact(onlyFirst.length, onlySecond.length),
  };
}

const solvedIn = ({ manifest, attempts }: Run): Map<string, boolean> =>
  new Map(tallyAttempts(manifest.theorems, attempts).map(({ theorem, proved }) => [theorem.id, proved > 0]));

/** Names that tell runs apart: the last part of the folder, or all of it where that is not enough. */
export function runLabels(runs: readonly Run[]): string[] {
  const short = runs.map(
    ({ folder }) =>
      folder
        .replace(/[/\\]+$/, '')
        .split(/[/\\]/)
        .at(-1) ?? folder,
  );
  return new Set(short).size === runs.length ? short : runs.map(({ folder }) => folder);
}
