import { type Formula, isBinary, type Term } from '../formula/formula.ts';
import { symbolKey } from '../formula/theory.ts';

/** A finite model: what the symbols of a signature mean on the elements 0, 1, …, `size - 1`. */
export interface FiniteModel {
  readonly size: number;
  /** By symbol, the arguments for which it holds; arguments are written `0,1`. */
  readonly predicates: ReadonlyMap<string, ReadonlySet<string>>;
  /** By symbol, the value for each list of arguments. */
  readonly functions: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export const argumentKey = (values: readonly number[]): string => values.join(',');

/** All lists of so many elements. */
export function* tuples(size: number, length: number): Generator<readonly number[], void> {
  if (length === 0) {
    yield [];
    return;
  }
  for (const front of tuples(size, length - 1)) for (let last = 0; last < size; last++) yield [...front, last];
}

type Environment = ReadonlyMap<string, number>;

/** Does a formula hold in a model? */
export function holds(model: FiniteModel, formula: Formula, environment: Environment = new Map()): boolean {
  switch (formula.kind) {
    case 'predicate': {
      const values = formula.arguments.map((term) => termValue(model, term, environment));
      const key = symbolKey({ name: formula.name, arity: values.length });
      return model.predicates.get(key)?.has(argumentKey(values)) ?? false;
    }
    case 'equality':
      return termValue(model, formula.left, environment) === termValue(model, formula.right, environment);
    case 'truth':
      return formula.value;
    case 'not':
      return !holds(model, formula.body, environment);
    case 'forall':
    case 'exists': {
      const cases = Array.from({ length: model.size }, (_, value) => new Map(environment).set(formula.variable, value));
      const holdsFor = (each: Environment) => holds(model, formula.body, each);
      return formula.kind === 'forall' ? cases.every(holdsFor) : cases.some(holdsFor);
    }
    default: {
      if (!isBinary(formula)) throw new Error('no such formula');
      const left = holds(model, formula.left, environment);
      const right = holds(model, formula.right, environment);
      const table = {
        and: left && right,
        or: left || right,
        xor: left !== right,
        implies: !left || right,
        iff: left === right,
      };
      return table[formula.kind];
    }
  }
}

function termValue(model: FiniteModel, term: Term, environment: Environment): number {
  if (term.kind === 'variable') return environment.get(term.name)!;
  const values = term.arguments.map((argument) => termValue(model, argument, environment));
  return model.functions.get(symbolKey({ name: term.name, arity: values.length }))!.get(argumentKey(values))!;
}
