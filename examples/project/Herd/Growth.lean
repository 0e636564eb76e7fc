import Herd.Basic

theorem herd_one (cows : Nat) : herd cows 1 = cows + cows := by
  sorry

theorem herd_none (years : Nat) : herd 0 years = 0 := by
  sorry

theorem herd_grows (cows years : Nat) : herd cows years ≤ herd cows (years + 1) := by
  sorry

theorem herd_twice (cows years : Nat) : herd (2 * cows) years = 2 * herd cows years := by
  sorry
