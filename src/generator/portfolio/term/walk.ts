import type { Term } from './term.ts';

/** The term and everything in it that mentions no variable bound on the way, from the outside in. */
export function* closedSubterms(term: Term, bound: ReadonlySet<string> = new Set()): Generator<Term> {
  if (!mentions(term, bound)) yield term;
  const inner = term.bound.length === 0 ? bound : new Set([...bound, ...term.bound]);
  for (const part of term.parts) yield* closedSubterms(part, inner);
}

/** Does one of the names occur in the term? */
export const mentions = (term: Term, names: ReadonlySet<string>): boolean =>
  names.size > 0 && [...atoms(term)].some((name) => names.has(name));

/** Names and literals of the term, heads of applications included, in order, repetitions included. */
export function* atoms(term: Term): Generator<string> {
  if (term.kind === 'atom' || (term.kind === 'application' && term.head !== '')) yield term.head;
  for (const part of term.parts) yield* atoms(part);
}

/** The operands of an operator at the top of the term, such as the two sides of an equation. */
export function operands(term: Term, ...operators: readonly string[]): readonly [Term, Term] | undefined {
  const [left, right] = term.parts;
  if (term.kind !== 'operator' || !operators.includes(term.head) || right === undefined) return undefined;
  return left === undefined ? undefined : [left, right];
}

/** As an argument: in brackets where it is more than a name. */
export const argument = (term: Term): string =>
  term.kind === 'atom' || /^[[⟨]/.test(term.text) || (term.kind === 'application' && !/\s/.test(term.text))
    ? term.text
    : `(${term.text})`;

/** Can it be written in a tactic? Inaccessible names, metavariables and terms that Lean cut short cannot. */
export const isWritable = (text: string): boolean => !/[✝⋯?]/.test(text) && text.trim() !== '';
