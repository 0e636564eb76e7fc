/** Tokens of a term as Lean prints it: names, numerals and literals are `atom`s; everything else is a `symbol`. */
export interface Token {
  readonly kind: 'atom' | 'symbol';
  readonly text: string;
  /** UTF-16 offsets into the text. */
  readonly start: number;
  readonly stop: number;
}

const namePart = String.raw`(?:«[^»]*»|[\p{L}_][\p{L}\p{N}_'!?\u2080-\u209c\u1d62-\u1d6a✝¹²³⁴-⁹⁰]*)`;
const atom = String.raw`${namePart}(?:\.(?:${namePart}|\d+))*|\d+(?:\.\d+)?|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.[^']*)'|\?${namePart}`;
/** `.field` behind a closing bracket, or a constructor written with a leading dot. */
const field = String.raw`\.(?:${namePart}|\d+)`;
const symbol = String.raw`[()[\]{}⟨⟩,]|#\[|[^\s()[\]{}⟨⟩,\p{L}\p{N}_]+`;
const binderSymbol = 'λ∀∃Σ';
const pattern = new RegExp(String.raw`([${binderSymbol}])|(${atom}|${field})|(${symbol})|\S`, 'gu');

export function tokenize(text: string): readonly Token[] {
  return [...text.matchAll(pattern)].map((match) => ({
    kind: match[2] === undefined ? 'symbol' : 'atom',
    text: match[0],
    start: match.index,
    stop: match.index + match[0].length,
  }));
}
