import { type Formula, not, type QuantifiedFormula, type Term } from '../formula/formula.ts';
import type { SymbolUse } from '../formula/theory.ts';
import type { LeanNames } from '../lean/names.ts';
import { type LeanTheory, leanFormula, leanTerm, type Question } from '../lean/statement.ts';
import { atomKey, elementTerm, type Lemma, type Refutation } from './ground.ts';

/**
 * A refutation as a script of Lean: the goal turned into a hypothesis, each lemma as a `have` or an `obtain`, and `grind`
 * for what is left, which is propositional reasoning (and equality). Where a quantified formula is a hypothesis itself, its
 * lemma is written as a person would: `have h := premise_1 ted`.
 */
export function refutationScript(lean: LeanTheory, question: Question, refutation: Refutation): readonly string[] {
  return new ScriptWriter(lean, question).write(refutation);
}

class ScriptWriter {
  readonly #lean: LeanTheory;
  readonly #question: Question;
  readonly #names: LeanNames;
  /** Witnesses by their names in the refutation. */
  readonly #witnesses = new Map<string, string>();
  /** What is known, and the term that proves it. */
  readonly #facts = new Map<string, string>();
  readonly #lines: string[] = [];
  #named = 0;

  constructor(lean: LeanTheory, question: Question) {
    this.#lean = lean;
    this.#question = question;
    this.#names = withWitnesses(lean.names.inner(), this.#witnesses);
  }

  write({ hypotheses, lemmas }: Refutation): readonly string[] {
    const { theory, premiseNames } = this.#lean;
    const used = new Set(hypotheses);
    for (const [index, premise] of theory.premises.entries()) {
      if (used.has(index)) this.#learn(premise, premiseNames[index]!);
    }
    if (this.#question === 'conclusion') {
      this.#lines.push('refine Classical.byContradiction fun negated => ?_');
      this.#learn(not(theory.conclusion), 'negated');
    } else if (this.#question === 'negation') {
      this.#lines.push('intro assumed');
      this.#learn(theory.conclusion, 'assumed');
    }
    if (lemmas.some(({ term }) => mentions(term, elementTerm))) {
      const name = this.#names.fresh('element');
      this.#witnesses.set('#element', name);
      this.#lines.push(`obtain ⟨${name}⟩ := ‹Nonempty ${this.#names.domain}›`);
    }
    for (const lemma of lemmas) this.#write(lemma);
    return [...this.#merged(), 'grind'];
  }

  #hypothesis(): string {
    return this.#names.fresh(`h${++this.#named}`);
  }

  #learn(formula: Formula, proof: string): void {
    this.#facts.set(atomKey(formula), proof);
    if (formula.kind === 'and') {
      this.#learn(formula.left, projection(proof, 1));
      this.#learn(formula.right, projection(proof, 2));
    }
  }

  #write(lemma: Lemma): void {
    if (lemma.introduces) this.#obtain(lemma);
    else this.#instantiate(lemma);
  }

  #instantiate({ quantified, term, instance }: Lemma): void {
    const at = this.#term(term);
    const name = this.#hypothesis();
    if (quantified.kind === 'forall') {
      const known = this.#facts.get(atomKey(quantified));
      if (known === undefined) {
        this.#lines.push(`have ${name} : ${this.#implication(quantified, instance)} := fun all => all ${at}`);
      } else {
        this.#lines.push(`have ${name} := ${known} ${at}`);
        this.#learn(instance, name);
      }
      return;
    }
    const refuted = this.#facts.get(atomKey(not(quantified)));
    const negated = not(instance);
    if (refuted === undefined) {
      const type = this.#implication(not(quantified), negated);
      this.#lines.push(`have ${name} : ${type} := fun none some => none ⟨${at}, some⟩`);
    } else {
      this.#lines.push(`have ${name} : ${this.#formula(negated)} := fun some => ${refuted} ⟨${at}, some⟩`);
      this.#learn(negated, name);
    }
  }

  #obtain({ quantified, term, instance }: Lemma): void {
    const witness = this.#names.fresh(quantified.variable.toLowerCase());
    const name = this.#hypothesis();
    if (term.kind === 'application') this.#witnesses.set(term.name, witness);
    const exists = quantified.kind === 'exists';
    const given = exists ? quantified : not(quantified);
    const found = exists ? instance : not(instance);
    const known = this.#facts.get(atomKey(given));
    const pattern = `obtain ⟨${witness}, ${name}⟩`;
    if (known !== undefined) {
      this.#lines.push(`${pattern} := ${exists ? known : `Classical.not_forall.mp ${known}`}`);
      this.#learn(found, name);
      return;
    }
    const type = `∃ ${witness} : ${this.#names.domain}, ${this.#implication(given, found)}`;
    const chosen = `Classical.epsilon_spec_aux inferInstance (fun ${this.#lambda(quantified)})`;
    const proof = exists ? chosen : `fun fails => ${chosen} (Classical.not_forall.mp fails)`;
    this.#lines.push(`${pattern} : ${type} := ⟨_, ${proof}⟩`);
  }

  /** The body of a quantified formula (negated for `∀`) as a function of its variable. */
  #lambda(quantified: QuantifiedFormula): string {
    const name = this.#names.variable(quantified.variable, 1);
    const body = quantified.kind === 'exists' ? quantified.body : not(quantified.body);
    return `${name} => ${leanFormula(body, this.#names, new Map([[quantified.variable, name]]))}`;
  }

  #implication(from: Formula, to: Formula): string {
    return this.#formula({ kind: 'implies', left: from, right: to });
  }

  readonly #formula = (formula: Formula): string => leanFormula(formula, this.#names);

  #term(term: Term): string {
    const text = leanTerm(term, this.#names, new Map());
    return text.includes(' ') ? `(${text})` : text;
  }

  /** `have h := p a` that is used only by `have h' := h b` becomes a part of it. */
  #merged(): readonly string[] {
    let lines: readonly string[] = this.#lines;
    for (const line of this.#lines) {
      const [, name, proof] = /^have (\S+) := (.+)$/.exec(line) ?? [];
      if (name === undefined || proof === undefined) continue;
      const uses = lines.filter((other) => other !== line && words(other).includes(name));
      const [only] = uses;
      const prefix = new RegExp(`^(have \\S+ :=|obtain ⟨[^⟩]*⟩ :=) ${name}(?= |$)`);
      if (uses.length !== 1 || only === undefined || !prefix.test(only)) continue;
      lines = lines.flatMap((other) => {
        if (other === line) return [];
        return other === only ? [other.replace(prefix, (_, start: string) => `${start} ${proof}`)] : [other];
      });
    }
    return lines;
  }
}

const words = (line: string): readonly string[] => line.split(/[\s()⟨⟩,.]+/);

const projection = (proof: string, index: 1 | 2): string =>
  proof.includes(' ') ? `(${proof}).${index}` : `${proof}.${index}`;

const mentions = (term: Term, other: Term): boolean =>
  term.kind === 'application' &&
  other.kind === 'application' &&
  (term.name === other.name || term.arguments.some((argument) => mentions(argument, other)));

/** The names of a theory, and those of the constants that a refutation brings in. */
function withWitnesses(names: LeanNames, witnesses: ReadonlyMap<string, string>): LeanNames {
  return {
    domain: names.domain,
    predicate: (use) => names.predicate(use),
    constant: (use: SymbolUse) => witnesses.get(use.name) ?? names.constant(use),
    variable: (written, count) => names.variable(written, count),
    fresh: (like) => names.fresh(like),
    inner: () => withWitnesses(names.inner(), witnesses),
  };
}
