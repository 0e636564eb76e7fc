/** A stretch of a Lean file, line by line; every line keeps its columns, what is not part of it is blank. */
export interface Block {
  /** 0-based number of the first line in the file. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** The text with comments blanked out, everything else where it was. */
export function withoutComments(text: string): string {
  const pattern = /"(?:[^"\\]|\\[\s\S])*"|--[^\n]*|\/-/gu;
  let result = '';
  let from = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[0].startsWith('"')) continue;
    const end = match[0] === '/-' ? endOfComment(text, pattern.lastIndex) : pattern.lastIndex;
    result += text.slice(from, match.index) + text.slice(match.index, end).replaceAll(/[^\n]/g, ' ');
    from = end;
    pattern.lastIndex = end;
  }
  return result + text.slice(from);
}

/** Block comments nest in Lean. */
function endOfComment(text: string, start: number): number {
  const edge = /\/-|-\//gu;
  edge.lastIndex = start;
  let depth = 1;
  while (depth > 0) {
    const match = edge.exec(text);
    if (match === null) return text.length;
    depth += match[0] === '/-' ? 1 : -1;
  }
  return edge.lastIndex;
}

/** The column of the first character that is not blank; -1 for a blank line. */
export const indentation = (line: string): number => line.search(/\S/u);

/** The part of a block from a place on, the row counted from its first line; blank lines in front are dropped. */
export function tail({ line, lines }: Block, row: number, column: number): Block {
  const rest = [' '.repeat(column) + lines[row]!.slice(column), ...lines.slice(row + 1)];
  const first = rest.findIndex((each) => indentation(each) >= 0);
  return first < 0 ? { line: line + row, lines: [] } : { line: line + row + first, lines: rest.slice(first) };
}

/** The part of a block before a place. */
export const head = ({ line, lines }: Block, row: number, column: number): Block => ({
  line,
  lines: [...lines.slice(0, row), lines[row]!.slice(0, column)],
});

/** The text of a block as it would stand at the beginning of a line. */
export function textOf({ lines }: Block): string {
  const base = Math.max(0, indentation(lines[0] ?? ''));
  return lines
    .map((line) => line.slice(Math.min(base, Math.max(0, indentation(line)))).trimEnd())
    .join('\n')
    .trim();
}

/** The places outside of brackets and strings at which a pattern matches, as row and column of each match. */
export function topLevelMatches(
  block: Block,
  pattern: RegExp,
): { readonly row: number; readonly column: number; readonly match: RegExpExecArray }[] {
  const found: { row: number; column: number; match: RegExpExecArray }[] = [];
  const token = new RegExp(`"(?:[^"\\\\]|\\\\.)*"|[([{⟨]|[)\\]}⟩]|(?<wanted>${pattern.source})`, 'gu');
  let depth = 0;
  for (const [row, line] of block.lines.entries()) {
    token.lastIndex = 0;
    for (let match = token.exec(line); match !== null; match = token.exec(line)) {
      if (match.groups?.wanted !== undefined) {
        if (depth === 0) found.push({ row, column: match.index, match });
        if (match[0] === '') token.lastIndex++;
      } else if ('([{⟨'.includes(match[0])) depth++;
      else if (')]}⟩'.includes(match[0])) depth = Math.max(0, depth - 1);
    }
  }
  return found;
}
