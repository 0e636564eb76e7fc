import type { Connective, Formula, Term } from './formula.ts';

const signs: Record<Connective, string> = { and: '∧', or: '∨', xor: '⊕', implies: '→', iff: '↔' };

/** The formula in FOLIO's syntax. Equal texts are equal formulas. */
export function formulaText(formula: Formula): string {
  switch (formula.kind) {
    case 'predicate':
      return applied(formula.name, formula.arguments);
    case 'equality':
      return `${termText(formula.left)} = ${termText(formula.right)}`;
    case 'truth':
      return formula.value ? '⊤' : '⊥';
    case 'not':
      return `¬${operand(formula.body)}`;
    case 'forall':
    case 'exists':
      return `${formula.kind === 'forall' ? '∀' : '∃'}${formula.variable} ${operand(formula.body)}`;
    default:
      return `${operand(formula.left)} ${signs[formula.kind]} ${operand(formula.right)}`;
  }
}

function operand(formula: Formula): string {
  const text = formulaText(formula);
  const closed = formula.kind === 'predicate' || formula.kind === 'truth' || 'body' in formula;
  return closed ? text : `(${text})`;
}

export const termText = (term: Term): string =>
  term.kind === 'variable' ? term.name : applied(term.name, term.arguments);

const applied = (name: string, args: readonly Term[]): string =>
  args.length === 0 ? name : `${name}(${args.map(termText).join(', ')})`;
