import type { z } from 'zod';
import type { Problem } from './problem.ts';
import { fail, ok, type Result } from './result.ts';

/** Parses JSONL, one record a line; empty lines are passed over. The first line that is wrong is named. */
export function parseJsonl<S extends z.ZodType>(
  text: string,
  schema: S,
  file: string,
): Result<{ readonly line: number; readonly record: z.output<S> }[], Problem> {
  const records: { line: number; record: z.output<S> }[] = [];
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() === '') continue;
    const line = index + 1;
    const value = parseJson(content);
    if (!value.ok) {
      return fail({
        code: 'malformed-json',
        message: `line ${line} of ${file} is not JSON: ${value.error}`,
        where: { file, line },
        hint: 'Every line holds one JSON object.',
      });
    }
    const parsed = schema.safeParse(value.value);
    if (!parsed.success) return fail(schemaProblem(parsed.error, file, line));
    records.push({ line, record: parsed.data });
  }
  return ok(records);
}

/** Parses one JSON document by a schema. */
export function parseDocument<S extends z.ZodType>(
  text: string,
  schema: S,
  file: string,
): Result<z.output<S>, Problem> {
  const value = parseJson(text);
  if (!value.ok) {
    return fail({ code: 'malformed-json', message: `${file} is not JSON: ${value.error}`, where: { file } });
  }
  const parsed = schema.safeParse(value.value);
  return parsed.success ? ok(parsed.data) : fail(schemaProblem(parsed.error, file));
}

export const formatJsonl = (records: Iterable<unknown>): string =>
  Array.from(records, (record) => `${JSON.stringify(record)}\n`).join('');

function parseJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/** Names the first field that does not fit. */
function schemaProblem(error: z.ZodError, file: string, line?: number): Problem {
  const issue = error.issues[0]!;
  const field = issue.path.map(String).join('.');
  const place = `${line === undefined ? '' : `line ${line} of `}${file}`;
  const what = field === '' ? '' : `, field "${field}"`;
  return {
    code: 'malformed-record',
    message: `${place}${what}: ${issue.message}`,
    where: { file, ...(line === undefined ? {} : { line }), ...(field === '' ? {} : { field }) },
  };
}
