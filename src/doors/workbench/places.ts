import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Lean } from '../../lean/index.ts';
import { type DocumentPosition, openFailure, openProblem } from '../../proving/index.ts';
import { diagnosticsAnswer, type PlacesAnswer } from './answers.ts';
import type { LeanDocument } from './subject.ts';

/** The goals at a place of a document, as Lean's own editor shows them: there need not be a `sorry`. */
export async function goalsAt(
  lean: Lean,
  { name, text }: LeanDocument,
  position: DocumentPosition,
  signal: AbortSignal,
): Promise<Result<PlacesAnswer, Problem>> {
  const lines = text.split('\n');
  const line = lines[position.line - 1];
  if (line === undefined) {
    return fail({
      code: 'no-such-line',
      message: `There is no line ${position.line}; the text has ${lines.length}.`,
      where: { file: name },
    });
  }
  const points = [...line];
  const columns =
    position.column === undefined
      ? [...new Set([points.length - [...line.trimStart()].length, [...line.trimEnd()].length])]
      : [Math.min(position.column - 1, points.length)];
  const before = Buffer.byteLength(
    lines
      .slice(0, position.line - 1)
      .map((each) => `${each}\n`)
      .join(''),
  );
  const bytes = columns.map((column) => before + Buffer.byteLength(points.slice(0, column).join('')));
  const found = await lean.goalsAt({ text, fileName: name }, bytes, signal);
  if (!found.ok) return fail(openProblem(openFailure(found.error), name));
  const { places, messages } = found.value;
  return ok({
    places: places.map(({ kind, goals }, i) => ({
      line: position.line,
      column: (columns[i] ?? 0) + 1,
      kind,
      goals: goals.map(({ pretty }) => pretty),
    })),
    diagnostics: diagnosticsAnswer(messages),
  });
}
