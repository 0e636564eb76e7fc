import pc from 'picocolors';
import type { Problem } from '../../data/problem.ts';
import { visible, visibleLine } from '../../data/visible.ts';

/** A problem as a person reads it: where, what, and what to do next. */
export function problemText({ message, where, hint }: Problem): string {
  const place = where === undefined ? [] : [where.file, where.line, where.column].filter((part) => part !== undefined);
  const field = where?.field === undefined ? '' : ` (field '${where.field}')`;
  const at = place.length > 1 || where?.field !== undefined ? `${place.join(':')}${field}: ` : '';
  const lines = [`${pc.red('error:')} ${visibleLine(at)}${visible(message)}`];
  if (hint !== undefined) lines.push(`${pc.cyan('hint:')}  ${visible(hint)}`);
  return lines.join('\n');
}

/** Prints a problem to stderr and makes the process end with exit code 2. */
export function printProblem(problem: Problem): void {
  process.stderr.write(`${problemText(problem)}\n`);
  process.exitCode = 2;
}
