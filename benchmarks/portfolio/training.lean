/-! Theorems to fit the portfolio's priors on: functions over types of the file's own, and numbers. -/
noncomputable section

namespace Training

/-! ## Unary numbers -/

inductive Num where
  | zero : Num
  | next (n : Num) : Num

def plus : Num → Num → Num
  | .zero, m => m
  | .next n, m => .next (plus n m)

def times : Num → Num → Num
  | .zero, _ => .zero
  | .next n, m => plus m (times n m)

def twice : Num → Num
  | .zero => .zero
  | .next n => .next (.next (twice n))

def isEven : Num → Bool
  | .zero => true
  | .next n => !isEven n

def atMost : Num → Num → Bool
  | .zero, _ => true
  | .next _, .zero => false
  | .next n, .next m => atMost n m

def same : Num → Num → Bool
  | .zero, .zero => true
  | .next n, .next m => same n m
  | _, _ => false

def toNat : Num → Nat
  | .zero => 0
  | .next n => toNat n + 1

theorem plus_zero (n : Num) : plus n .zero = n := by sorry
theorem plus_next (n m : Num) : plus n (.next m) = .next (plus n m) := by sorry
theorem plus_cancel (k n m : Num) (h : plus k n = plus k m) : n = m := by sorry
theorem twice_is_plus (n : Num) : twice n = plus n n := by sorry
theorem even_twice (n : Num) : isEven (twice n) = true := by sorry
theorem even_plus (n m : Num) : isEven (plus n m) = (isEven n == isEven m) := by sorry
theorem atMost_self (n : Num) : atMost n n = true := by sorry
theorem atMost_next (n : Num) : atMost n (.next n) = true := by sorry
theorem atMost_total (n m : Num) : atMost n m = true ∨ atMost m n = true := by sorry
theorem atMost_antisymm (n m : Num) : atMost n m = true → atMost m n = true → n = m := by sorry
theorem atMost_trans (a b c : Num) (h : atMost a b = true) (k : atMost b c = true) : atMost a c = true := by sorry
theorem same_iff (n m : Num) : same n m = true ↔ n = m := by sorry
theorem same_symm (n m : Num) : same n m = same m n := by sorry
theorem toNat_plus (n m : Num) : toNat (plus n m) = toNat n + toNat m := by sorry
theorem toNat_times (n m : Num) : toNat (times n m) = toNat n * toNat m := by sorry
theorem toNat_twice (n : Num) : toNat (twice n) = 2 * toNat n := by sorry
theorem toNat_inj (n m : Num) (h : toNat n = toNat m) : n = m := by sorry
theorem atMost_toNat (n m : Num) : atMost n m = decide (toNat n ≤ toNat m) := by sorry
theorem next_ne (n : Num) : Num.next n ≠ n := by sorry
theorem atMost_exists (n m : Num) : atMost n m = true → ∃ k, plus k n = m := by sorry

/-! ## Sequences -/

inductive Seq (α : Type) where
  | none : Seq α
  | more (first : α) (rest : Seq α) : Seq α

variable {α β : Type}

def join : Seq α → Seq α → Seq α
  | .none, t => t
  | .more a s, t => .more a (join s t)

def turn : Seq α → Seq α
  | .none => .none
  | .more a s => join (turn s) (.more a .none)

def each (f : α → β) : Seq α → Seq β
  | .none => .none
  | .more a s => .more (f a) (each f s)

def size : Seq α → Nat
  | .none => 0
  | .more _ s => size s + 1

def keep (p : α → Bool) : Seq α → Seq α
  | .none => .none
  | .more a s => if p a then .more a (keep p s) else keep p s

def holdsAll (p : α → Bool) : Seq α → Bool
  | .none => true
  | .more a s => p a && holdsAll p s

/-- The length, as a unary number. -/
def extent : Seq α → Num
  | .none => .zero
  | .more _ s => .next (extent s)

def shuffle : Seq α → Seq α → Seq α
  | .none, t => t
  | .more a s, t => .more a (match t with | .none => s | .more b u => .more b (shuffle s u))

def total : Seq Nat → Nat
  | .none => 0
  | .more a s => a + total s

def fromList : List α → Seq α
  | [] => .none
  | a :: as => .more a (fromList as)

def copies (a : α) : Nat → Seq α
  | 0 => .none
  | n + 1 => .more a (copies a n)

theorem join_none (s : Seq α) : join s .none = s := by sorry
theorem join_assoc (s t u : Seq α) : join (join s t) u = join s (join t u) := by sorry
theorem turn_join (s t : Seq α) : turn (join s t) = join (turn t) (turn s) := by sorry
theorem turn_turn (s : Seq α) : turn (turn s) = s := by sorry
theorem size_join (s t : Seq α) : size (join s t) = size s + size t := by sorry
theorem size_turn (s : Seq α) : size (turn s) = size s := by sorry
theorem each_join (f : α → β) (s t : Seq α) : each f (join s t) = join (each f s) (each f t) := by sorry
theorem each_id (s : Seq α) : each id s = s := by sorry
theorem size_keep (p : α → Bool) (s : Seq α) : size (keep p s) ≤ size s := by sorry
theorem keep_join (p : α → Bool) (s t : Seq α) : keep p (join s t) = join (keep p s) (keep p t) := by sorry
theorem keep_keep (p : α → Bool) (s : Seq α) : keep p (keep p s) = keep p s := by sorry
theorem holdsAll_keep (p : α → Bool) (s : Seq α) : holdsAll p (keep p s) = true := by sorry
theorem keep_of_holdsAll (p : α → Bool) (s : Seq α) (h : holdsAll p s = true) : keep p s = s := by sorry
theorem size_shuffle (s t : Seq α) : size (shuffle s t) = size s + size t := by sorry
theorem total_join (s t : Seq Nat) : total (join s t) = total s + total t := by sorry
theorem total_turn (s : Seq Nat) : total (turn s) = total s := by sorry
theorem size_fromList (xs : List α) : size (fromList xs) = xs.length := by sorry
theorem fromList_append (xs ys : List α) : fromList (xs ++ ys) = join (fromList xs) (fromList ys) := by sorry
theorem size_copies (a : α) (n : Nat) : size (copies a n) = n := by sorry
theorem copies_add (a : α) (m n : Nat) : copies a (m + n) = join (copies a m) (copies a n) := by sorry
theorem total_copies (k n : Nat) : total (copies k n) = n * k := by sorry
theorem size_zero (s : Seq α) (h : size s = 0) : s = .none := by sorry
theorem join_size_zero (s t : Seq α) (h : join s t = .none) : s = .none ∧ t = .none := by sorry
theorem total_le_join (s t : Seq Nat) : total s ≤ total (join t s) := by sorry

/-! ## Trees -/

inductive Bush where
  | stump : Bush
  | fork (l r : Bush) : Bush

def larger : Num → Num → Num
  | .zero, m => m
  | .next n, .zero => .next n
  | .next n, .next m => .next (larger n m)

def depth : Bush → Num
  | .stump => .zero
  | .fork l r => .next (larger (depth l) (depth r))

def leaves : Bush → Num
  | .stump => .next .zero
  | .fork l r => plus (leaves l) (leaves r)

def swap : Bush → Bush
  | .stump => .stump
  | .fork l r => .fork (swap r) (swap l)

theorem swap_swap (t : Bush) : swap (swap t) = t := by sorry
theorem larger_comm (n m : Num) : larger n m = larger m n := by sorry
theorem depth_swap (t : Bush) : depth (swap t) = depth t := by sorry
theorem leaves_swap (t : Bush) : leaves (swap t) = leaves t := by sorry
theorem plus_comm (n m : Num) : plus n m = plus m n := by sorry
theorem times_comm (n m : Num) : times n m = times m n := by sorry
theorem atMost_keep (p : α → Bool) (s : Seq α) : atMost (extent (keep p s)) (extent s) = true := by sorry

/-! ## Relations -/

inductive Member (a : α) : Seq α → Prop where
  | here (s : Seq α) : Member a (.more a s)
  | there (b : α) (s : Seq α) (h : Member a s) : Member a (.more b s)

theorem member_join_left (a : α) (s t : Seq α) (h : Member a s) : Member a (join s t) := by sorry
theorem member_join_right (a : α) (s t : Seq α) (h : Member a t) : Member a (join s t) := by sorry
theorem not_member_none (a : α) : ¬Member a (.none : Seq α) := by sorry
theorem member_more (a b : α) (s : Seq α) : Member a (.more b s) ↔ a = b ∨ Member a s := by sorry
theorem member_each (f : α → β) (a : α) (s : Seq α) (h : Member a s) : Member (f a) (each f s) := by sorry
theorem size_of_member (a : α) (s : Seq α) (h : Member a s) : 0 < size s := by sorry

/-! ## Numbers -/

def sumTo : Nat → Nat
  | 0 => 0
  | n + 1 => sumTo n + (n + 1)

def fact : Nat → Nat
  | 0 => 1
  | n + 1 => (n + 1) * fact n

theorem sumTo_mono (n : Nat) : n ≤ sumTo n := by sorry
theorem sumTo_double (n : Nat) : 2 * sumTo n = n * n + n := by sorry
theorem fact_pos (n : Nat) : 0 < fact n := by sorry
theorem fact_five : fact 5 % 7 = 1 := by sorry
theorem five_divides (n : Nat) : 5 ∣ 6 ^ n - 1 := by sorry
theorem power_parity (n : Nat) : 3 ^ n % 2 = 1 := by sorry
theorem cube_mod_nine (n : Nat) : n ^ 3 % 9 = 0 ∨ n ^ 3 % 9 = 1 ∨ n ^ 3 % 9 = 8 := by sorry
theorem product_of_neighbours (n : Int) : (n * n - n) % 2 = 0 := by sorry
theorem remainders_add (a b : Nat) (h : a % 11 = 4) (k : b % 11 = 9) : (a * b + a) % 11 = 7 := by sorry
theorem remainder_power (a : Int) (h : a % 13 = 5) : a ^ 4 % 13 = 1 := by sorry
theorem linear_pair (x y : Int) (h : 3 * x + y = 17) (k : x - y = 3) : x = 5 ∧ y = 2 := by sorry
theorem small_product (a b : Nat) (ha : a < 10) (hb : b < 10) (h : a * b = 63) : a + b = 16 := by sorry
theorem digits (n a b : Nat) (ha : a ≤ 9) (hb : b ≤ 9) (h : n = 10 * a + b) (k : n = 7 * (a + b)) : a = 2 * b := by sorry
theorem square_root (n : Nat) (h : n ^ 2 + n = 72) : n = 8 := by sorry
theorem sum_of_evens (n : Nat) : ((List.range n).map (fun k => 2 * k)).sum + n = n ^ 2 := by sorry
theorem sum_list : ((List.range 20).map (fun k => k * k)).sum = 2470 := by sorry
theorem function_value (f : Nat → Nat) (h : ∀ n, f n = 3 * n + 1) : f 4 + f 5 = 29 := by sorry
theorem recurrence (u : Nat → Nat) (h0 : u 0 = 1) (h : ∀ n, u (n + 1) = 2 * u n) (n : Nat) : u n = 2 ^ n := by sorry
theorem growth (u : Nat → Nat) (h : ∀ n, u n < u (n + 1)) (n : Nat) : n ≤ u n := by sorry
theorem square_nonneg (a b : Int) : 2 * (a * b) ≤ a * a + b * b := by sorry
theorem rational (x y : Rat) (h : x + y = 5) (k : x - y = 1) : x = 3 := by sorry
theorem gcd_bound (n : Nat) (h : 0 < n) : Nat.gcd n 12 ≤ 12 := by sorry
theorem least (p : Nat → Prop) (h : ∃ n, p n) (q : ∀ n, p n → 5 ≤ n) : ∃ n, p n ∧ 3 < n := by sorry
theorem max_assoc (a b c : Nat) : max (max a b) c = max a (max b c) := by sorry
theorem bool_distrib (a b c : Bool) : (a && (b || c)) = (a && b || a && c) := by sorry
theorem option_map (f : α → β) (x : Option α) (h : x.map f = none) : x = none := by sorry
theorem pair_eta (x : α × β) : (x.1, x.2) = x := by sorry
theorem compose_const (f : α → β) (b : β) (h : ∀ x, f x = b) : f = fun _ => b := by sorry

end Training

end
