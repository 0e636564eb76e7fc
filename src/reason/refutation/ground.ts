import {
  application,
  type Formula,
  isBinary,
  type QuantifiedFormula,
  subformulas,
  substitute,
  subterms,
  type Term,
  termsOf,
} from '../formula/formula.ts';
import { formulaText, termText } from '../formula/print.ts';
import { type Literal, type SatModule, SatSolver } from '../sat.ts';

/**
 * What a quantified formula says of one term. Four kinds, all valid: an instance of a `∀`, a counterexample to a `∀` that
 * fails, a witness of an `∃`, and an instance of an `∃` that fails. Counterexamples and witnesses speak of a new constant.
 */
export interface Lemma {
  readonly quantified: QuantifiedFormula;
  readonly term: Term;
  /** Is the term the new constant that this lemma brings in? */
  readonly introduces: boolean;
  /** The body at the term. */
  readonly instance: Formula;
}

export interface Refutation {
  /** Indices of the hypotheses that are used. */
  readonly hypotheses: readonly number[];
  /** In an order in which every constant is brought in before it is used. */
  readonly lemmas: readonly Lemma[];
}

export type RefutationStep =
  | { readonly kind: 'refuted'; readonly refutation: Refutation }
  /** New lemmas were added: another step may do it. */
  | { readonly kind: 'open' }
  /** There is nothing to add: the hypotheses can hold together. */
  | { readonly kind: 'saturated' }
  | { readonly kind: 'gave-up' };

/** Lemmas added in one step, and in all. */
const lemmasPerStep = 150;
const mostLemmas = 6_000;

/** A constant that a lemma brings in; no name that was written looks like this. */
const witness = (index: number): Term => application(`#${index}`);
export const isWitness = (term: Term): boolean => term.kind === 'application' && term.name.startsWith('#');

/**
 * Refutes closed formulas by instances: quantified formulas are atoms to a SAT solver, and lemmas say what follows from
 * their truth and falsity for single terms. A model of the solver says which lemmas are missing. It is the epsilon calculus
 * of Hilbert with instances found as by Ganzinger and Korovin, "New Directions in Instantiation-Based Theorem Proving"
 * (2003). Equality is added as far as models need it: symmetry by writing an equation one way, transitivity and congruence
 * by clauses.
 */
export class Refuter implements Disposable {
  readonly #hypotheses: readonly Formula[];
  readonly #selectors: readonly Literal[];
  readonly #solver: SatSolver;
  readonly #literals = new Map<string, Literal>();
  readonly #quantified = new Map<string, { readonly formula: QuantifiedFormula; readonly literal: Literal }>();
  readonly #atoms = new Map<string, { readonly formula: Formula; readonly literal: Literal }>();
  /** Ground terms with the step in which each came up. */
  readonly #terms = new Map<string, { readonly term: Term; readonly age: number }>();
  readonly #lemmas: { readonly lemma: Lemma; readonly selector: Literal }[] = [];
  readonly #known = new Set<string>();
  readonly #clauses = new Set<string>();
  #witnesses = 0;
  #age = 0;

  constructor(sat: SatModule, hypotheses: readonly Formula[]) {
    this.#solver = new SatSolver(sat);
    this.#hypotheses = hypotheses;
    this.#selectors = hypotheses.map((formula) => this.#selected(this.#literal(formula)));
    // A domain is never empty, so there is always a term to speak of.
    if (this.#terms.size === 0) this.#addTerm(elementTerm);
  }

  async step(signal: AbortSignal): Promise<RefutationStep> {
    this.#age++;
    for (;;) {
      const assumptions = [...this.#selectors, ...this.#lemmas.map(({ selector }) => selector)];
      const outcome = await this.#solver.solve(assumptions, signal);
      if (outcome === 'unknown') return { kind: 'gave-up' };
      if (outcome === 'unsatisfiable') {
        return { kind: 'refuted', refutation: await this.#minimal(this.#solver.failed(assumptions), signal) };
      }
      if (!this.#addEqualityClauses()) break;
    }
    const lemmas = this.#missing();
    if (lemmas.length === 0) return { kind: 'saturated' };
    if (this.#lemmas.length > mostLemmas) return { kind: 'gave-up' };
    for (const lemma of lemmas.slice(0, lemmasPerStep)) this.#addLemma(lemma);
    return { kind: 'open' };
  }

  [Symbol.dispose](): void {
    this.#solver.dispose();
  }

  #selected(literal: Literal): Literal {
    const selector = this.#solver.variable();
    this.#solver.clause(-selector, literal);
    return selector;
  }

  #literal(formula: Formula): Literal {
    const key = atomKey(formula);
    const known = this.#literals.get(key);
    if (known !== undefined) return known;
    const literal = this.#newLiteral(formula, key);
    this.#literals.set(key, literal);
    return literal;
  }

  #newLiteral(formula: Formula, key: string): Literal {
    const solver = this.#solver;
    switch (formula.kind) {
      case 'truth':
        return solver.constant(formula.value);
      case 'not':
        return -this.#literal(formula.body);
      case 'forall':
      case 'exists': {
        const literal = solver.variable();
        this.#quantified.set(key, { formula, literal });
        for (const term of constantsOf(formula)) this.#addTerm(term);
        return literal;
      }
      case 'predicate':
      case 'equality': {
        for (const term of termsOf(formula)) this.#addTerm(term);
        if (formula.kind === 'equality' && termText(formula.left) === termText(formula.right))
          return solver.constant(true);
        const literal = solver.variable();
        this.#atoms.set(key, { formula, literal });
        return literal;
      }
      default: {
        const left = this.#literal(formula.left);
        const right = this.#literal(formula.right);
        if (formula.kind === 'and') return solver.and([left, right]);
        if (formula.kind === 'or') return solver.or([left, right]);
        if (formula.kind === 'implies') return solver.or([-left, right]);
        return formula.kind === 'iff' ? solver.iff(left, right) : -solver.iff(left, right);
      }
    }
  }

  #addTerm(term: Term): void {
    for (const each of subterms(term)) {
      const key = termText(each);
      if (!this.#terms.has(key)) this.#terms.set(key, { term: each, age: this.#age });
    }
  }

  /** What the last model of the solver has not been told: the simplest first. */
  #missing(): readonly Lemma[] {
    const missing: { readonly lemma: Lemma; readonly cost: number }[] = [];
    for (const [key, { formula, literal }] of this.#quantified) {
      const value = this.#solver.value(literal);
      if (value === (formula.kind === 'exists')) {
        if (this.#known.has(`witness ${key}`)) continue;
        const term = witness(this.#witnesses + missing.length + 1);
        missing.push({ lemma: lemmaOf(formula, term, true), cost: this.#age });
        continue;
      }
      for (const [name, { term, age }] of this.#terms) {
        if (this.#known.has(`${name} ${key}`)) continue;
        const lemma = lemmaOf(formula, term, false);
        // What the model already agrees with can wait.
        const agrees = this.#valueOf(lemma.instance) === value;
        missing.push({ lemma, cost: age + (agrees ? 4 : 0) });
      }
    }
    return missing.toSorted((a, b) => a.cost - b.cost).map(({ lemma }) => lemma);
  }

  /** The value of a formula in the last model, where all its atoms have one. */
  #valueOf(formula: Formula): boolean | undefined {
    const known = this.#literals.get(atomKey(formula));
    if (known !== undefined) return this.#solver.value(known);
    if (formula.kind === 'not') {
      const value = this.#valueOf(formula.body);
      return value === undefined ? undefined : !value;
    }
    if (!isBinary(formula)) return undefined;
    const left = this.#valueOf(formula.left);
    const right = this.#valueOf(formula.right);
    if (formula.kind === 'and') return left === false || right === false ? false : left && right;
    if (formula.kind === 'or') return left || right || (left === undefined || right === undefined ? undefined : false);
    if (formula.kind === 'implies') return left === false || right || (left === undefined ? undefined : right);
    if (left === undefined || right === undefined) return undefined;
    return (left === right) === (formula.kind === 'iff');
  }

  #addLemma(lemma: Lemma): void {
    const key = atomKey(lemma.quantified);
    this.#known.add(lemma.introduces ? `witness ${key}` : `${termText(lemma.term)} ${key}`);
    if (lemma.introduces) {
      this.#witnesses = Math.max(this.#witnesses, Number(termText(lemma.term).slice(1)));
      this.#addTerm(lemma.term);
    }
    const { literal } = this.#quantified.get(key)!;
    const instance = this.#literal(lemma.instance);
    // Of a `∀`: it implies its instances, and its failure implies the counterexample's. Of an `∃`: the other way round.
    const forwards = lemma.introduces === (lemma.quantified.kind === 'exists');
    const clause = forwards ? [-literal, instance] : [literal, -instance];
    const selector = this.#selected(this.#solver.or(clause));
    this.#lemmas.push({ lemma, selector });
  }

  /** Adds clauses about equality that the last model breaks. */
  #addEqualityClauses(): boolean {
    const equations = [...this.#atoms.values()].flatMap(({ formula, literal }) =>
      formula.kind === 'equality' && this.#solver.value(literal) ? [{ formula, literal }] : [],
    );
    if (equations.length === 0) return false;
    let added = false;
    const add = (...literals: readonly Literal[]): void => {
      const key = literals.toSorted((a, b) => a - b).join(' ');
      if (this.#clauses.has(key) || literals.some((literal) => this.#solver.value(literal))) return;
      this.#clauses.add(key);
      this.#solver.clause(...literals);
      added = true;
    };
    const equal = (a: Term, b: Term): Literal => this.#literal({ kind: 'equality', left: a, right: b });
    const consequences: Literal[][] = [];
    for (const [index, one] of equations.entries()) {
      for (const two of equations.slice(index + 1)) {
        for (const [a, c] of joined(one.formula, two.formula)) {
          if (termText(a) !== termText(c)) consequences.push([-one.literal, -two.literal, equal(a, c)]);
        }
      }
    }
    const same = (a: Term, b: Term): Literal | undefined => {
      if (termText(a) === termText(b)) return this.#solver.constant(true);
      const literal = this.#literals.get(atomKey({ kind: 'equality', left: a, right: b }));
      return literal !== undefined && equations.some((each) => each.literal === literal) ? literal : undefined;
    };
    const congruent = (left: readonly Term[], right: readonly Term[]): readonly Literal[] | undefined => {
      const reasons = left.map((term, position) => same(term, right[position]!));
      return reasons.every((reason) => reason !== undefined) ? reasons.map((reason) => -reason) : undefined;
    };
    const applications = [...this.#terms.values()].flatMap(({ term }) =>
      term.kind === 'application' && term.arguments.length > 0 ? [term] : [],
    );
    for (const group of Map.groupBy(applications, (term) => `${term.name}/${term.arguments.length}`).values()) {
      for (const [index, a] of group.entries()) {
        for (const b of group.slice(index + 1)) {
          const reasons = congruent(a.arguments, b.arguments);
          if (reasons !== undefined) consequences.push([...reasons, equal(a, b)]);
        }
      }
    }
    const predicates = [...this.#atoms.values()].flatMap(({ formula, literal }) =>
      formula.kind === 'predicate' && formula.arguments.length > 0 ? [{ formula, literal }] : [],
    );
    const byName = Map.groupBy(predicates, ({ formula }) => `${formula.name}/${formula.arguments.length}`);
    for (const group of byName.values()) {
      for (const a of group) {
        for (const b of group) {
          if (!this.#solver.value(a.literal) || this.#solver.value(b.literal)) continue;
          const reasons = congruent(a.formula.arguments, b.formula.arguments);
          if (reasons !== undefined) consequences.push([...reasons, -a.literal, b.literal]);
        }
      }
    }
    for (const clause of consequences) add(...clause);
    return added;
  }

  /** Leaves out what is not needed, one after the other, the newest first. */
  async #minimal(core: readonly Literal[], signal: AbortSignal): Promise<Refutation> {
    let needed = [...core];
    for (const literal of core.toReversed().slice(0, mostMinimised)) {
      const without = needed.filter((other) => other !== literal);
      if (without.length === needed.length) continue;
      if ((await this.#solver.solve(without, signal)) === 'unsatisfiable') needed = [...this.#solver.failed(without)];
    }
    const kept = new Set(needed);
    const lemmas = this.#lemmas.flatMap(({ lemma, selector }) => (kept.has(selector) ? [lemma] : []));
    return {
      hypotheses: [...this.#hypotheses.keys()].filter((index) => kept.has(this.#selectors[index]!)),
      lemmas: this.#withIntroductions(lemmas),
    };
  }

  /** A constant that is used must have been brought in, even where nothing is said of it. */
  #withIntroductions(lemmas: readonly Lemma[]): readonly Lemma[] {
    const wanted = new Set<Lemma>(lemmas);
    const introductions = new Map(
      this.#lemmas.flatMap(({ lemma }) => (lemma.introduces ? [[termText(lemma.term), lemma] as const] : [])),
    );
    const visit = (lemma: Lemma): void => {
      wanted.add(lemma);
      for (const term of [...constantsOf(lemma.quantified), ...subterms(lemma.term)]) {
        const introduction = introductions.get(termText(term));
        if (introduction !== undefined && !wanted.has(introduction)) visit(introduction);
      }
    };
    for (const lemma of lemmas) visit(lemma);
    return this.#lemmas.flatMap(({ lemma }) => (wanted.has(lemma) ? [lemma] : []));
  }
}

/** Steps of minimisation; each is one call of the solver. */
const mostMinimised = 200;

/** Some element of the domain, where no constant names one. */
export const elementTerm: Term = application('#element');

/** Equal for formulas that are the same atom: an equation and its mirror image are. */
export function atomKey(formula: Formula): string {
  if (formula.kind !== 'equality') return formulaText(formula);
  const [left, right] = [termText(formula.left), termText(formula.right)].toSorted();
  return `${left} = ${right}`;
}

function lemmaOf(quantified: QuantifiedFormula, term: Term, introduces: boolean): Lemma {
  return { quantified, term, introduces, instance: substitute(quantified.body, quantified.variable, term) };
}

/** The terms without variables in a formula. */
function constantsOf(formula: Formula): readonly Term[] {
  const isGround = (term: Term): boolean => [...subterms(term)].every(({ kind }) => kind === 'application');
  return [...subformulas(formula)].flatMap((each) =>
    each.kind === 'predicate' || each.kind === 'equality'
      ? termsOf(each).flatMap((term) => [...subterms(term)].filter(isGround))
      : [],
  );
}

type Equation = Extract<Formula, { kind: 'equality' }>;

/** `a` and `c` for two equations `a = b` and `b = c` that share a side. */
function joined(one: Equation, two: Equation): readonly (readonly [Term, Term])[] {
  const sides = ({ left, right }: Equation) =>
    [
      [left, right],
      [right, left],
    ] as const;
  return sides(one).flatMap(([a, b]) =>
    sides(two).flatMap(([other, c]) => (termText(b) === termText(other) ? [[a, c] as const] : [])),
  );
}
