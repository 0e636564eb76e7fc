import type { TextEdit } from './answers.ts';

/** A replacement by offsets, in UTF-16 units as JavaScript and the language server protocol count. */
export interface OffsetEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The smallest single replacement that makes one text of the other. */
export function smallestEdit(before: string, after: string): OffsetEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  // A surrogate pair is changed as a whole or not at all.
  if (isLow(before[start]) || isLow(after[start])) start = Math.max(0, start - 1);
  if (same > 0 && (isLow(before[before.length - same]) || isLow(after[after.length - same]))) same--;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}

const isLow = (unit: string | undefined): boolean => unit !== undefined && unit >= '\uDC00' && unit <= '\uDFFF';

/** The same replacement by lines and columns of the text before it. */
export function positioned(before: string, { start, end, text }: OffsetEdit): TextEdit {
  const from = lineAndColumn(before, start);
  const to = lineAndColumn(before, end);
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column, text };
}

function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: [...before.slice(lineStart)].length + 1 };
}

/** Offsets in UTF-16 units of byte offsets into the UTF-8 text, as Lean gives them. */
export function offsetOfByte(text: string, byte: number): number {
  return Buffer.from(text, 'utf8').toString('utf8', 0, byte).length;
}
