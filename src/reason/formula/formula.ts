/** First-order formulas with equality and functions. A constant is a function without arguments. */
export type Term =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'application'; readonly name: string; readonly arguments: readonly Term[] };

export type Connective = 'and' | 'or' | 'xor' | 'implies' | 'iff';
export type Quantifier = 'forall' | 'exists';

export type Formula =
  | { readonly kind: 'predicate'; readonly name: string; readonly arguments: readonly Term[] }
  | { readonly kind: 'equality'; readonly left: Term; readonly right: Term }
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'not'; readonly body: Formula }
  | { readonly kind: Connective; readonly left: Formula; readonly right: Formula }
  | { readonly kind: Quantifier; readonly variable: string; readonly body: Formula };

export type BinaryFormula = Extract<Formula, { readonly left: Formula }>;
export type QuantifiedFormula = Extract<Formula, { readonly variable: string }>;

export const isBinary = (formula: Formula): formula is BinaryFormula =>
  'left' in formula && formula.kind !== 'equality';
export const isQuantified = (formula: Formula): formula is QuantifiedFormula => 'variable' in formula;

export const variable = (name: string): Term => ({ kind: 'variable', name });
export const application = (name: string, ...args: readonly Term[]): Term => ({
  kind: 'application',
  name,
  arguments: args,
});
export const not = (body: Formula): Formula => ({ kind: 'not', body });

/** The terms that stand directly in an atom. */
export function termsOf(atom: Extract<Formula, { kind: 'predicate' | 'equality' }>): readonly Term[] {
  return atom.kind === 'equality' ? [atom.left, atom.right] : atom.arguments;
}

/** The same formula with every outermost term replaced; `bound` are the variables that quantifiers around it bind. */
export function mapTerms(
  formula: Formula,
  change: (term: Term, bound: ReadonlySet<string>) => Term,
  bound: ReadonlySet<string> = new Set(),
): Formula {
  switch (formula.kind) {
    case 'predicate':
      return { ...formula, arguments: formula.arguments.map((term) => change(term, bound)) };
    case 'equality':
      return { ...formula, left: change(formula.left, bound), right: change(formula.right, bound) };
    case 'truth':
      return formula;
    case 'not':
      return not(mapTerms(formula.body, change, bound));
    case 'forall':
    case 'exists':
      return { ...formula, body: mapTerms(formula.body, change, new Set(bound).add(formula.variable)) };
    default:
      return { ...formula, left: mapTerms(formula.left, change, bound), right: mapTerms(formula.right, change, bound) };
  }
}

/** A formula and all formulas in it, each before its parts. */
export function* subformulas(formula: Formula): Generator<Formula, void> {
  yield formula;
  if (formula.kind === 'not' || isQuantified(formula)) yield* subformulas(formula.body);
  else if (isBinary(formula)) {
    yield* subformulas(formula.left);
    yield* subformulas(formula.right);
  }
}

/** A term and all terms in it. */
export function* subterms(term: Term): Generator<Term, void> {
  yield term;
  if (term.kind === 'application') for (const argument of term.arguments) yield* subterms(argument);
}

/** Replaces the free occurrences of a variable by a term without variables. */
export function substitute(formula: Formula, name: string, by: Term): Formula {
  return mapTerms(formula, (term, bound) => (bound.has(name) ? term : substituteTerm(term, name, by)));
}

function substituteTerm(term: Term, name: string, by: Term): Term {
  if (term.kind === 'variable') return term.name === name ? by : term;
  if (term.arguments.length === 0) return term;
  return { ...term, arguments: term.arguments.map((argument) => substituteTerm(argument, name, by)) };
}
