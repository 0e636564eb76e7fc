import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Problem } from '../problem.ts';
import { fail, ok, type Result } from '../result.ts';
import { reasoningFields } from './reasoning-problem.ts';

const common = {
  /** Unique within its benchmark. */
  id: z.string(),
  split: z.string(),
  /** Where it comes from: a module, a file, a repository. */
  module: z.string(),
};

/** 1-based line and column, in code points. */
const LineAndColumn = z.tuple([z.int(), z.int()]);

/** A value of an option, as a project sets it for its files. */
export const FileOption = z.object({ name: z.string(), kind: z.enum(['bool', 'nat', 'string']), value: z.string() });
export type FileOption = z.infer<typeof FileOption>;

/** A theorem to be proved, and what Lean needs to state it. */
export const BenchmarkTheorem = z.discriminatedUnion('kind', [
  /** A `sorry` of a Lean file. */
  z.object({
    ...common,
    kind: z.literal('sorry'),
    fileName: z.string(),
    text: z.string(),
    /** Which `sorry`, in textual order; negative counts from the end. */
    index: z.int(),
    /** Where it begins, and where its `sorry` ends. */
    place: z.object({ start: LineAndColumn, end: LineAndColumn }).optional(),
    /** Those of the project that it stands in. */
    options: z.array(FileOption).exactOptional(),
    /** The file of the project that it stands in, by absolute path: what that imports is built before. */
    source: z.string().exactOptional(),
  }),
  /** A theorem of the library, stated by its name in the environment that its module imports. */
  z.object({ ...common, kind: z.literal('library') }),
  /** Lean does not elaborate it: it cannot be attempted, and counts as unproved. */
  z.object({ ...common, kind: z.literal('invalid'), message: z.string() }),
]);
export type BenchmarkTheorem = z.infer<typeof BenchmarkTheorem>;

/** A theorem that can be attempted. */
export type StatedTheorem = Exclude<BenchmarkTheorem, { kind: 'invalid' }>;

/** A problem in language: what is asked for is an answer. */
export const LanguageProblem = z.object({ ...common, kind: z.literal('problem'), ...reasoningFields });
export type LanguageProblem = z.infer<typeof LanguageProblem>;

/** What the attempts of a run are made at. */
export const RunItem = z.union([BenchmarkTheorem, LanguageProblem]);
export type RunItem = z.infer<typeof RunItem>;

/** What can be attempted. */
export type Attemptable = StatedTheorem | LanguageProblem;

export const isStated = (theorem: RunItem): theorem is StatedTheorem =>
  theorem.kind === 'sorry' || theorem.kind === 'library';

export interface Benchmark {
  /** For displays and folder names. */
  readonly name: string;
  /** The split that was asked for, `''` for all. */
  readonly split: string;
  readonly theorems: readonly BenchmarkTheorem[];
  /** SHA-256 over the theorems in order. */
  readonly hash: string;
}

/** Makes a benchmark of the theorems in one split (`''` for all). An unknown or an empty split is a problem. */
export function selectSplit(
  name: string,
  file: string,
  all: readonly BenchmarkTheorem[],
  split: string,
): Result<Benchmark, Problem> {
  if (all.length === 0) {
    return fail({ code: 'empty-benchmark', message: `${file} holds no theorem`, where: { file } });
  }
  const theorems = split === '' ? all : all.filter((theorem) => theorem.split === split);
  if (theorems.length === 0) {
    const known = [...new Set(all.map((theorem) => theorem.split))].toSorted();
    return fail({
      code: 'unknown-split',
      message: `${file} has no split "${split}"`,
      where: { file },
      hint: `It has ${known.map((each) => `"${each}"`).join(', ')}.`,
    });
  }
  return ok({ name, split, theorems, hash: hashTheorems(theorems) });
}

/**
 * A fixed sample of at most `size` theorems: those whose names hash lowest, in the order of the benchmark. The sample
 * of a benchmark is the same everywhere, and a smaller one is part of a larger one.
 */
export function sampleTheorems(benchmark: Benchmark, size: number): Benchmark {
  if (size >= benchmark.theorems.length) return benchmark;
  const rank = (theorem: BenchmarkTheorem) => createHash('sha256').update(theorem.id).digest('hex');
  const chosen = new Set(
    benchmark.theorems
      .map((theorem) => ({ id: theorem.id, rank: rank(theorem) }))
      .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, size)
      .map(({ id }) => id),
  );
  const theorems = benchmark.theorems.filter((theorem) => chosen.has(theorem.id));
  return { ...benchmark, theorems, hash: hashTheorems(theorems) };
}

const optionsOf = ({ options = [] }: { readonly options?: readonly FileOption[] }) =>
  options.length === 0 ? [] : [options];

/** The files of a project that the theorems stand in, by absolute paths. */
export const sourceFiles = ({ theorems }: Pick<Benchmark, 'theorems'>): string[] => [
  ...new Set(theorems.flatMap((theorem) => (theorem.kind === 'sorry' ? (theorem.source ?? []) : []))),
];

function hashTheorems(theorems: readonly BenchmarkTheorem[]): string {
  const hash = createHash('sha256');
  for (const theorem of theorems) {
    const content = theorem.kind === 'sorry' ? [theorem.text, theorem.index, ...optionsOf(theorem)] : [];
    hash.update(`${JSON.stringify([theorem.kind, theorem.id, theorem.split, theorem.module, ...content])}\n`);
  }
  return hash.digest('hex');
}
