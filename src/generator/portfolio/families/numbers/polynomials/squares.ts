/** Numbers that are no squares. */

export const isSquare = (number: bigint): boolean => {
  const root = BigInt(Math.round(Math.sqrt(Number(number))));
  return number >= 0n && root * root === number;
};

/** `z ^ 2 = 13` is false: `z` would be less than 4. */
export function noSquare(fact: string, value: bigint): readonly string[] {
  const bound = BigInt(Math.floor(Math.sqrt(Number(value)))) + 1n;
  return [
    `have ${fact} : ∀ z : Int, z ^ 2 = ${value} → False := by`,
    '  intro z h',
    '  have ha := congrArg Int.natAbs h',
    '  rw [Int.natAbs_pow] at ha',
    `  replace ha : z.natAbs ^ 2 = ${value} := ha`,
    `  have hb : z.natAbs < ${bound} := by`,
    '    refine Nat.lt_of_not_le fun hle => ?_',
    '    have hs := Nat.pow_le_pow_left hle 2',
    '    omega',
    `  exact (by decide +kernel : ∀ n < ${bound}, (n : Nat) ^ 2 ≠ ${value}) _ hb ha`,
  ];
}
