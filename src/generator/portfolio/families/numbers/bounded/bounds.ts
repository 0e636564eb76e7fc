/**
 * Why a natural number cannot be large: what divides a numeral is not above it, nor is a factor or a power of it, and what is
 * smaller than a modulus or a divisor is its own remainder and has no quotient.
 */

const rules: readonly (readonly [name: string, statement: string, proof: string])[] = [
  [
    'dvdLarge',
    '∀ a m : Nat, 0 < m → m < a → ¬a ∣ m',
    "fun _ _ h h' d => absurd (Nat.le_of_dvd h d) (Nat.not_le_of_lt h')",
  ],
  ['mulLarge', '∀ a b m : Nat, 0 < m → m < a → ¬a * b = m', "fun a b m h h' e => dvdLarge a m h h' ⟨b, e.symm⟩"],
  [
    'largeMul',
    '∀ a b m : Nat, 0 < m → m < b → ¬a * b = m',
    "fun a b m h h' e => dvdLarge b m h h' ⟨a, Nat.mul_comm a b ▸ e.symm⟩",
  ],
  [
    'lcmLarge',
    '∀ a b m : Nat, 0 < m → m < a → ¬Nat.lcm a b = m',
    "fun a b m h h' e => dvdLarge a m h h' (e ▸ Nat.dvd_lcm_left a b)",
  ],
  [
    'largeLcm',
    '∀ a b m : Nat, 0 < m → m < b → ¬Nat.lcm a b = m',
    "fun a b m h h' e => dvdLarge b m h h' (e ▸ Nat.dvd_lcm_right a b)",
  ],
  [
    'powLarge',
    '∀ a b m : Nat, 1 < a → m ≤ b → ¬a ^ b ≤ m',
    "fun _ _ _ h h' e => absurd (Nat.lt_of_lt_of_le (Nat.lt_pow_self h) e) (Nat.not_lt_of_le h')",
  ],
];

const large = ['Nat.mod_eq_of_lt', 'Nat.div_eq_of_lt', ...rules.map(([name]) => name)];

/** Powers of a number that facts speak of, and powers whose exponent it is. */
export interface Powers {
  readonly exponents: readonly number[];
  readonly bases: readonly number[];
}

/**
 * Tactics, each tried after the one before, that refute facts where `order`, such as `64 ≤ n`, says that a number is large.
 */
export function refuteLarge(
  order: string,
  facts: readonly string[],
  { exponents, bases }: Powers = { exponents: [], bases: [] },
): readonly string[] {
  const at = facts.length === 0 ? '' : ` at ${facts.join(' ')}`;
  const powers = exponents.map((exponent) => `have hq := Nat.pow_le_pow_left ${order} ${exponent}`);
  const larger = bases.map((base) => `have hq := Nat.pow_le_pow_right (n := ${base}) (by decide) ${order}`);
  return [
    'first',
    '  | omega',
    ...powers.map((power) => `  | (${power}; omega)`),
    ...(bases.length === 0 ? [] : [`  | (${larger.join('; ')}; first | omega | grind)`]),
    ...rules.map(([name, statement, proof], index) => {
      const start = index === 0 ? '  | (' : '     ';
      return `${start}have ${name} : ${statement} := ${proof}`;
    }),
    ...larger.map((power) => `     ${power}`),
    `     simp (disch := first | omega | decide) [${large.join(', ')}]${at} <;> omega)`,
    `  | (have hs := Nat.mul_le_mul ${order} ${order}; grind)`,
  ];
}

/** That a natural number is below a bound, by facts about it; `order` is a name for what is refuted. */
export const bounded = (
  variable: string,
  bound: number,
  facts: readonly string[],
  powers: Powers,
  order: string,
): readonly string[] => [
  `${variable} < ${bound} := by`,
  `  refine Nat.lt_of_not_le fun ${order} => ?_`,
  ...refuteLarge(order, facts, powers).map((line) => `  ${line}`),
];
