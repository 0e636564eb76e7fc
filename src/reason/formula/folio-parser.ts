import { EmbeddedActionsParser, type IToken, type TokenType } from 'chevrotain';
import { fail, ok, type Result } from '../../data/result.ts';
import { type Connective, type Formula, not, type Term } from './formula.ts';
import { checkSize, columnAt, type FormulaError, lexingError, meaning, recognitionError } from './syntax-error.ts';
import * as tokens from './tokens.ts';

/**
 * FOLIO's syntax, with the signs that models write in their place (`->`, `&`, `all x.`). What binds tighter comes first:
 * `¬`, `∀` and `∃`; `∧`; `∨` and `⊕`; `→`, which groups to the right; `↔`. After a dot a quantifier reaches as far as it
 * can. `∨` and `⊕` side by side have no order: they need parentheses.
 */
class FolioParser extends EmbeddedActionsParser {
  /** The first place where `∨` and `⊕` meet without parentheses. */
  ambiguity: IToken | undefined;
  /** Names of several words, as they were written. */
  joined: string[] = [];

  constructor() {
    super(tokens.formulaTokens, { recoveryEnabled: false, maxLookahead: 2 });
    this.performSelfAnalysis();
  }

  override reset(): void {
    super.reset();
    this.ambiguity = undefined;
    this.joined = [];
  }

  readonly formula = this.RULE('formula', (): Formula => {
    let left = this.SUBRULE(this.implication);
    this.MANY(() => {
      this.CONSUME(tokens.Iff);
      left = { kind: 'iff', left, right: this.SUBRULE2(this.implication) };
    });
    return left;
  });

  readonly implication = this.RULE('implication', (): Formula => {
    let left = this.SUBRULE(this.disjunction);
    this.OPTION(() => {
      this.CONSUME(tokens.Implies);
      left = { kind: 'implies', left, right: this.SUBRULE(this.implication) };
    });
    return left;
  });

  readonly disjunction = this.RULE('disjunction', (): Formula => {
    let left = this.SUBRULE(this.conjunction);
    let first: Connective | undefined;
    this.MANY(() => {
      const kind = this.OR([
        { ALT: () => this.sign(this.CONSUME(tokens.Or), 'or', first) },
        { ALT: () => this.sign(this.CONSUME(tokens.Xor), 'xor', first) },
      ]);
      first ??= kind;
      left = { kind, left, right: this.SUBRULE2(this.conjunction) };
    });
    return left;
  });

  readonly conjunction = this.RULE('conjunction', (): Formula => {
    let left = this.SUBRULE(this.unary);
    this.MANY(() => {
      this.CONSUME(tokens.And);
      left = { kind: 'and', left, right: this.SUBRULE2(this.unary) };
    });
    return left;
  });

  readonly unary: () => Formula = this.RULE(
    'unary',
    (): Formula =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(tokens.Not);
            return not(this.SUBRULE(this.unary));
          },
        },
        { ALT: () => this.SUBRULE(this.quantification) },
        {
          ALT: (): Formula => {
            this.CONSUME(tokens.Open);
            const inside = this.SUBRULE(this.formula);
            this.CONSUME(tokens.Close);
            return inside;
          },
        },
        { ALT: (): Formula => meaning(this.CONSUME(tokens.Truth), { kind: 'truth', value: true }) },
        { ALT: (): Formula => meaning(this.CONSUME(tokens.Falsity), { kind: 'truth', value: false }) },
        { ALT: () => this.SUBRULE(this.atom) },
      ]),
  );

  readonly quantification = this.RULE('quantification', (): Formula => {
    const kind = this.OR([
      { ALT: () => meaning(this.CONSUME(tokens.Forall), 'forall') },
      { ALT: () => meaning(this.CONSUME(tokens.Exists), 'exists') },
    ]);
    const variables: string[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: tokens.Comma,
      DEF: () => {
        variables.push(this.CONSUME(tokens.Name).image);
      },
    });
    const body = this.OR2([
      {
        ALT: () => {
          this.CONSUME(tokens.Dot);
          return this.SUBRULE(this.formula);
        },
      },
      { ALT: () => this.SUBRULE(this.unary) },
    ]);
    return variables.reduceRight<Formula>((inner, variable) => ({ kind, variable, body: inner }), body);
  });

  readonly atom = this.RULE('atom', (): Formula => {
    const left = this.SUBRULE(this.term);
    let atom: Formula = { kind: 'predicate', name: left.name, arguments: left.arguments };
    this.OPTION(() => {
      const negated = this.OR([
        { ALT: () => meaning(this.CONSUME(tokens.Equal), false) },
        { ALT: () => meaning(this.CONSUME(tokens.Different), true) },
      ]);
      const equality: Formula = { kind: 'equality', left, right: this.SUBRULE2(this.term) };
      atom = negated ? not(equality) : equality;
    });
    return atom;
  });

  /** All names are read as applications here; which of them are variables is said by the quantifiers around them. */
  readonly term: () => Application = this.RULE('term', (): Application => {
    const words: string[] = [];
    this.OR([
      {
        ALT: () =>
          this.AT_LEAST_ONE(() => {
            words.push(this.CONSUME(tokens.Name).image);
          }),
      },
      {
        ALT: () => {
          words.push(this.CONSUME(tokens.Quoted).image.slice(1, -1));
        },
      },
    ]);
    const args: Term[] = [];
    this.OPTION(() => {
      this.CONSUME(tokens.Open);
      this.MANY_SEP({
        SEP: tokens.Comma,
        DEF: () => {
          args.push(this.SUBRULE(this.term));
        },
      });
      this.CONSUME(tokens.Close);
    });
    if (words.length > 1) this.joined.push(words.join(' '));
    return { kind: 'application', name: words.join('_'), arguments: args };
  });

  private sign(token: IToken, kind: Connective, first: Connective | undefined): Connective {
    if (first !== undefined && first !== kind) this.ambiguity ??= token;
    return kind;
  }
}

type Application = Extract<Term, { kind: 'application' }>;

const parser = new FolioParser();

/** A formula, and what had to be put right to read it. */
export interface ParsedFormula {
  readonly formula: Formula;
  readonly repairs: readonly string[];
}

/** Parses a formula as it stands. Names are not resolved: a variable comes as an application without arguments. */
export function parseFolio(text: string): Result<ParsedFormula, FormulaError> {
  if (text.trim() === '') return fail({ code: 'syntax', message: 'there is no formula', column: 1 });
  const { tokens: found, errors } = tokens.formulaLexer.tokenize(text);
  const [lexing] = errors;
  if (lexing !== undefined) return fail(lexingError(text, lexing));
  const size = checkSize(text, found, tokens.Open, nesting);
  if (size !== undefined) return fail(size);
  parser.input = found;
  const formula = parser.formula();
  const [error] = parser.errors;
  if (error !== undefined) return fail(recognitionError(text, error));
  if (parser.ambiguity !== undefined) {
    return fail({
      code: 'ambiguous',
      message: `${JSON.stringify(parser.ambiguity.image)} stands beside the other kind of "or" without parentheses`,
      column: columnAt(text, parser.ambiguity.startOffset),
    });
  }
  const repairs = parser.joined.map((words) => `the name ${JSON.stringify(words)} is written as one word`);
  return ok({ formula, repairs });
}

const nesting: ReadonlySet<TokenType> = new Set([tokens.Not, tokens.Forall, tokens.Exists, tokens.Implies]);
