import { parseJsonl } from '../jsonl.ts';
import type { Problem } from '../problem.ts';
import { fail, ok, type Result } from '../result.ts';
import { TheoremRecord } from '../theorem.ts';
import type { BenchmarkTheorem } from './benchmark.ts';

/** The Lean file that states a theorem: its last `sorry` is the one to fill. */
export const theoremFile = (record: Pick<TheoremRecord, 'header' | 'statement'>): string =>
  `${record.header}${record.statement} := by sorry\n`;

/** Line and column right behind a text. */
function endOf(text: string): [line: number, column: number] {
  const lines = text.split('\n');
  return [lines.length, [...lines.at(-1)!].length + 1];
}

/** Reads theorem JSONL. Two theorems of one name are a problem: results are told apart by name. */
export function parseTheorems(text: string, file: string): Result<BenchmarkTheorem[], Problem> {
  const parsed = parseJsonl(text, TheoremRecord, file);
  if (!parsed.ok) return parsed;
  const lines = new Map<string, number>();
  for (const { line, record } of parsed.value) {
    const earlier = lines.get(record.name);
    if (earlier !== undefined) {
      return fail({
        code: 'duplicate-name',
        message: `line ${line} of ${file}, field "name": "${record.name}" is already the name of line ${earlier}`,
        where: { file, line, field: 'name' },
        hint: 'Give every theorem a name of its own.',
      });
    }
    lines.set(record.name, line);
  }
  return ok(
    parsed.value.map(({ record }) => ({
      kind: 'sorry',
      id: record.name,
      split: record.split,
      module: record.source,
      fileName: `${record.name.replaceAll(/[^\p{L}\p{N}_.-]/gu, '_')}.lean`,
      text: theoremFile(record),
      index: -1,
      place: { start: endOf(record.header), end: endOf(theoremFile(record).trimEnd()) },
    })),
  );
}
