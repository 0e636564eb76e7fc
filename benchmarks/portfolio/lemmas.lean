/-! Properties whose proofs need lemmas, over naturals and lists of this file's own. -/

inductive N where
  | z : N
  | s : N → N

inductive L (α : Type) where
  | nil : L α
  | cons : α → L α → L α

def N.add : N → N → N
  | .z, m => m
  | .s n, m => .s (N.add n m)

def N.mul : N → N → N
  | .z, _ => .z
  | .s n, m => N.add m (N.mul n m)

def N.double : N → N
  | .z => .z
  | .s n => .s (.s (N.double n))

def N.half : N → N
  | .z => .z
  | .s .z => .z
  | .s (.s n) => .s (N.half n)

def N.even : N → Bool
  | .z => true
  | .s .z => false
  | .s (.s n) => N.even n

def N.le : N → N → Bool
  | .z, _ => true
  | .s _, .z => false
  | .s n, .s m => N.le n m

def N.eq : N → N → Bool
  | .z, .z => true
  | .s n, .s m => N.eq n m
  | _, _ => false

def N.fac : N → N
  | .z => .s .z
  | .s n => N.mul (.s n) (N.fac n)

def N.facAcc : N → N → N
  | .z, m => m
  | .s n, m => N.facAcc n (N.mul (.s n) m)

def N.mulAcc : N → N → N → N
  | .z, _, acc => acc
  | .s n, m, acc => N.mulAcc n m (N.add m acc)

def N.exp (b : N) : N → N
  | .z => .s .z
  | .s n => N.mul b (N.exp b n)

def N.expAcc (b : N) : N → N → N
  | .z, acc => acc
  | .s n, acc => N.expAcc b n (N.mul b acc)

def L.app : L α → L α → L α
  | .nil, ys => ys
  | .cons x xs, ys => .cons x (L.app xs ys)

def L.len : L α → N
  | .nil => .z
  | .cons _ xs => .s (L.len xs)

def L.rev : L α → L α
  | .nil => .nil
  | .cons x xs => L.app (L.rev xs) (.cons x .nil)

def L.revAcc : L α → L α → L α
  | .nil, ys => ys
  | .cons x xs, ys => L.revAcc xs (.cons x ys)

def L.drop : N → L α → L α
  | .z, xs => xs
  | .s _, .nil => .nil
  | .s n, .cons _ xs => L.drop n xs

def L.rotate : N → L α → L α
  | .z, xs => xs
  | .s _, .nil => .nil
  | .s n, .cons x xs => L.rotate n (L.app xs (.cons x .nil))

def L.insert (x : N) : L N → L N
  | .nil => .cons x .nil
  | .cons y ys => bif N.le x y then .cons x (.cons y ys) else .cons y (L.insert x ys)

def L.sort : L N → L N
  | .nil => .nil
  | .cons x xs => L.insert x (L.sort xs)

def L.sorted : L N → Bool
  | .nil => true
  | .cons _ .nil => true
  | .cons x (.cons y ys) => N.le x y && L.sorted (.cons y ys)

def L.count (x : N) : L N → N
  | .nil => .z
  | .cons y ys => bif N.eq x y then .s (L.count x ys) else L.count x ys

def L.elem (x : N) : L N → Bool
  | .nil => false
  | .cons y ys => N.eq x y || L.elem x ys

def L.sum : L N → N
  | .nil => .z
  | .cons x xs => N.add x (L.sum xs)

def L.sumAcc : L N → N → N
  | .nil, acc => acc
  | .cons x xs, acc => L.sumAcc xs (N.add acc x)

def L.map (f : α → β) : L α → L β
  | .nil => .nil
  | .cons x xs => .cons (f x) (L.map f xs)

def L.concat : L (L α) → L α
  | .nil => .nil
  | .cons x xs => L.app x (L.concat xs)

def L.pairs : L α → L α → L (α × α)
  | .nil, _ => .nil
  | _, .nil => .nil
  | .cons x xs, .cons y ys => .cons (x, y) (L.pairs xs ys)

inductive T (α : Type) where
  | leaf : T α
  | node : T α → α → T α → T α

def T.flat : T α → L α
  | .leaf => .nil
  | .node l x r => L.app (T.flat l) (.cons x (T.flat r))

def T.flatAcc : T α → L α → L α
  | .leaf, acc => acc
  | .node l x r, acc => T.flatAcc l (.cons x (T.flatAcc r acc))

def T.mirror : T α → T α
  | .leaf => .leaf
  | .node l x r => .node (T.mirror r) x (T.mirror l)

def T.size : T α → N
  | .leaf => .z
  | .node l _ r => .s (N.add (T.size l) (T.size r))

theorem double_add (n : N) : N.double n = N.add n n := by sorry
theorem len_app_comm (xs ys : L α) : L.len (L.app xs ys) = L.len (L.app ys xs) := by sorry
theorem len_app_self (xs : L α) : L.len (L.app xs xs) = N.double (L.len xs) := by sorry
theorem len_rev_app (xs ys : L α) : L.len (L.rev (L.app xs ys)) = N.add (L.len xs) (L.len ys) := by sorry
theorem len_revAcc (xs ys : L α) : L.len (L.revAcc xs ys) = N.add (L.len xs) (L.len ys) := by sorry
theorem drop_drop (m n : N) (xs : L α) : L.drop m (L.drop n xs) = L.drop n (L.drop m xs) := by sorry
theorem drop_three (k m n : N) (xs : L α) : L.drop k (L.drop m (L.drop n xs)) = L.drop n (L.drop m (L.drop k xs)) := by sorry
theorem rev_rev (xs : L α) : L.rev (L.rev xs) = xs := by sorry
theorem rev_two (xs ys : L α) : L.rev (L.app (L.rev xs) (L.rev ys)) = L.app ys xs := by sorry
theorem rev_app_rev (xs ys : L α) : L.rev (L.app (L.rev xs) ys) = L.app (L.rev ys) xs := by sorry
theorem revAcc_rev (xs : L α) : L.revAcc xs .nil = L.rev xs := by sorry
theorem revAcc_twice (xs : L α) : L.revAcc (L.revAcc xs .nil) .nil = xs := by sorry
theorem half_double (n : N) : N.half (N.add n n) = n := by sorry
theorem even_add_self (n : N) : N.even (N.add n n) = true := by sorry
theorem add_succ_self (n : N) : N.add n (.s n) = .s (N.add n n) := by sorry
theorem even_len_app (xs ys : L α) : N.even (L.len (L.app xs ys)) = N.even (L.len (L.app ys xs)) := by sorry
theorem half_len_app (xs ys : L α) : N.half (L.len (L.app xs ys)) = N.half (L.len (L.app ys xs)) := by sorry
theorem rotate_len (xs : L α) : L.rotate (L.len xs) xs = xs := by sorry
theorem rotate_app (xs ys : L α) : L.rotate (L.len xs) (L.app xs ys) = L.app ys xs := by sorry
theorem sorted_sort (xs : L N) : L.sorted (L.sort xs) = true := by sorry
theorem count_sort (x : N) (xs : L N) : L.count x (L.sort xs) = L.count x xs := by sorry
theorem len_sort (xs : L N) : L.len (L.sort xs) = L.len xs := by sorry
theorem elem_sort (x : N) (xs : L N) : L.elem x (L.sort xs) = L.elem x xs := by sorry
theorem sort_idem (xs : L N) : L.sort (L.sort xs) = L.sort xs := by sorry
theorem count_app_comm (x : N) (xs ys : L N) : L.count x (L.app xs ys) = L.count x (L.app ys xs) := by sorry
theorem count_rev (x : N) (xs : L N) : L.count x (L.rev xs) = L.count x xs := by sorry
theorem elem_app (x : N) (xs ys : L N) (h : L.elem x xs = true) : L.elem x (L.app ys xs) = true := by sorry
theorem mul_comm (m n : N) : N.mul m n = N.mul n m := by sorry
theorem mul_assoc (k m n : N) : N.mul k (N.mul m n) = N.mul (N.mul k m) n := by sorry
theorem mul_add (k m n : N) : N.mul k (N.add m n) = N.add (N.mul k m) (N.mul k n) := by sorry
theorem fac_acc (n : N) : N.facAcc n (.s .z) = N.fac n := by sorry
theorem mul_acc (m n : N) : N.mulAcc m n .z = N.mul m n := by sorry
theorem exp_acc (b n : N) : N.expAcc b n (.s .z) = N.exp b n := by sorry
theorem exp_add (b m n : N) : N.exp b (N.add m n) = N.mul (N.exp b m) (N.exp b n) := by sorry
theorem sum_app_comm (xs ys : L N) : L.sum (L.app xs ys) = L.sum (L.app ys xs) := by sorry
theorem sum_rev (xs : L N) : L.sum (L.rev xs) = L.sum xs := by sorry
theorem sum_acc (xs : L N) : L.sumAcc xs .z = L.sum xs := by sorry
theorem map_rev (f : α → β) (xs : L α) : L.map f (L.rev xs) = L.rev (L.map f xs) := by sorry
theorem concat_app (xs ys : L (L α)) : L.concat (L.app xs ys) = L.app (L.concat xs) (L.concat ys) := by sorry
theorem map_concat (f : α → β) (xs : L (L α)) : L.map f (L.concat xs) = L.concat (L.map (L.map f) xs) := by sorry
theorem pairs_map (f : α → β) (xs ys : L α) : L.pairs (L.map f xs) (L.map f ys) = L.map (fun p => (f p.1, f p.2)) (L.pairs xs ys) := by sorry
theorem flat_acc (t : T α) : T.flatAcc t .nil = T.flat t := by sorry
theorem flat_mirror (t : T α) : T.flat (T.mirror t) = L.rev (T.flat t) := by sorry
theorem len_flat (t : T α) : L.len (T.flat t) = T.size t := by sorry
theorem size_mirror (t : T α) : T.size (T.mirror t) = T.size t := by sorry
