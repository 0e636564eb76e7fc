import type { ILexingError, IRecognitionException, IToken, TokenType } from 'chevrotain';

/** Why a text is no formula, and where. */
export interface FormulaError {
  readonly code: 'syntax' | 'ambiguous' | 'unbound-variable' | 'too-large' | 'mixed-use';
  readonly message: string;
  /** 1-based, in characters of the text; 0 where the text as a whole is meant. */
  readonly column: number;
}

/** Characters are counted as a person counts them: one for `𝒫`, although it takes two units of UTF-16. */
export const columnAt = (text: string, offset: number): number => [...text.slice(0, offset)].length + 1;

export function lexingError(text: string, error: ILexingError): FormulaError {
  const character = String.fromCodePoint(text.codePointAt(error.offset) ?? 0xfffd);
  return {
    code: 'syntax',
    message: `the character ${JSON.stringify(character)} belongs to no formula`,
    column: columnAt(text, error.offset),
  };
}

export function recognitionError(text: string, error: IRecognitionException): FormulaError {
  const { token } = error;
  const atEnd = Number.isNaN(token.startOffset) || token.image === '';
  const found = atEnd ? 'the end' : JSON.stringify(token.image);
  const column = atEnd ? columnAt(text, text.length) : columnAt(text, token.startOffset);
  return { code: 'syntax', message: `${found} ${explanation(error)}`, column };
}

function explanation({ name, message, context }: IRecognitionException): string {
  if (name === 'NotAllInputParsedException') return 'comes after the end of a whole formula';
  const expected = /Expecting token of type --> (.+?) <--/.exec(message)?.[1];
  if (expected !== undefined) return `stands where a ${JSON.stringify(expected)} was expected`;
  const inTerm = context.ruleStack.at(-1) === 'term';
  return `stands where a ${inTerm ? 'term' : 'formula'} was expected`;
}

/** So much that a person or a model writes fits; beyond it, recursion could run out of stack here or in Lean. */
const mostTokens = 3_000;
const deepest = 150;

/** Refuses texts that would need too deep a recursion: open parentheses, and signs that group to the right. */
export function checkSize(
  text: string,
  tokens: readonly IToken[],
  open: TokenType,
  nesting: ReadonlySet<TokenType>,
): FormulaError | undefined {
  const tooLarge = (message: string): FormulaError => ({ code: 'too-large', message, column: 1 });
  if (tokens.length > mostTokens) return tooLarge(`it has more than ${mostTokens} signs and names`);
  let depth = 0;
  for (const { tokenType, startOffset } of tokens) {
    if (tokenType === open || nesting.has(tokenType)) depth++;
    else if (tokenType.name === ')' && depth > 0) depth--;
    if (depth > deepest)
      return { ...tooLarge(`it is nested more than ${deepest} deep`), column: columnAt(text, startOffset) };
  }
  return undefined;
}

/** A value for a sign: the parser takes the sign, and the formula needs only what it stands for. */
export const meaning = <const V>(_sign: IToken, value: V): V => value;
