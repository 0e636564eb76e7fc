import type { SorryInfo } from '../lean/index.ts';
import { renderScript, type Script } from '../search/index.ts';

export type { Script } from '../search/index.ts';

/** A `sorry` to be replaced: the bytes `start` to `stop` of the UTF-8 text, and whether it stands for a tactic or a term. */
export interface Gap {
  readonly start: number;
  readonly stop: number;
  readonly position: 'tactic' | 'term';
}

export interface Filling {
  readonly gap: Gap;
  readonly script: Script;
}

export const fillingOf = ({ range, position }: SorryInfo, script: Script): Filling => ({
  gap: { start: range.start.byte, stop: range.stop.byte, position },
  script,
});

/** The fifth step: the text with scripts in the place of gaps. Everything else stays as it was, byte for byte. */
export function splice(text: string, fillings: readonly Filling[]): string {
  const bytes = Buffer.from(text, 'utf8');
  let done = '';
  let at = 0;
  for (const { gap, script } of fillings.toSorted((a, b) => a.gap.start - b.gap.start)) {
    const before = done + bytes.toString('utf8', at, gap.start);
    const { kept, replacement } = gap.position === 'tactic' ? placeTactic(before, script) : placeTerm(before, script);
    const after = /^[^\n]*/.exec(bytes.toString('utf8', gap.stop, gap.stop + lookahead))?.[0] ?? '';
    done = kept + replacement + separator(before, replacement, after);
    at = gap.stop;
  }
  return done + bytes.toString('utf8', at);
}

/** Bytes behind a gap that are looked at. */
const lookahead = 256;

/** What a comment at the end of a script would swallow goes to the next line. */
function separator(before: string, replacement: string, after: string): string {
  const rest = after.trimStart();
  if (rest === '' || rest.startsWith('--') || !endsInComment(replacement)) return '';
  return `\n${' '.repeat(columnOf(before))}`;
}

/** May the last line end in a comment? A `--` inside a string counts, too: a line break more does no harm. */
const endsInComment = (text: string): boolean => text.slice(text.lastIndexOf('\n') + 1).includes('--');

interface Placed {
  /** The text before the gap, without white space that is replaced, too. */
  readonly kept: string;
  readonly replacement: string;
}

const lastLine = (text: string): string => text.slice(text.lastIndexOf('\n') + 1);

/** Lean aligns the tactics of a block by their column, counted in code points. */
const columnOf = (before: string): number => [...lastLine(before)].length;

const marginOf = (before: string): number => {
  const line = lastLine(before);
  return line.length - line.trimStart().length;
};

/** A block in brackets, the first tactic right behind `opening`. */
function bracketed(before: string, opening: string, script: Script): string {
  const column = columnOf(before) + opening.length;
  const text = `${opening}${renderScript(script, column).trimStart()}`;
  return endsInComment(text) ? `${text}\n${' '.repeat(columnOf(before))})` : `${text})`;
}

function placeTactic(before: string, script: Script): Placed {
  const line = lastLine(before);
  if (script.length === 1) return { kept: before, replacement: script[0] ?? '' };
  const afterBy = /\bby[ \t]+$/.exec(line);
  if (afterBy !== null) {
    const kept = before.slice(0, before.length - (afterBy[0].length - 'by'.length));
    return { kept, replacement: `\n${renderScript(script, marginOf(before) + 2)}` };
  }
  // A block may begin after `=>`, `·` and on a fresh line; elsewhere (`<;>`, `;`) it needs parentheses of its own.
  const opensBlock = line.trim() === '' || /(?:=>|·|\bby)$/.test(line.trimEnd());
  return {
    kept: before,
    replacement: opensBlock ? renderScript(script, columnOf(before)).trimStart() : bracketed(before, '(', script),
  };
}

/** Does a term stand here that may be a `by` without parentheses? */
function opensBody(before: string): boolean {
  const text = before.trimEnd();
  return [':=', '=>', '<|', '$'].some((end) => text.endsWith(end)) || /\bfrom$/.test(lastLine(text));
}

function placeTerm(before: string, script: Script): Placed {
  if (!opensBody(before)) return { kept: before, replacement: bracketed(before, '(by ', script) };
  return {
    kept: before,
    replacement: script.length === 1 ? `by ${script[0]}` : `by\n${renderScript(script, marginOf(before) + 2)}`,
  };
}
