/** The Lean of a benchmark, and the theorems that it is measured on. What cannot be opened ends the benchmark. */
import { type Benchmark, sampleTheorems } from '../../src/data/benchmark/benchmark.ts';
import { loadBenchmark } from '../../src/data/benchmark/load.ts';
import type { Problem } from '../../src/data/problem.ts';
import { ok, type Result } from '../../src/data/result.ts';
import { elaborateWith } from '../../src/eval/lean-prover/elaborate.ts';
import { defaultLeanOptions, type Lean, openLean } from '../../src/lean/index.ts';

export function unwrap<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** A Lean in which a tactic may take so long. */
export const benchmarkLean = async ({
  milliseconds = 8000,
  heartbeats = defaultLeanOptions.limits.heartbeats,
  workers = 1,
} = {}): Promise<Lean> =>
  unwrap(await openLean({ workers, limits: { ...defaultLeanOptions.limits, heartbeats, milliseconds } }));

/** The theorems of a file, or those that a sample of so many takes. */
export async function benchmarkTheorems(
  lean: Lean,
  path: string,
  { split, sample }: { readonly split: string; readonly sample?: string | undefined },
): Promise<Benchmark> {
  const elaborate = elaborateWith(async () => ok(lean), new AbortController().signal);
  const loaded = unwrap(await loadBenchmark(path, split, elaborate));
  return sample === undefined ? loaded : sampleTheorems(loaded, Number(sample));
}
