/** Quotients by what is no numeral: `omega` knows nothing of them, `grind` what it is told. */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import type { Term } from '../../../term/term.ts';
import { argument, operands } from '../../../term/walk.ts';
import type { GoalView } from '../../../view.ts';

/** What division with remainder says of two numbers. */
const laws: Readonly<Record<string, readonly ((a: string, b: string) => string)[]>> = {
  Nat: [(a, b) => `Nat.div_add_mod ${a} ${b}`, (a, b) => `Nat.mod_lt ${a} (y := ${b})`],
  Int: [
    (a, b) => `Int.mul_ediv_add_emod ${a} ${b}`,
    (a, b) => `Int.emod_nonneg ${a} (b := ${b})`,
    (a, b) => `Int.emod_lt_of_pos ${a} (b := ${b})`,
  ],
};

function quotients({ subterms }: GoalView): readonly (readonly [Term, Term])[] {
  const found = new Map<string, readonly [Term, Term]>();
  for (const term of subterms) {
    const sides = operands(term, '/') ?? operands(term, '%');
    if (sides === undefined || /^\d/.test(sides[1].text)) continue;
    found.set(`${sides[0].text} / ${sides[1].text}`, sides);
  }
  return [...found.values()].slice(0, 2);
}

export const quotientFacts: readonly Family[] = [
  {
    name: 'quotient-facts',
    chance: 0.4,
    leads: 0.5,
    propose: (view) => {
      const found = quotients(view);
      if (found.length === 0) return [];
      return ['Nat', 'Int']
        .filter((type) => view.goal.constants.includes(type) || view.variables.some((one) => one.type === type))
        .map((type) => {
          const names = new NameSource(view.taken);
          const facts = found.flatMap(([a, b]) =>
            laws[type]!.map((law) => `have ${names.next('hq')} := ${law(argument(a), argument(b))}`),
          );
          return [...facts, 'grind'].join('\n');
        });
    },
  },
];
