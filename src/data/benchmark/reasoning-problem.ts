import { basename } from 'node:path';
import { z } from 'zod';
import { parseJsonl } from '../jsonl.ts';
import type { Problem } from '../problem.ts';
import { fail, ok, type Result } from '../result.ts';

/** The answers that a label can give. */
export const Label = z.enum(['True', 'False', 'Uncertain']);
export type Label = z.infer<typeof Label>;

/**
 * What premises say about a conclusion. `Inconsistent` premises say everything; `Consistent` is the answer where there is no
 * conclusion. `Unknown` where the budget ran out before a certificate was there.
 */
export const Verdict = z.enum(['True', 'False', 'Uncertain', 'Inconsistent', 'Consistent', 'Unknown']);
export type Verdict = z.infer<typeof Verdict>;

/** What a problem of reasoning in language says, apart from its name. */
export const reasoningFields = {
  premises: z.array(z.string()),
  conclusion: z.string(),
  formulas: z.object({ premises: z.array(z.string()), conclusion: z.string().optional() }).optional(),
  label: Label.optional(),
};
export const ReasoningProblem = z.object({ id: z.string(), ...reasoningFields });
export type ReasoningProblem = z.infer<typeof ReasoningProblem>;

const lines = z.union([
  z.array(z.string()),
  // FOLIO has been published with its premises in one text as well.
  z.string().transform((text) => text.split('\n').filter((line) => line.trim() !== '')),
]);

/** A line of a file: the fields of FOLIO, with `id` or `example_id` where there is one. */
const ProblemLine = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  example_id: z.union([z.string(), z.number()]).optional(),
  premises: lines,
  conclusion: z.string(),
  'premises-FOL': lines.optional(),
  'conclusion-FOL': z.string().optional(),
  label: z
    .enum(['True', 'False', 'Uncertain', 'Unknown'])
    .transform((label) => (label === 'Unknown' ? 'Uncertain' : label))
    .optional(),
});

/** Reads problems, one JSON object a line. Without an `id`, a problem is called after its line. */
export function parseProblems(text: string, file: string): Result<readonly ReasoningProblem[], Problem> {
  const parsed = parseJsonl(text, ProblemLine, file);
  if (!parsed.ok) return parsed;
  const name = basename(file).replace(/\.jsonl?$/, '');
  const problems = parsed.value.map(({ line, record }): ReasoningProblem => {
    const premises = record['premises-FOL'];
    const conclusion = record['conclusion-FOL'];
    return {
      id: String(record.id ?? record.example_id ?? `${name}:${line}`),
      premises: record.premises,
      conclusion: record.conclusion,
      ...(premises !== undefined && { formulas: { premises, ...(conclusion !== undefined && { conclusion }) } }),
      ...(record.label !== undefined && { label: record.label }),
    };
  });
  if (problems.length === 0) {
    return fail({ code: 'no-problem', message: `${file} holds no problem`, where: { file } });
  }
  const repeated = problems.find(({ id }, index) => problems.findIndex((other) => other.id === id) < index);
  if (repeated !== undefined) {
    return fail({
      code: 'repeated-id',
      message: `two problems of ${file} are called "${repeated.id}"`,
      where: { file, field: 'id' },
      hint: 'Give each its own id, or none.',
    });
  }
  return ok(problems);
}
