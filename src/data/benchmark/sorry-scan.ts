/** A `sorry` in the text of a Lean file, found without Lean: so that none is lost where Lean gives up. */
export interface SorryToken {
  /** Offset in bytes of UTF-8. */
  readonly byte: number;
  /** Both 1-based, in code points. */
  readonly line: number;
  readonly column: number;
  /** The name after the last `theorem`, `lemma`, `def` … before it, `''` where there is none. */
  readonly declaration: string;
  /** The line on which that declaration begins. */
  readonly declarationLine: number;
}

/** Comments (nested ones, too), strings, the keywords that start a declaration with its name, and `sorry` itself. */
const interesting =
  /--[^\n]*|\/-|"(?:[^"\\]|\\[\s\S])*"|\b(?:theorem|lemma|def|instance|example|abbrev)\b(?:[ \t\n]+(?<name>[^\s:({[⦃]+))?|(?<![\p{L}\p{N}_.!?'])sorry(?![\p{L}\p{N}_.!?'])/gu;

export function scanSorries(text: string): SorryToken[] {
  const found: SorryToken[] = [];
  let declaration = '';
  let declarationLine = 1;
  let from = 0;
  for (;;) {
    interesting.lastIndex = from;
    const match = interesting.exec(text);
    if (match === null) return found;
    from = match.index + match[0].length;
    if (match[0] === '/-') {
      from = endOfComment(text, from);
    } else if (match[0] === 'sorry') {
      const before = text.slice(0, match.index);
      const lines = before.split('\n');
      const column = [...lines.at(-1)!].length + 1;
      found.push({ byte: Buffer.byteLength(before), line: lines.length, column, declaration, declarationLine });
    } else if (!match[0].startsWith('--') && !match[0].startsWith('"')) {
      declaration = match.groups?.name ?? '';
      declarationLine = text.slice(0, match.index).split('\n').length;
    }
  }
}

/** Block comments nest in Lean. */
function endOfComment(text: string, start: number): number {
  const edge = /\/-|-\//g;
  edge.lastIndex = start;
  for (let depth = 1; depth > 0; ) {
    const match = edge.exec(text);
    if (match === null) return text.length;
    depth += match[0] === '/-' ? 1 : -1;
  }
  return edge.lastIndex;
}
