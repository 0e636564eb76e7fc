import { createToken, Lexer, type TokenType } from 'chevrotain';

/** A name of FOLIO: letters, digits and `_`, with `-`, `.`, `'` and `+` inside of it, as in `gpt-3`, `mr.smith` and `c++`. */
const name = /[\p{L}\p{N}_]+(?:[-.'’+]+[\p{L}\p{N}_]+)*(?:\+(?!\p{L}))*/uy;
/** A variable after its quantifier: in `all x.P(x)` the dot belongs to the quantifier. */
const plainName = /[\p{L}\p{N}_]+'*/uy;

function matchAt(pattern: RegExp, text: string, offset: number): [string] | null {
  pattern.lastIndex = offset;
  const match = pattern.exec(text);
  return match === null ? null : [match[0]];
}

const sign = (name: string, pattern: RegExp): TokenType => createToken({ name, pattern, label: name });

// The library drops the `u` flag of a pattern, so that those which speak of letters are matched by functions.
const word = (name: string, pattern: RegExp): TokenType =>
  createToken({ name, label: name, line_breaks: false, pattern: (text, offset) => matchAt(pattern, text, offset) });

export const Forall = word('∀', /∀|(?:forall|all)(?=\s+[\p{L}_][\p{L}\p{N}_]*'*(?:\.|,|\s*\(|\s+[\p{L}\p{N}∀∃¬~-]))/uy);
export const Exists = word(
  '∃',
  /∃|(?:exists|some)(?=\s+[\p{L}_][\p{L}\p{N}_]*'*(?:\.|,|\s*\(|\s+[\p{L}\p{N}∀∃¬~-]))/uy,
);
export const Iff = sign('↔', /↔|⟷|⇔|⟺|≡|<->|<=>/);
export const Implies = sign('→', /→|⟶|⇒|⟹|⊃|->|=>/);
export const And = sign('∧', /∧|&&?/);
export const Or = sign('∨', /∨|\|\|?/);
export const Xor = sign('⊕', /⊕|⊻/);
export const Not = sign('¬', /¬|~|-/);
export const Different = sign('≠', /≠|!=/);
export const Equal = sign('=', /==?/);
export const Truth = sign('⊤', /⊤/);
export const Falsity = sign('⊥', /⊥/);
export const Open = sign('(', /[([{]/);
export const Close = sign(')', /[)\]}]/);
export const Comma = sign(',', /,/);
export const Dot = sign('.', /[.:]/);
export const Quoted = createToken({ name: 'quoted name', pattern: /"[^"\n]+"|'[^'\n]+'/ });
export const Name = createToken({
  name: 'name',
  line_breaks: false,
  pattern: (text, offset, matched) => {
    const last = matched.at(-1)?.tokenType;
    return matchAt(last === Forall || last === Exists ? plainName : name, text, offset);
  },
});
const Space = createToken({ name: 'space', pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true });

// Where two match, the first of the list is taken: `<->` before `-`, `!=` before `=`.
export const formulaTokens = [
  Space,
  Forall,
  Exists,
  Iff,
  Implies,
  And,
  Or,
  Xor,
  Different,
  Equal,
  Truth,
  Falsity,
  Quoted,
  Name,
  Not,
  Open,
  Close,
  Comma,
  Dot,
];

export const formulaLexer = new Lexer(formulaTokens, { positionTracking: 'onlyOffset' });
