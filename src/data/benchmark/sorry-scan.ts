/** A `sorry` in the text of a Lean file, found without Lean: so that none is lost where Lean gives up. */
export interface SorryToken {
  /** Offset in bytes of UTF-8. */
  readonly byte: number;
  /** 1-based. */
  readonly line: number;
  /** The name after the last `theorem`, `lemma`, `def` … before it, `''` where there is none. */
  readonly declaration: string;
}

/** Comments (nested ones, too), strings, the keywords that start a declaration with its name, and `sorry` itself. */
const interesting =
  /--[^\n]*|\/-|"(?:[^"\\]|\\[\s\S])*"|\b(?:theorem|lemma|def|instance|example|abbrev)\b(?:[ \t\n]+(?<name>[^\s:({[⦃]+))?|(?<![\p{L}\p{N}_.!?'])sorry(?![\p{L}\p{N}_.!?'])/gu;

export function scanSorries(text: string): SorryToken[] {
  const found: SorryToken[] = [];
  let declaration = '';
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
      found.push({ byte: Buffer.byteLength(before), line: before.split('\n').length, declaration });
    } else if (!match[0].startsWith('--') && !match[0].startsWith('"')) {
      declaration = match.groups?.name ?? '';
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
