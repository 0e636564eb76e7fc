import { fail, ok, type Result } from '../../data/result.ts';
import type { ParsedFormula } from './folio-parser.ts';
import { type Formula, isBinary, isQuantified, mapTerms, subterms, type Term, variable } from './formula.ts';
import { columnAt, type FormulaError } from './syntax-error.ts';

/**
 * Says which names are variables: those that a quantifier around them binds. A quantifier whose parentheses end before
 * the last use of its variable (`∀x (P(x)) → Q(x)`) is read as reaching to the last use, since nothing else binds it
 * there. A name that reads as a variable (`x`, `y1`) and is bound by nothing has no meaning.
 */
export function resolveNames(formula: Formula, text: string): Result<ParsedFormula, FormulaError> {
  const repairs: string[] = [];
  const widened = widen(formula, repairs);
  let unbound: string | undefined;
  const resolved = mapTerms(widened, (term, bound) => {
    const result = resolveTerm(term, bound);
    for (const { kind, name } of subterms(result)) {
      if (kind === 'application' && looksLikeVariable(name)) unbound ??= name;
    }
    return result;
  });
  if (unbound === undefined) return ok({ formula: resolved, repairs });
  const at = new RegExp(`(?<![\\p{L}\\p{N}_])${unbound}(?![\\p{L}\\p{N}_])`, 'u').exec(text)?.index ?? 0;
  return fail({
    code: 'unbound-variable',
    message: `the variable ${unbound} is bound by no quantifier`,
    column: columnAt(text, at),
  });
}

const looksLikeVariable = (name: string): boolean => /^[u-z]\d?'*$/.test(name);

function resolveTerm(term: Term, bound: ReadonlySet<string>): Term {
  if (term.kind === 'variable') return term;
  if (term.arguments.length === 0) return bound.has(term.name) ? variable(term.name) : term;
  return { ...term, arguments: term.arguments.map((argument) => resolveTerm(argument, bound)) };
}

/** `bound` are the variables that have a quantifier around the formula. */
function widen(formula: Formula, repairs: string[], bound: ReadonlySet<string> = new Set()): Formula {
  if (formula.kind === 'not') return { ...formula, body: widen(formula.body, repairs, bound) };
  if (isQuantified(formula)) {
    return { ...formula, body: widen(formula.body, repairs, new Set(bound).add(formula.variable)) };
  }
  if (!isBinary(formula)) return formula;
  const quantified = leftmost(formula.left);
  if (quantified !== undefined && !bound.has(quantified.variable) && isFree(quantified.variable, formula.right)) {
    repairs.push(`the quantifier of ${quantified.variable} reaches to the last use of ${quantified.variable}`);
    const body = { ...formula, left: unquantified(formula.left) };
    return widen({ kind: quantified.kind, variable: quantified.variable, body }, repairs, bound);
  }
  return { ...formula, left: widen(formula.left, repairs, bound), right: widen(formula.right, repairs, bound) };
}

/** The quantifier that a formula begins with, under connectives. */
function leftmost(formula: Formula): Extract<Formula, { variable: string }> | undefined {
  if (isQuantified(formula)) return formula;
  return isBinary(formula) ? leftmost(formula.left) : undefined;
}

function unquantified(formula: Formula): Formula {
  if (isQuantified(formula)) return formula.body;
  return isBinary(formula) ? { ...formula, left: unquantified(formula.left) } : formula;
}

function isFree(name: string, formula: Formula): boolean {
  let found = false;
  mapTerms(formula, (term, bound) => {
    for (const each of subterms(term)) if (each.name === name && !bound.has(name)) found = true;
    return term;
  });
  return found;
}
