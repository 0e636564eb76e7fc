/** A `sorry` in the text of a Lean file, found without Lean: so that none is lost where Lean gives up. */
export interface SorryToken {
  /** Index into the text. */
  readonly offset: number;
  /** Offset in bytes of UTF-8. */
  readonly byte: number;
  /** Both 1-based, in code points. */
  readonly line: number;
  readonly column: number;
  readonly declaration: Declaration;
}

/** The last `theorem`, `lemma`, `def` … before a `sorry`. */
export interface Declaration {
  /** `''` where it has none, or where there is no declaration. */
  readonly name: string;
  /** Where its keyword stands: index into the text, and 1-based line. */
  readonly offset: number;
  readonly line: number;
}

/** Comments (nested ones, too), strings, the keywords that start a declaration with its name, and `sorry` itself. */
const interesting =
  /--[^\n]*|\/-|"(?:[^"\\]|\\[\s\S])*"|\b(?:theorem|lemma|def|instance|example|abbrev)\b(?:[ \t\n]+(?<name>[^\s:({[⦃]+))?|(?<![\p{L}\p{N}_.!?'])sorry(?![\p{L}\p{N}_.!?'])/gu;

export function scanSorries(text: string): SorryToken[] {
  const found: SorryToken[] = [];
  let declaration: Declaration = { name: '', offset: 0, line: 1 };
  let from = 0;
  for (;;) {
    interesting.lastIndex = from;
    const match = interesting.exec(text);
    if (match === null) return found;
    from = match.index + match[0].length;
    if (match[0] === '/-') {
      from = endOfComment(text, from);
    } else if (match[0] === 'sorry') {
      const lines = text.slice(0, match.index).split('\n');
      found.push({
        offset: match.index,
        byte: Buffer.byteLength(text.slice(0, match.index)),
        line: lines.length,
        column: [...lines.at(-1)!].length + 1,
        declaration,
      });
    } else if (!match[0].startsWith('--') && !match[0].startsWith('"')) {
      const line = text.slice(0, match.index).split('\n').length;
      declaration = { name: match.groups?.name ?? '', offset: match.index, line };
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
