import { z } from 'zod';
import { parseDocument } from '../jsonl.ts';
import type { Problem } from '../problem.ts';
import { fail, ok, type Result } from '../result.ts';
import type { BenchmarkTheorem } from './benchmark.ts';

export const LIBRARY_FORMAT = 1;

/** A benchmark of library theorems: names only, since Lean holds the statements. */
export const LibraryManifest = z.object({
  kind: z.literal('library'),
  format: z.int(),
  /** How the splits were made. */
  scheme: z.enum(['random', 'novel']),
  lean: z.object({ version: z.string(), githash: z.string() }),
  counts: z.object({
    /** Theorems of the modules before anything was left out. */
    listed: z.int(),
    /** How many were left out, by reason. */
    excluded: z.record(z.string(), z.int()),
    /** How many each split holds. */
    splits: z.record(z.string(), z.int()),
  }),
  /** Module -> split -> names of theorems. */
  modules: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
});
export type LibraryManifest = z.infer<typeof LibraryManifest>;

export function parseLibraryManifest(text: string, file: string): Result<BenchmarkTheorem[], Problem> {
  const parsed = parseDocument(text, LibraryManifest, file);
  if (!parsed.ok) return parsed;
  if (parsed.value.format > LIBRARY_FORMAT) {
    return fail({
      code: 'manifest-too-new',
      message: `${file} has format ${parsed.value.format}, and this Ariadne reads up to ${LIBRARY_FORMAT}`,
      where: { file, field: 'format' },
      hint: 'Update Ariadne, or build the manifest again with `ariadne dataset library`.',
    });
  }
  const theorems: BenchmarkTheorem[] = [];
  const seen = new Map<string, string>();
  for (const [module, splits] of Object.entries(parsed.value.modules)) {
    for (const [split, names] of Object.entries(splits)) {
      for (const id of names) {
        const earlier = seen.get(id);
        if (earlier !== undefined) {
          return fail({
            code: 'duplicate-name',
            message: `${file}: "${id}" stands in ${earlier} and in ${module} (${split})`,
            where: { file, field: `modules.${module}.${split}` },
          });
        }
        seen.set(id, `${module} (${split})`);
        theorems.push({ kind: 'library', id, split, module });
      }
    }
  }
  return ok(theorems);
}
