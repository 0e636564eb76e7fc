import { type Block, indentation, withoutComments } from './source.ts';

/** A tactic proof in a file: what comes after the `by` of a declaration. */
export interface TacticProof {
  /** The name after the keyword, as it is written; `''` for an `example`. */
  readonly declaration: string;
  /** Offsets in the text of the proof: from its first tactic on, to the end of its last line. */
  readonly start: number;
  readonly end: number;
  readonly block: Block;
}

const declarationStart =
  /^(?<indent>[ \t]*)(?:@\[[^\]]*\]\s*)*(?:(?:private|protected|noncomputable|nonrec|local|scoped)\s+)*(?<keyword>theorem|lemma|example)\b[ \t]*(?<name>[^\s:({[⦃]*)/gmu;
const proofStart = /:=\s*by\b/u;

/**
 * Finds the tactic proofs of theorems, lemmas and examples by their layout: a proof ends before the first line that is
 * indented no further than its declaration.
 */
export function findProofs(source: string): TacticProof[] {
  const text = withoutComments(source);
  const starts = [...text.matchAll(declarationStart)];
  return starts.flatMap((match) => {
    const { indent = '', name = '' } = match.groups ?? {};
    const declarationEnd = endOfDeclaration(text, match.index + match[0].length, indent.length);
    const body = text.slice(match.index, declarationEnd);
    const by = proofStart.exec(body);
    if (by === null) return [];
    const afterBy = match.index + by.index + by[0].length;
    const offset = text.slice(afterBy, declarationEnd).search(/\S/u);
    if (offset < 0) return [];
    const start = afterBy + offset;
    const end = start + text.slice(start, declarationEnd).trimEnd().length;
    return [{ declaration: name, start, end, block: blockOf(text, start, end) }];
  });
}

/** The end of the lines that are indented further than the declaration, blank ones between them included. */
function endOfDeclaration(text: string, from: number, indent: number): number {
  let end = text.indexOf('\n', from);
  while (end >= 0) {
    const next = text.indexOf('\n', end + 1);
    const line = text.slice(end + 1, next < 0 ? undefined : next);
    const column = indentation(line);
    // A `|` at the margin continues a proof by cases, any other word begins something new.
    if (column >= 0 && column <= indent && line[column] !== '|') return end;
    end = next;
  }
  return text.length;
}

function blockOf(text: string, start: number, end: number): Block {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(0, lineStart).split('\n').length - 1;
  const [first = '', ...rest] = text.slice(lineStart, end).split('\n');
  const column = start - lineStart;
  return { line, lines: [' '.repeat(column) + first.slice(column), ...rest] };
}
