import { fail, ok, type Result } from '../../data/result.ts';
import type { ParsedFormula } from './folio-parser.ts';
import { type Formula, mapTerms, subformulas, subterms, type Term, termsOf } from './formula.ts';
import { readFolio } from './repair.ts';
import type { FormulaError } from './syntax-error.ts';
import { looksLikeTptp, parseTptp } from './tptp-parser.ts';

export type Syntax = 'folio' | 'tptp';

/** Premises and a conclusion whose names mean the same throughout. */
export interface Theory {
  readonly premises: readonly Formula[];
  readonly conclusion: Formula;
  /** What was put right, and where. */
  readonly repairs: readonly string[];
}

/** A formula of a problem that cannot be read. */
export interface TheoryError extends FormulaError {
  /** `premise 3` (counted from 1) or `conclusion`. */
  readonly place: string;
  readonly text: string;
}

export interface TheoryText {
  readonly premises: readonly string[];
  readonly conclusion: string;
}

/** Reads the formulas of a problem. All that cannot be read are named, in order. */
export function readTheory(text: TheoryText, syntax: Syntax | 'auto' = 'auto'): Result<Theory, readonly TheoryError[]> {
  const places = placesOf(text);
  const all = places.map(({ text: each }) => each);
  const chosen = syntax === 'auto' ? (all.some(looksLikeTptp) ? 'tptp' : 'folio') : syntax;
  const formulas: Formula[] = [];
  const errors: TheoryError[] = [];
  const repairs: string[] = [];
  for (const { place, text: each } of places) {
    const read = chosen === 'tptp' ? plain(parseTptp(each)) : readFolio(each);
    if (!read.ok) {
      errors.push({ ...read.error, place, text: each });
      continue;
    }
    formulas.push(read.value.formula);
    repairs.push(...read.value.repairs.map((repair) => `${place}: ${repair}`));
  }
  if (errors.length > 0) return fail(errors);
  const mixed = mixedUse(formulas);
  if (mixed !== undefined) {
    const at = formulas.findIndex((formula) => mixedUse([formula]) !== undefined || usesAsFunction(formula, mixed));
    const { place, text: each } = places[Math.max(0, at)]!;
    const message = `${mixed} is a predicate, and so cannot be an argument`;
    return fail([{ code: 'mixed-use', message, column: Math.max(0, each.indexOf(mixed)) + 1, place, text: each }]);
  }
  const reconciled = chosen === 'folio' ? reconcileCase(formulas) : { formulas, repairs: [] };
  repairs.push(...reconciled.repairs, ...severalArities(reconciled.formulas));
  return ok({ premises: reconciled.formulas.slice(0, -1), conclusion: reconciled.formulas.at(-1)!, repairs });
}

const placesOf = ({ premises, conclusion }: TheoryText): readonly { place: string; text: string }[] => [
  ...premises.map((text, index) => ({ place: `premise ${index + 1}`, text })),
  { place: 'conclusion', text: conclusion },
];

const plain = (parsed: Result<Formula, FormulaError>): Result<ParsedFormula, FormulaError> =>
  parsed.ok ? ok({ formula: parsed.value, repairs: [] }) : parsed;

/** A predicate, function or constant: what a name with so many arguments stands for. */
export interface SymbolUse {
  readonly name: string;
  readonly arity: number;
}

export interface Signature {
  readonly predicates: readonly SymbolUse[];
  /** Constants are functions without arguments. */
  readonly functions: readonly SymbolUse[];
}

export const symbolKey = ({ name, arity }: SymbolUse): string => `${name}/${arity}`;

/** The symbols of formulas, in the order in which they first occur. */
export function signatureOf(formulas: readonly Formula[]): Signature {
  const predicates = new Map<string, SymbolUse>();
  const functions = new Map<string, SymbolUse>();
  const add = (to: Map<string, SymbolUse>, name: string, arity: number): void => {
    const use = { name, arity };
    if (!to.has(symbolKey(use))) to.set(symbolKey(use), use);
  };
  for (const formula of formulas) {
    for (const each of subformulas(formula)) {
      if (each.kind === 'predicate') add(predicates, each.name, each.arguments.length);
      if (each.kind !== 'predicate' && each.kind !== 'equality') continue;
      for (const term of termsOf(each).flatMap((outer) => [...subterms(outer)])) {
        if (term.kind === 'application') add(functions, term.name, term.arguments.length);
      }
    }
  }
  return { predicates: [...predicates.values()], functions: [...functions.values()] };
}

/** A predicate with arguments that also stands, with as many, where a term does. */
function mixedUse(formulas: readonly Formula[]): string | undefined {
  const { predicates, functions } = signatureOf(formulas);
  const keys = new Set(functions.map(symbolKey));
  return predicates.find((use) => use.arity > 0 && keys.has(symbolKey(use)))?.name;
}

const usesAsFunction = (formula: Formula, name: string): boolean =>
  signatureOf([formula]).functions.some((use) => use.name === name && use.arity > 0);

function severalArities(formulas: readonly Formula[]): readonly string[] {
  const byName = Map.groupBy(signatureOf(formulas).predicates, ({ name }) => name);
  return [...byName].flatMap(([name, uses]) => {
    if (uses.length === 1) return [];
    const arities = uses.map(({ arity }) => arity).toSorted((a, b) => a - b);
    return [`${name} is written with ${arities.join(' and ')} arguments: these are read as different predicates`];
  });
}

/** Names that differ in upper and lower case only, and are used alike, are one name: the spelling used most. */
function reconcileCase(formulas: readonly Formula[]): { formulas: readonly Formula[]; repairs: readonly string[] } {
  const counts = { predicate: new Map<string, number>(), function: new Map<string, number>() };
  const count = (kind: 'predicate' | 'function', name: string, arity: number): void => {
    const key = symbolKey({ name, arity });
    counts[kind].set(key, (counts[kind].get(key) ?? 0) + 1);
  };
  for (const each of formulas.flatMap((formula) => [...subformulas(formula)])) {
    if (each.kind === 'predicate') count('predicate', each.name, each.arguments.length);
    if (each.kind !== 'predicate' && each.kind !== 'equality') continue;
    for (const term of termsOf(each).flatMap((outer) => [...subterms(outer)])) {
      if (term.kind === 'application') count('function', term.name, term.arguments.length);
    }
  }
  const repairs: string[] = [];
  const spellings = (uses: ReadonlyMap<string, number>): ReadonlyMap<string, string> => {
    const chosen = new Map<string, string>();
    for (const group of Map.groupBy(uses.keys(), (key) => key.toLowerCase()).values()) {
      if (group.length === 1) continue;
      const best = group.reduce((a, b) => (uses.get(b)! > uses.get(a)! ? b : a));
      const name = nameOf(best);
      for (const key of group) if (key !== best) chosen.set(key, name);
      const others = group.filter((key) => key !== best).map(nameOf);
      repairs.push(`${others.join(', ')} and ${name} differ only in upper and lower case: read as ${name}`);
    }
    return chosen;
  };
  const predicates = spellings(counts.predicate);
  const functions = spellings(counts.function);
  if (repairs.length === 0) return { formulas, repairs };
  const renameTerm = (term: Term): Term =>
    term.kind === 'variable'
      ? term
      : {
          ...term,
          name: functions.get(symbolKey({ name: term.name, arity: term.arguments.length })) ?? term.name,
          arguments: term.arguments.map(renameTerm),
        };
  const renamed = formulas.map((formula) => renamePredicates(mapTerms(formula, renameTerm), predicates));
  return { formulas: renamed, repairs };
}

const nameOf = (key: string): string => key.slice(0, key.lastIndexOf('/'));

function renamePredicates(formula: Formula, spelling: ReadonlyMap<string, string>): Formula {
  switch (formula.kind) {
    case 'predicate': {
      const name = spelling.get(symbolKey({ name: formula.name, arity: formula.arguments.length }));
      return name === undefined ? formula : { ...formula, name };
    }
    case 'equality':
    case 'truth':
      return formula;
    case 'not':
    case 'forall':
    case 'exists':
      return { ...formula, body: renamePredicates(formula.body, spelling) };
    default:
      return {
        ...formula,
        left: renamePredicates(formula.left, spelling),
        right: renamePredicates(formula.right, spelling),
      };
  }
}
