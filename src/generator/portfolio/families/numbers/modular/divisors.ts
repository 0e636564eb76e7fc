/** The divisors of a numeral, and that a factor of it is one of them. */

export function divisorsOf(number: bigint): readonly bigint[] {
  const found: bigint[] = [];
  for (let divisor = 1n; divisor * divisor <= number; divisor++)
    if (number % divisor === 0n) found.push(divisor, ...(divisor * divisor === number ? [] : [number / divisor]));
  return found.toSorted((a, b) => (a < b ? -1 : 1));
}

/** `∀ f g, f * g = number → f = 1 ∨ …`: one of the two is at most the root, so that the kernel has few divisions to do. */
export function factorIsDivisor(fact: string, number: bigint): readonly string[] {
  const divisors = divisorsOf(number);
  const list = `[${divisors.join(', ')}]`;
  const bound = BigInt(Math.floor(Math.sqrt(Number(number)))) + 1n;
  return [
    `have ${fact} : ∀ f g : Nat, f * g = ${number} → ${divisors.map((divisor) => `f = ${divisor}`).join(' ∨ ')} := by`,
    '  intro f g h',
    `  have hs : ∀ m, m < ${bound} → m ∣ ${number} → m ∈ ${list} ∧ ${number} / m ∈ ${list} := by decide +kernel`,
    `  have hl : f ∈ ${list} := by`,
    `    rcases Nat.lt_or_ge f ${bound} with hf | hf`,
    '    · exact (hs f hf ⟨g, h.symm⟩).1',
    `    · have hg : g < ${bound} := Nat.lt_of_not_le fun hg => by have hp := Nat.mul_le_mul hf hg; omega`,
    '      have hq := (hs g hg ⟨f, by rw [Nat.mul_comm]; exact h.symm⟩).2',
    '      have hz : 0 < g := Nat.pos_of_ne_zero fun e => by simp [e] at h',
    `      rwa [Nat.div_eq_of_eq_mul_left hz h.symm] at hq`,
    '  simpa only [List.mem_cons, List.not_mem_nil, or_false] using hl',
  ];
}
