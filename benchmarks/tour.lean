/-!
A tour of what Ariadne is asked to do: theorems on core Lean, from one-liners to proofs of several steps. Most can be
proved; those marked "false" or "out of reach" are there to be left alone.
-/

/- Nothing here is ever run, and the embedded Lean cannot compile every function of its library. -/
noncomputable section

namespace Tour

/-! ## One step -/

theorem two_mul_self (n : Nat) : n + n = 2 * n := by sorry

theorem le_double (n : Nat) : n ≤ 2 * n := by sorry

theorem and_swap (p q : Prop) (hp : p) (hq : q) : q ∧ p := by sorry

theorem length_two {α : Type} (a b : α) : [a, b].length = 2 := by sorry

theorem append_nothing {α : Type} (xs : List α) : xs ++ [] = xs := by sorry

theorem seven_is_odd : 7 % 2 = 1 := by sorry

theorem large_power : 3 ^ 40 % 10 = 1 := by sorry

theorem square_of_sum (a b : Int) : (a + b) * (a + b) = a * a + 2 * a * b + b * b := by sorry

/-! ## Logic -/

theorem imp_chain (p q r s : Prop) (hpq : p → q) (hqr : q → r) (hrs : r → s) : p → s := by sorry

theorem or_swap (p q : Prop) : p ∨ q → q ∨ p := by sorry

theorem curry (p q r : Prop) : (p ∧ q → r) ↔ (p → q → r) := by sorry

theorem not_both (p q : Prop) (h : ¬(p ∧ q)) (hp : p) : ¬q := by sorry

theorem exists_swap {α β : Type} (r : α → β → Prop) (h : ∃ x, ∀ y, r x y) : ∀ y, ∃ x, r x y := by sorry

theorem forall_and_split {α : Type} (p q : α → Prop) : (∀ x, p x ∧ q x) ↔ (∀ x, p x) ∧ (∀ x, q x) := by sorry

theorem exists_or_split {α : Type} (p q : α → Prop) : (∃ x, p x ∨ q x) ↔ (∃ x, p x) ∨ (∃ x, q x) := by sorry

theorem drinker_of_two (p : Bool → Prop) : ∃ x, p x → ∀ y, p y := by sorry

/-! ## Witnesses: goals that share a metavariable -/

theorem difference_exists (a b : Nat) (h : a ≤ b) : ∃ c, b = a + c := by sorry

theorem above_both (a b : Nat) : ∃ c, a < c ∧ b < c := by sorry

theorem between (a b : Nat) (h : a + 1 < b) : ∃ c, a < c ∧ c < b := by sorry

theorem split_somewhere {α : Type} (x : α) (xs : List α) : ∃ ys zs, ys ++ x :: zs = x :: xs := by sorry

theorem common_image {α β : Type} (f : α → β) (a b : α) (h : f a = f b) : ∃ y, f a = y ∧ f b = y := by sorry

theorem preimage_of_composite {α β γ : Type} (f : α → β) (g : β → γ) (z : γ) (h : ∃ x, g (f x) = z) : ∃ y, g y = z := by
  sorry

/-! ## Numbers -/

theorem even_or_odd (n : Nat) : ∃ k, n = 2 * k ∨ n = 2 * k + 1 := by sorry

theorem consecutive_even (n : Nat) : n * (n + 1) % 2 = 0 := by sorry

theorem square_mod_four (n : Nat) : n ^ 2 % 4 = 0 ∨ n ^ 2 % 4 = 1 := by sorry

theorem three_divides (n : Nat) (h : n % 9 = 6) : 3 ∣ n := by sorry

theorem small_square (n : Nat) (h : n < 12) (hs : n * n % 13 = 3) : n = 4 ∨ n = 9 := by sorry

/-- Powers of two, without the library. -/
def pow2 : Nat → Nat
  | 0 => 1
  | n + 1 => pow2 n + pow2 n

theorem pow2_positive (n : Nat) : 0 < pow2 n := by sorry

theorem pow2_add (m n : Nat) : pow2 (m + n) = pow2 m * pow2 n := by sorry

theorem below_pow2 (n : Nat) : n < pow2 n := by sorry

/-- 1 + 2 + … + n. -/
def triangle : Nat → Nat
  | 0 => 0
  | n + 1 => triangle n + (n + 1)

theorem triangle_closed (n : Nat) : 2 * triangle n = n * (n + 1) := by sorry

/-! ## Trees -/

inductive Tree (α : Type) where
  | leaf : Tree α
  | node (left : Tree α) (label : α) (right : Tree α) : Tree α

namespace Tree

variable {α : Type}

def size : Tree α → Nat
  | leaf => 0
  | node l _ r => l.size + 1 + r.size

def flip : Tree α → Tree α
  | leaf => leaf
  | node l a r => node r.flip a l.flip

def height : Tree α → Nat
  | leaf => 0
  | node l _ r => max l.height r.height + 1

def labels : Tree α → List α
  | leaf => []
  | node l a r => l.labels ++ a :: r.labels

theorem flip_flip (t : Tree α) : t.flip.flip = t := by sorry

theorem size_flip (t : Tree α) : t.flip.size = t.size := by sorry

theorem height_le_size (t : Tree α) : t.height ≤ t.size := by sorry

theorem length_labels (t : Tree α) : t.labels.length = t.size := by sorry

theorem labels_flip (t : Tree α) : t.flip.labels = t.labels.reverse := by sorry

end Tree

/-! ## A small stack machine -/

inductive Expr where
  | const (n : Nat) : Expr
  | plus (a b : Expr) : Expr
  | double (a : Expr) : Expr

inductive Instr where
  | push (n : Nat) : Instr
  | add : Instr
  | dup : Instr

def Expr.eval : Expr → Nat
  | const n => n
  | plus a b => a.eval + b.eval
  | double a => a.eval + a.eval

def Expr.compile : Expr → List Instr
  | const n => [.push n]
  | plus a b => a.compile ++ b.compile ++ [.add]
  | double a => a.compile ++ [.dup, .add]

def step : Instr → List Nat → List Nat
  | .push n, s => n :: s
  | .add, a :: b :: s => (a + b) :: s
  | .dup, a :: s => a :: a :: s
  | _, s => s

def run : List Instr → List Nat → List Nat
  | [], s => s
  | i :: is, s => run is (step i s)

theorem run_append (p q : List Instr) (s : List Nat) : run (p ++ q) s = run q (run p s) := by sorry

theorem compile_correct (e : Expr) (s : List Nat) : run e.compile s = e.eval :: s := by sorry

/-! ## Inductive predicates -/

inductive Even : Nat → Prop where
  | zero : Even 0
  | step (n : Nat) (h : Even n) : Even (n + 2)

theorem even_four : Even 4 := by sorry

theorem even_add (m n : Nat) (hm : Even m) (hn : Even n) : Even (m + n) := by sorry

theorem even_double (n : Nat) : Even (n + n) := by sorry

theorem not_even_one : ¬Even 1 := by sorry

/-! ## False, or out of reach -/

/-- False: 4 is even, and so is its half. -/
theorem every_even_halves_to_odd (n : Nat) (h : n % 2 = 0) : n / 2 % 2 = 1 := by sorry

/-- False: of most lists. -/
theorem reverse_is_same (xs : List Nat) : xs.reverse = xs := by sorry

/-- False: it holds up to 1 only. -/
theorem pow2_is_square (n : Nat) : pow2 n = n * n + 1 := by sorry

/-- Out of reach: Fermat's last theorem, for exponent three. -/
theorem fermat_three (a b c : Nat) (ha : 0 < a) (hb : 0 < b) : a ^ 3 + b ^ 3 ≠ c ^ 3 := by sorry

/-- Out of reach: nobody knows. -/
theorem collatz (f : Nat → Nat) (hf : ∀ n, f n = if n % 2 = 0 then n / 2 else 3 * n + 1) (n : Nat) (hn : 0 < n) :
    ∃ k, Nat.repeat f k n = 1 := by sorry

end Tour

end
