import { renderScript, type Script } from '../search/index.ts';

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

/** The text with scripts in the place of gaps. Everything else stays as it was, byte for byte. */
export function splice(text: string, fillings: readonly Filling[]): string {
  const bytes = Buffer.from(text, 'utf8');
  const parts: string[] = [];
  let at = 0;
  for (const { gap, script } of fillings.toSorted((a, b) => a.gap.start - b.gap.start)) {
    const before = bytes.toString('utf8', 0, gap.start);
    const { from, replacement } = place(before, gap.position, script);
    const kept = gap.start - Buffer.byteLength(before.slice(from), 'utf8');
    parts.push(bytes.toString('utf8', at, kept), replacement);
    at = gap.stop;
  }
  parts.push(bytes.toString('utf8', at));
  return parts.join('');
}

interface Placed {
  /** Where in the text before the gap the replacement begins: before its end where white space is replaced, too. */
  readonly from: number;
  readonly replacement: string;
}

function place(before: string, position: Gap['position'], script: Script): Placed {
  return position === 'tactic' ? placeTactic(before, script) : placeTerm(before, script);
}

/** Lean aligns the tactics of a block by their column, counted in code points. */
const columnOf = (before: string): number => [...before.slice(before.lastIndexOf('\n') + 1)].length;

const marginOf = (before: string): number => {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return line.length - line.trimStart().length;
};

function placeTactic(before: string, script: Script): Placed {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (script.length === 1) return { from: before.length, replacement: script[0] ?? '' };
  const afterBy = /\bby[ \t]+$/.exec(line);
  if (afterBy !== null) {
    const from = before.length - (afterBy[0].length - 'by'.length);
    return { from, replacement: `\n${renderScript(script, marginOf(before) + 2)}` };
  }
  // A block may begin after `=>`, `·` and on a fresh line; elsewhere (`<;>`, `;`) it needs parentheses of its own.
  const opensBlock = line.trim() === '' || /(=>|·|\bby)\s*$/.test(line);
  const column = columnOf(before);
  return opensBlock
    ? { from: before.length, replacement: renderScript(script, column).trimStart() }
    : { from: before.length, replacement: `(${renderScript(script, column + 1).trimStart()})` };
}

function placeTerm(before: string, script: Script): Placed {
  const isBody = /(:=|=>|\bfrom|<\||\$)\s*$/.test(before);
  if (!isBody) {
    const column = columnOf(before) + '(by '.length;
    return { from: before.length, replacement: `(by ${renderScript(script, column).trimStart()})` };
  }
  return {
    from: before.length,
    replacement: script.length === 1 ? `by ${script[0]}` : `by\n${renderScript(script, marginOf(before) + 2)}`,
  };
}
