/**
 * Powers with a numeral for their exponent, modulo small numbers: which remainders a power has where its base has which is
 * computed here, proved by cases, and given to `omega` for each base.
 */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import { argument, operands } from '../../../term/walk.ts';
import type { GoalView } from '../../../view.ts';
import { speaksOf, statedText, uses } from '../numbers.ts';

interface Power {
  readonly base: string;
  readonly exponent: number;
  readonly type: 'Int' | 'Nat';
  /** How the square of a variable is written where it is no power. */
  readonly isProduct: boolean;
}

const largestExponent = 8;
const largestModulus = 16;
/** Moduli that leave powers few remainders. */
const telling: Readonly<Record<number, readonly number[]>> = { 2: [4, 3, 8, 5, 7], 3: [9, 7], 4: [16, 5], 6: [7, 9] };
const mostModuli = 4;

/** Remainders say nothing of an order; of an equation they say that it has no solution. */
const isAboutRemainders = (view: GoalView): boolean =>
  operands(view.target, '<', '≤', '>', '≥') === undefined &&
  (uses(view, 'HMod.hMod') || uses(view, 'Dvd.dvd') || ['False', 'Not', 'Ne'].includes(view.goal.head));

/** Powers of variables, and of sums of them, that the goal speaks of. */
function powers(view: GoalView): readonly Power[] {
  const found = new Map<string, Power>();
  for (const term of view.subterms) {
    const sides = operands(term, '^', '*');
    const isProduct = term.head === '*';
    if (sides === undefined || (isProduct && sides[0].text !== sides[1].text)) continue;
    const base = argument(sides[0]);
    const exponent = isProduct ? 2 : Number(sides[1].text);
    const variable = view.variables.find(({ name }) => speaksOf(base, name));
    const type = variable?.type;
    if (!Number.isSafeInteger(exponent) || exponent < 2 || exponent > largestExponent) continue;
    if (type === 'Int' || type === 'Nat') found.set(term.text, { base, exponent, type, isProduct });
  }
  return [...found.values()];
}

/** Moduli of the goal, of composite ones their prime powers as far as they can be of use; then those that leave few remainders. */
function moduli(view: GoalView, exponents: readonly number[]): readonly number[] {
  const stated = [...statedText(view).matchAll(/% (\d+)|(?<!\S)(\d+) ∣/gu)].map((match) =>
    Number(match[1] ?? match[2]),
  );
  const parts = stated.flatMap(primePowers);
  const found = parts.length > 0 ? parts : exponents.flatMap((exponent) => telling[exponent] ?? []);
  return [...new Set(found)].filter((modulus) => modulus > 1 && modulus <= largestModulus);
}

function primePowers(number: number): readonly number[] {
  const found: number[] = [];
  let rest = number;
  for (let prime = 2; prime <= largestModulus && prime * prime <= rest; prime++) {
    let power = 1;
    for (; rest % prime === 0; rest /= prime) power *= prime;
    if (power > 1) found.push(power);
  }
  return rest > 1 ? [...found, rest] : found;
}

function powerModulo(base: number, exponent: number, modulus: number): number {
  let value = 1;
  for (let step = 0; step < exponent; step++) value = (value * base) % modulus;
  return value;
}

/**
 * `∀ t, t % m = 0 ∧ t ^ k % m = 0 ∨ …`, proved case by case. Where the bases stand nowhere else, what remainders they have
 * does not matter, and those of the powers are few.
 */
function table(fact: string, { exponent, type, isProduct }: Power, modulus: number, withBases: boolean): string {
  const values = Array.from({ length: modulus }, (_, value) => value);
  const power = isProduct ? 't * t' : `t ^ ${exponent}`;
  const remainder = (value: number): string => `${power} % ${modulus} = ${powerModulo(value, exponent, modulus)}`;
  const cases = values.map((value) =>
    withBases ? `t % ${modulus} = ${value} ∧ ${remainder(value)}` : remainder(value),
  );
  const lemma = type === 'Int' ? 'Int.mul_emod' : 'Nat.mul_mod';
  return [
    `have ${fact} : ∀ t : ${type}, ${[...new Set(cases)].join(' ∨ ')} := by`,
    `  intro t`,
    `  have h : ${values.map((value) => `t % ${modulus} = ${value}`).join(' ∨ ')} := by omega`,
    `  rcases h with ${values.map(() => 'h').join(' | ')} <;> simp [${type}.pow_succ, ${lemma}, h]`,
  ].join('\n');
}

function tactic(view: GoalView, found: readonly Power[], chosen: readonly number[]): string {
  const names = new NameSource(view.taken);
  const kinds = Map.groupBy(found, ({ exponent, type, isProduct }) => `${exponent} ${type} ${isProduct}`);
  const rest = found.reduce(
    (text, { base, exponent, isProduct }) =>
      text.replaceAll(isProduct ? `${base} * ${base}` : `${base} ^ ${exponent}`, ''),
    statedText(view),
  );
  const withBases = found.some(({ base }) => rest.includes(base));
  const lines = [...kinds.values()].flatMap((powers) =>
    chosen.flatMap((modulus) => {
      const fact = names.next('hr');
      return [
        table(fact, powers[0]!, modulus, withBases),
        ...powers.map(({ base }) => `have ${names.next('hr')} := ${fact} ${base}`),
      ];
    }),
  );
  return [...lines, 'omega'].join('\n');
}

export const residues: readonly Family[] = [
  {
    name: 'power-residues',
    propose: (view) => {
      if (!isAboutRemainders(view)) return [];
      const found = powers(view);
      if (found.length === 0 || found.length > 4) return [];
      const candidates = moduli(
        view,
        found.map(({ exponent }) => exponent),
      );
      const together = candidates.length > 1 && candidates.reduce((a, b) => a * b, 1) <= 60 ? [candidates] : [];
      return [...together, ...candidates.slice(0, mostModuli).map((modulus) => [modulus])].map((chosen) =>
        tactic(view, found, chosen),
      );
    },
  },
];
