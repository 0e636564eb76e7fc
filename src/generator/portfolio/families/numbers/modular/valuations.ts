/** How often a number divides another: where one power more does not divide it, no greater exponent does. */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import { readTerm, type Term } from '../../../term/term.ts';
import { argument, operands } from '../../../term/walk.ts';
import type { GoalView } from '../../../view.ts';

/** `a ^ n ∣ N`: what `a` is, for the exponent of this name. */
function base(term: Term, exponent: string): string | undefined {
  const sides = operands(term, '∣');
  const power = sides && operands(sides[0], '^');
  return power?.[1].text === exponent ? argument(power[0]) : undefined;
}

/** That `fact` refutes `order`, by which the exponent is greater than what is claimed. */
const refuted = (base: string, fact: string, order: string): string =>
  `absurd (Nat.dvd_trans (Nat.pow_dvd_pow ${base} ${order}) ${fact}) (by decide +kernel)`;

/** What is to be shown of an exponent: that it is at most a number, or less. */
function claim(term: Term): { readonly exponent: string; readonly start: string } | undefined {
  const sides = operands(term, '≤', '<');
  if (sides === undefined || !/^\d+$/.test(sides[1].text)) return undefined;
  const rule = term.head === '≤' ? 'Nat.le_of_not_lt' : 'Nat.lt_of_not_le';
  return { exponent: sides[0].text, start: `${rule} fun l =>` };
}

function forAll({ target }: GoalView): readonly string[] {
  const sides = operands(target.parts.at(-1) ?? target, '→');
  const [variable] = target.bound;
  if (target.head !== '∀' || target.bound.length !== 1 || variable === undefined || sides === undefined) return [];
  const wanted = claim(readTerm(sides[1].text));
  const found = base(sides[0], variable);
  if (wanted?.exponent !== variable || found === undefined) return [];
  return [`exact fun n h => ${wanted.start} ${refuted(found, 'h', 'l')}`];
}

function ofFacts({ target, facts, taken }: GoalView): readonly string[] {
  const wanted = claim(target);
  if (wanted === undefined) return [];
  const name = new NameSource(taken).next('l');
  return facts.flatMap(({ name: fact, type }) => {
    const found = base(type, wanted.exponent);
    const start = wanted.start.replace('fun l', `fun ${name}`);
    return found === undefined ? [] : [`exact ${start} ${refuted(found, fact, name)}`];
  });
}

export const valuations: readonly Family[] = [
  { name: 'valuation', propose: (view) => [...forAll(view), ...ofFacts(view)] },
];
