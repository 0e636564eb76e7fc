import { createToken, EmbeddedActionsParser, type IToken, Lexer, type TokenType } from 'chevrotain';
import { fail, ok, type Result } from '../../data/result.ts';
import { type Connective, type Formula, not, type Term, variable } from './formula.ts';
import { checkSize, type FormulaError, lexingError, meaning, recognitionError } from './syntax-error.ts';

const sign = (name: string, pattern: RegExp): TokenType => createToken({ name, pattern, label: name });

const Space = createToken({ name: 'space', pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true });
const Comment = createToken({
  name: 'comment',
  pattern: /%[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//,
  group: Lexer.SKIPPED,
});
const Iff = sign('<=>', /<=>/);
const Xor = sign('<~>', /<~>/);
const Implies = sign('=>', /=>/);
const ImpliedBy = sign('<=', /<=/);
const Nor = sign('~|', /~\|/);
const Nand = sign('~&', /~&/);
const Different = sign('!=', /!=/);
const Forall = sign('!', /!/);
const Exists = sign('?', /\?/);
const Equal = sign('=', /=/);
const And = sign('&', /&/);
const Or = sign('|', /\|/);
const Not = sign('~', /~/);
const Truth = sign('$true', /\$true/);
const Falsity = sign('$false', /\$false/);
const Open = sign('(', /\(/);
const Close = sign(')', /\)/);
const OpenList = sign('[', /\[/);
const CloseList = sign(']', /\]/);
const Colon = sign(':', /:/);
const Comma = sign(',', /,/);
const Dot = sign('.', /\./);
const Fof = sign('fof', /fof(?=\s*\()/);
const Variable = createToken({ name: 'variable', pattern: /[A-Z][A-Za-z0-9_]*/ });
const Word = createToken({ name: 'word', pattern: /[a-z][A-Za-z0-9_]*|[0-9]+/ });
const Quoted = createToken({ name: 'quoted word', pattern: /'(?:[^'\\\n]|\\['\\])+'/ });

const allTokens = [
  Space,
  Comment,
  Iff,
  Xor,
  Implies,
  ImpliedBy,
  Nor,
  Nand,
  Different,
  Forall,
  Exists,
  Equal,
  And,
  Or,
  Not,
  Truth,
  Falsity,
  Open,
  Close,
  OpenList,
  CloseList,
  Colon,
  Comma,
  Dot,
  Fof,
  Variable,
  Quoted,
  Word,
];

const lexer = new Lexer(allTokens, { positionTracking: 'onlyOffset' });

/** `fof(name, role, formula).` */
export interface TptpStatement {
  readonly name: string;
  readonly role: string;
  readonly formula: Formula;
}

/**
 * The fof part of the TPTP language. Source of the grammar: Sutcliffe, "The TPTP Problem Library and Associated
 * Infrastructure" (2017). Annotations, includes and the other languages of TPTP are not read.
 */
class TptpParser extends EmbeddedActionsParser {
  constructor() {
    super(allTokens, { recoveryEnabled: false, maxLookahead: 2 });
    this.performSelfAnalysis();
  }

  readonly statements = this.RULE('statements', (): TptpStatement[] => {
    const statements: TptpStatement[] = [];
    this.AT_LEAST_ONE(() => {
      statements.push(this.SUBRULE(this.statement));
    });
    return statements;
  });

  readonly statement = this.RULE('statement', (): TptpStatement => {
    this.CONSUME(Fof);
    this.CONSUME(Open);
    const name = this.SUBRULE(this.symbol);
    this.CONSUME(Comma);
    const role = this.CONSUME(Word).image;
    this.CONSUME2(Comma);
    const formula = this.SUBRULE(this.formula);
    this.CONSUME(Close);
    this.CONSUME(Dot);
    return { name, role, formula };
  });

  readonly formula: () => Formula = this.RULE('formula', (): Formula => {
    const first = this.SUBRULE(this.unitary);
    let whole: Formula = first;
    this.OPTION(() => {
      this.OR([
        {
          ALT: () =>
            this.AT_LEAST_ONE(() => {
              this.CONSUME(And);
              whole = { kind: 'and', left: whole, right: this.SUBRULE2(this.unitary) };
            }),
        },
        {
          ALT: () =>
            this.AT_LEAST_ONE2(() => {
              this.CONSUME(Or);
              whole = { kind: 'or', left: whole, right: this.SUBRULE3(this.unitary) };
            }),
        },
        {
          ALT: () => {
            const combine = this.SUBRULE(this.connective);
            const second = this.SUBRULE4(this.unitary);
            // While the grammar is being recorded, rules give no values.
            whole = this.ACTION(() => combine(first, second));
          },
        },
      ]);
    });
    return whole;
  });

  /** The connectives of which a formula holds only one. */
  readonly connective = this.RULE('connective', (): ((left: Formula, right: Formula) => Formula) => {
    const plain = (kind: Connective) => (left: Formula, right: Formula) => ({ kind, left, right });
    return this.OR([
      { ALT: () => meaning(this.CONSUME(Iff), plain('iff')) },
      { ALT: () => meaning(this.CONSUME(Xor), plain('xor')) },
      { ALT: () => meaning(this.CONSUME(Implies), plain('implies')) },
      { ALT: () => meaning(this.CONSUME(ImpliedBy), (left: Formula, right: Formula) => plain('implies')(right, left)) },
      { ALT: () => meaning(this.CONSUME(Nor), (left: Formula, right: Formula) => not(plain('or')(left, right))) },
      { ALT: () => meaning(this.CONSUME(Nand), (left: Formula, right: Formula) => not(plain('and')(left, right))) },
    ]);
  });

  readonly unitary: () => Formula = this.RULE(
    'unitary',
    (): Formula =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(Not);
            return not(this.SUBRULE(this.unitary));
          },
        },
        { ALT: () => this.SUBRULE(this.quantification) },
        {
          ALT: () => {
            this.CONSUME(Open);
            const inside = this.SUBRULE(this.formula);
            this.CONSUME(Close);
            return inside;
          },
        },
        { ALT: () => meaning(this.CONSUME(Truth), { kind: 'truth', value: true }) },
        { ALT: () => meaning(this.CONSUME(Falsity), { kind: 'truth', value: false }) },
        { ALT: () => this.SUBRULE(this.atom) },
      ]),
  );

  readonly quantification = this.RULE('quantification', (): Formula => {
    const kind = this.OR([
      { ALT: () => meaning(this.CONSUME(Forall), 'forall') },
      { ALT: () => meaning(this.CONSUME(Exists), 'exists') },
    ]);
    const variables: string[] = [];
    this.CONSUME(OpenList);
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => {
        variables.push(this.CONSUME(Variable).image);
      },
    });
    this.CONSUME(CloseList);
    this.CONSUME(Colon);
    const body = this.SUBRULE(this.unitary);
    return variables.reduceRight<Formula>((inner, each) => ({ kind, variable: each, body: inner }), body);
  });

  readonly atom = this.RULE('atom', (): Formula => {
    const left = this.SUBRULE(this.term);
    let atom: Formula = {
      kind: 'predicate',
      name: left.name,
      arguments: left.kind === 'application' ? left.arguments : [],
    };
    let compared = false;
    this.OPTION(() => {
      const negated = this.OR([
        { ALT: () => meaning(this.CONSUME(Equal), false) },
        { ALT: () => meaning(this.CONSUME(Different), true) },
      ]);
      compared = true;
      const equality: Formula = { kind: 'equality', left, right: this.SUBRULE2(this.term) };
      atom = negated ? not(equality) : equality;
    });
    if (!compared && left.kind === 'variable') this.variableAsFormula ??= left.name;
    return atom;
  });

  readonly term: () => Term = this.RULE(
    'term',
    (): Term =>
      this.OR([
        { ALT: () => variable(this.CONSUME(Variable).image) },
        {
          ALT: (): Term => {
            const name = this.SUBRULE(this.symbol);
            const args: Term[] = [];
            this.OPTION(() => {
              this.CONSUME(Open);
              this.AT_LEAST_ONE_SEP({
                SEP: Comma,
                DEF: () => {
                  args.push(this.SUBRULE(this.term));
                },
              });
              this.CONSUME(Close);
            });
            return { kind: 'application', name, arguments: args };
          },
        },
      ]),
  );

  readonly symbol = this.RULE('symbol', (): string =>
    this.OR([
      { ALT: () => this.CONSUME(Word).image },
      { ALT: () => this.CONSUME(Quoted).image.slice(1, -1).replaceAll(/\\(.)/g, '$1') },
    ]),
  );

  /** A variable that stands where a formula should. */
  variableAsFormula: string | undefined;

  override reset(): void {
    super.reset();
    this.variableAsFormula = undefined;
  }
}

const parser = new TptpParser();
const nesting: ReadonlySet<TokenType> = new Set([Not, Forall, Exists]);

/** A text that only TPTP's quantifiers or statements fit; everything else of fof is read by FOLIO's grammar as well. */
export const looksLikeTptp = (text: string): boolean => /^\s*fof\s*\(|[!?]\s*\[/.test(text);

/** Parses one formula, with or without `fof(name, role, …).` around it. */
export function parseTptp(text: string): Result<Formula, FormulaError> {
  if (!/^\s*fof\s*\(/.test(text)) return parseWith(text, () => parser.formula());
  const statements = parseWith(text, () => parser.statements());
  if (!statements.ok) return statements;
  const [first, second] = statements.value;
  if (second !== undefined || first === undefined) {
    return fail({ code: 'syntax', message: 'there are several statements where one formula was expected', column: 1 });
  }
  return ok(first.formula);
}

/** Parses a file of `fof` statements. */
export const parseTptpFile = (text: string): Result<readonly TptpStatement[], FormulaError> =>
  parseWith(text, () => parser.statements());

function parseWith<T>(text: string, rule: () => T): Result<T, FormulaError> {
  const { tokens, errors } = lexer.tokenize(text);
  const [lexing] = errors;
  if (lexing !== undefined) return fail(lexingError(text, lexing));
  const size = checkSize(text, tokens, Open, nesting);
  if (size !== undefined) return fail(size);
  parser.input = tokens as IToken[];
  const value = rule();
  const [error] = parser.errors;
  if (error !== undefined) return fail(recognitionError(text, error));
  if (parser.variableAsFormula !== undefined) {
    const message = `the variable ${parser.variableAsFormula} stands where a formula was expected`;
    return fail({ code: 'syntax', message, column: text.indexOf(parser.variableAsFormula) + 1 });
  }
  return ok(value);
}
