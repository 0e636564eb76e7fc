import { type Connective, type Formula, isBinary, isQuantified, type Term } from '../formula/formula.ts';
import { type Signature, type SymbolUse, signatureOf, type Theory } from '../formula/theory.ts';
import { type LeanNames, leanNames } from './names.ts';

/** What the premises are asked about: the conclusion, its negation, or a contradiction. */
export type Question = 'conclusion' | 'negation' | 'contradiction';

/** The parts of a theory's Lean statements. */
export interface LeanTheory {
  readonly theory: Theory;
  readonly signature: Signature;
  readonly names: LeanNames;
  /** `premise_1`, `premise_2`, … */
  readonly premiseNames: readonly string[];
}

export function leanTheory(theory: Theory): LeanTheory {
  const signature = signatureOf([...theory.premises, theory.conclusion]);
  const names = leanNames(signature);
  const premiseNames = theory.premises.map((_, index) => names.fresh(`premise_${index + 1}`));
  return { theory, signature, names, premiseNames };
}

/** The formula that a question asks for. */
export function goalOf({ conclusion }: Theory, question: Question): Formula {
  switch (question) {
    case 'conclusion':
      return conclusion;
    case 'negation':
      return { kind: 'not', body: conclusion };
    case 'contradiction':
      return { kind: 'truth', value: false };
  }
}

/**
 * `(D : Type) [Nonempty D] (ted : D) (Cow Pet : D → Prop)`, then the premises as hypotheses: for every domain that is not
 * empty, and all constants and predicates on it.
 */
export function binders(lean: LeanTheory, separator = ' '): string {
  const { names, signature, theory, premiseNames } = lean;
  const symbols = [
    ...groupByType(signature.functions, (use) => names.constant(use), names.domain, names.domain),
    ...groupByType(signature.predicates, (use) => names.predicate(use), names.domain, 'Prop'),
  ];
  const premises = theory.premises.map(
    (premise, index) => `(${premiseNames[index]!} : ${leanFormula(premise, names)})`,
  );
  return [
    `(${names.domain} : Type) [Nonempty ${names.domain}]${symbols.map((each) => ` ${each}`).join('')}`,
    ...premises,
  ].join(separator);
}

function groupByType(
  uses: readonly SymbolUse[],
  name: (use: SymbolUse) => string,
  domain: string,
  result: string,
): readonly string[] {
  const byArity = Map.groupBy(uses, ({ arity }) => arity);
  return [...byArity]
    .toSorted(([a], [b]) => a - b)
    .map(([arity, group]) => `(${group.map(name).join(' ')} : ${`${domain} → `.repeat(arity)}${result})`);
}

const signs: Partial<Record<Connective, string>> = { and: '∧', or: '∨', implies: '→', iff: '↔' };

/** A formula as a term of Lean. `bound` says how the variables around it are called. */
export function leanFormula(
  formula: Formula,
  names: LeanNames,
  bound: ReadonlyMap<string, string> = new Map(),
): string {
  const operand = (part: Formula): string => {
    const text = leanFormula(part, names, bound);
    return (isBinary(part) && part.kind !== 'xor') || isQuantified(part) || part.kind === 'equality'
      ? `(${text})`
      : text;
  };
  switch (formula.kind) {
    case 'predicate':
      return applied(
        names.predicate({ name: formula.name, arity: formula.arguments.length }),
        formula.arguments,
        names,
        bound,
      );
    case 'equality':
      return `${leanTerm(formula.left, names, bound)} = ${leanTerm(formula.right, names, bound)}`;
    case 'truth':
      return formula.value ? 'True' : 'False';
    case 'not':
      return `¬${operand(formula.body)}`;
    case 'xor':
      return `¬(${operand(formula.left)} ↔ ${operand(formula.right)})`;
    case 'forall':
    case 'exists': {
      const variables: string[] = [];
      const inner = new Map(bound);
      let body: Formula = formula;
      while (body.kind === formula.kind && isQuantified(body)) {
        const name = variableName(body.variable, names, inner);
        inner.set(body.variable, name);
        variables.push(name);
        body = body.body;
      }
      const sign = formula.kind === 'forall' ? '∀' : '∃';
      return `${sign} ${variables.join(' ')} : ${names.domain}, ${leanFormula(body, names, inner)}`;
    }
    default: {
      const sign = signs[formula.kind]!;
      // `∧`, `∨` and `→` group to the right in Lean; a chain of one `∧` or `∨` is the same either way, and reads better so.
      const parts =
        formula.kind === 'and' || formula.kind === 'or' ? chain(formula, formula.kind) : [formula.left, formula.right];
      return parts.map(operand).join(` ${sign} `);
    }
  }
}

/** The operands of `a ∧ (b ∧ c)`: only what Lean's own grouping gives back. */
const chain = (formula: Formula, kind: 'and' | 'or'): readonly Formula[] =>
  formula.kind === kind ? [formula.left, ...chain(formula.right, kind)] : [formula];

export function leanTerm(term: Term, names: LeanNames, bound: ReadonlyMap<string, string>): string {
  if (term.kind === 'variable') return bound.get(term.name)!;
  return applied(names.constant({ name: term.name, arity: term.arguments.length }), term.arguments, names, bound);
}

function applied(head: string, args: readonly Term[], names: LeanNames, bound: ReadonlyMap<string, string>): string {
  return [
    head,
    ...args.map((argument) => {
      const text = leanTerm(argument, names, bound);
      return text.includes(' ') ? `(${text})` : text;
    }),
  ].join(' ');
}

/** Variables are renamed only where they would hide another. */
function variableName(written: string, names: LeanNames, bound: ReadonlyMap<string, string>): string {
  const taken = new Set(bound.values());
  for (let count = 1; ; count++) {
    const name = names.variable(written, count);
    if (!taken.has(name)) return name;
  }
}
