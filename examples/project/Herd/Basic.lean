/-! Cows that calve once a year. -/

/-- How many there are after some years, if none is sold. -/
def herd (cows : Nat) : Nat → Nat
  | 0 => cows
  | years + 1 => 2 * herd cows years

theorem herd_zero (cows : Nat) : herd cows 0 = cows := by
  rfl

theorem herd_succ (cows years : Nat) : herd cows (years + 1) = 2 * herd cows years := by
  rw [herd]
