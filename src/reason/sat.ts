import { Cadical, loadCadical } from 'cadical-wasm';

/** Literals are whole numbers other than 0; `-v` is the negation of `v`. */
export type Literal = number;

export type SatOutcome = 'satisfiable' | 'unsatisfiable' | 'unknown';

export type SatModule = Awaited<ReturnType<typeof loadCadical>>;

/** Loads the SAT solver: once for the process. */
export const loadSat = (): Promise<SatModule> => loadCadical();

/** Conflicts between two looks at the clock. */
const slice = 2_000;

/** An incremental SAT solver (CaDiCaL) with names for the gates that formulas are made of. */
export class SatSolver implements Disposable {
  readonly #solver: Cadical;
  #variables = 0;
  #clauses = 0;
  #model: readonly boolean[] = [];
  readonly #true: Literal;

  constructor(module: SatModule) {
    // Atoms are false unless they have to be true, so that models say as little as they can.
    this.#solver = new Cadical(module, { phase: false, quiet: true });
    this.#true = this.variable();
    this.clause(this.#true);
  }

  get clauses(): number {
    return this.#clauses;
  }

  variable(): Literal {
    return ++this.#variables;
  }

  clause(...literals: readonly Literal[]): void {
    this.#clauses++;
    this.#solver.addClause(literals);
  }

  constant(value: boolean): Literal {
    return value ? this.#true : -this.#true;
  }

  and(literals: readonly Literal[]): Literal {
    const rest = [...new Set(literals)].filter((literal) => literal !== this.#true);
    if (rest.some((literal) => literal === -this.#true || rest.includes(-literal))) return -this.#true;
    if (rest.length <= 1) return rest[0] ?? this.#true;
    const gate = this.variable();
    for (const literal of rest) this.clause(-gate, literal);
    this.clause(gate, ...rest.map((literal) => -literal));
    return gate;
  }

  or(literals: readonly Literal[]): Literal {
    return -this.and(literals.map((literal) => -literal));
  }

  iff(left: Literal, right: Literal): Literal {
    return this.and([this.or([-left, right]), this.or([left, -right])]);
  }

  /** Solves under assumptions, in slices, so that others get their turn and the signal is heard. */
  async solve(assumptions: readonly Literal[], signal: AbortSignal): Promise<SatOutcome> {
    for (;;) {
      if (signal.aborted) return 'unknown';
      const outcome = this.#solver.solve({ assumptions, conflicts: slice });
      if (outcome === 'satisfiable') this.#model = this.#solver.model();
      if (outcome !== 'unknown') return outcome;
      await new Promise(setImmediate);
    }
  }

  /** In the last model; what came after it counts as false. */
  value(literal: Literal): boolean {
    return (this.#model[Math.abs(literal)] ?? false) === literal > 0;
  }

  /** After `unsatisfiable`: assumptions that cannot hold together. */
  failed(assumptions: readonly Literal[]): readonly Literal[] {
    return assumptions.filter((literal) => this.#solver.failed(literal));
  }

  dispose(): void {
    this.#solver.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
