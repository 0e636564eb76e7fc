import { type Formula, isBinary, type Term } from '../formula/formula.ts';
import { type Signature, symbolKey } from '../formula/theory.ts';
import { type Literal, type SatModule, SatSolver } from '../sat.ts';
import { argumentKey, type FiniteModel, tuples } from './model.ts';

export type ModelOutcome =
  | { readonly kind: 'found'; readonly model: FiniteModel }
  /** There is no model of this size. */
  | { readonly kind: 'none' }
  /** The size is beyond what can be written down, or the signal aborted. */
  | { readonly kind: 'gave-up' };

/** More clauses than this are not written. */
const mostClauses = 400_000;

/**
 * Looks for a model of closed formulas with exactly `size` elements: a Boolean for each atom on elements and for each value
 * of a function, quantifiers written out over the elements. Source: Claessen and Sörensson, "New Techniques that Improve
 * MACE-style Finite Model Finding" (2003), with its symmetry reduction for constants: the first may only be element 0,
 * the second 0 or 1, and so on.
 */
export async function findModel(
  sat: SatModule,
  formulas: readonly Formula[],
  signature: Signature,
  size: number,
  signal: AbortSignal,
): Promise<ModelOutcome> {
  using solver = new SatSolver(sat);
  const encoding = new ModelEncoding(solver, signature, size);
  for (const formula of formulas) {
    if (!encoding.assert(formula)) return { kind: 'gave-up' };
  }
  const outcome = await solver.solve([], signal);
  if (outcome === 'unknown') return { kind: 'gave-up' };
  return outcome === 'unsatisfiable' ? { kind: 'none' } : { kind: 'found', model: encoding.model() };
}

type Environment = ReadonlyMap<string, number>;

class ModelEncoding {
  readonly #solver: SatSolver;
  readonly #signature: Signature;
  readonly #size: number;
  readonly #predicates = new Map<string, Map<string, Literal>>();
  /** For each function and arguments, a literal for each value. */
  readonly #functions = new Map<string, Map<string, readonly Literal[]>>();

  constructor(solver: SatSolver, signature: Signature, size: number) {
    this.#solver = solver;
    this.#signature = signature;
    this.#size = size;
    for (const use of signature.predicates) this.#predicates.set(symbolKey(use), new Map());
    let constants = 0;
    for (const use of signature.functions) {
      const cells = new Map<string, readonly Literal[]>();
      this.#functions.set(symbolKey(use), cells);
      const values = use.arity === 0 ? Math.min(size, ++constants) : size;
      if (size ** use.arity * size > mostClauses) continue;
      for (const args of tuples(size, use.arity)) cells.set(argumentKey(args), this.#oneOf(values));
    }
  }

  /** False where that would take too many clauses. */
  assert(formula: Formula, environment: Environment = new Map()): boolean {
    if (this.#solver.clauses > mostClauses) return false;
    if (formula.kind === 'and')
      return this.assert(formula.left, environment) && this.assert(formula.right, environment);
    if (formula.kind === 'forall') {
      return this.#elements().every((value) =>
        this.assert(formula.body, new Map(environment).set(formula.variable, value)),
      );
    }
    this.#solver.clause(this.#formula(formula, environment));
    return this.#solver.clauses <= mostClauses;
  }

  model(): FiniteModel {
    const { predicates, functions } = this.#signature;
    const isTrue = (literal: Literal) => this.#solver.value(literal);
    return {
      size: this.#size,
      predicates: new Map(
        predicates.map((use) => {
          const atoms = [...this.#predicates.get(symbolKey(use))!];
          return [symbolKey(use), new Set(atoms.flatMap(([args, literal]) => (isTrue(literal) ? [args] : [])))];
        }),
      ),
      functions: new Map(
        functions.map((use) => {
          const cells = [...this.#functions.get(symbolKey(use))!];
          return [symbolKey(use), new Map(cells.map(([args, values]) => [args, values.findIndex(isTrue)]))];
        }),
      ),
    };
  }

  readonly #elements = (): readonly number[] => Array.from({ length: this.#size }, (_, value) => value);

  #oneOf(count: number): readonly Literal[] {
    const literals = this.#elements().map((value) =>
      value < count ? this.#solver.variable() : this.#solver.constant(false),
    );
    this.#solver.clause(...literals);
    for (const [index, a] of literals.entries()) {
      for (const b of literals.slice(index + 1)) this.#solver.clause(-a, -b);
    }
    return literals;
  }

  #formula(formula: Formula, environment: Environment): Literal {
    const solver = this.#solver;
    if (solver.clauses > mostClauses) return solver.constant(true);
    switch (formula.kind) {
      case 'truth':
        return solver.constant(formula.value);
      case 'not':
        return -this.#formula(formula.body, environment);
      case 'forall':
      case 'exists': {
        const parts = this.#elements().map((value) =>
          this.#formula(formula.body, new Map(environment).set(formula.variable, value)),
        );
        return formula.kind === 'forall' ? solver.and(parts) : solver.or(parts);
      }
      case 'equality': {
        const left = this.#values(formula.left, environment);
        const right = this.#values(formula.right, environment);
        return solver.or(left.map((literal, value) => solver.and([literal, right[value]!])));
      }
      case 'predicate': {
        const key = symbolKey({ name: formula.name, arity: formula.arguments.length });
        return this.#applied(formula.arguments, environment, (args) => this.#atom(key, args));
      }
      default: {
        if (!isBinary(formula)) throw new Error('no such formula');
        const left = this.#formula(formula.left, environment);
        const right = this.#formula(formula.right, environment);
        if (formula.kind === 'and') return solver.and([left, right]);
        if (formula.kind === 'or') return solver.or([left, right]);
        if (formula.kind === 'implies') return solver.or([-left, right]);
        return formula.kind === 'iff' ? solver.iff(left, right) : -solver.iff(left, right);
      }
    }
  }

  #atom(key: string, args: readonly number[]): Literal {
    const atoms = this.#predicates.get(key)!;
    const known = atoms.get(argumentKey(args));
    if (known !== undefined) return known;
    const literal = this.#solver.variable();
    atoms.set(argumentKey(args), literal);
    return literal;
  }

  /** For each element, whether a term has it as its value. */
  #values(term: Term, environment: Environment): readonly Literal[] {
    const constant = (value: boolean): Literal => this.#solver.constant(value);
    if (term.kind === 'variable') {
      const own = environment.get(term.name);
      return this.#elements().map((value) => constant(value === own));
    }
    const cells = this.#functions.get(symbolKey({ name: term.name, arity: term.arguments.length }))!;
    if (term.arguments.length === 0) return cells.get('')!;
    return this.#elements().map((value) =>
      this.#applied(term.arguments, environment, (args) => cells.get(argumentKey(args))?.[value] ?? constant(false)),
    );
  }

  /** What holds of the values of terms: for all that they may be, that they are it and that it holds. */
  #applied(terms: readonly Term[], environment: Environment, literalAt: (args: readonly number[]) => Literal): Literal {
    const solver = this.#solver;
    const values = terms.map((term) => this.#values(term, environment));
    const cases: Literal[] = [];
    const visit = (index: number, args: readonly number[], conditions: readonly Literal[]): void => {
      const options = values[index];
      if (options === undefined) {
        cases.push(solver.and([...conditions, literalAt(args)]));
        return;
      }
      for (const [value, literal] of options.entries()) {
        if (literal !== solver.constant(false)) visit(index + 1, [...args, value], [...conditions, literal]);
      }
    };
    visit(0, [], []);
    return solver.or(cases);
  }
}
