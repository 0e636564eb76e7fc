import { z } from 'zod';

/** One theorem of a benchmark, as a line of JSONL: `header` + `statement` + ` := by sorry` is a Lean file. */
export const TheoremRecord = z.object({
  name: z.string().min(1),
  split: z.string(),
  source: z.string(),
  license: z.string(),
  header: z.string(),
  statement: z.string().min(1),
});
export type TheoremRecord = z.infer<typeof TheoremRecord>;
