/-! Theorems to fit the portfolio's priors on: small programs against what is said of their results. -/
noncomputable section

namespace Programs

def Clamp (low high x : Int) : Int :=
  if x < low then low else if x > high then high else x

@[reducible, simp]
def Clamp.Spec (low high x : Int) (result : Int) : Prop :=
  low ≤ result ∧ result ≤ high ∧ (low ≤ x → x ≤ high → result = x)

theorem clamp_spec (low high x : Int) (h : low ≤ high) : Clamp.Spec low high x (Clamp low high x) := by sorry

def isVowel (c : Char) : Bool := c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'

def countVowels (cs : List Char) : Nat := (cs.filter isVowel).length

theorem countVowels_spec (cs : List Char) : countVowels cs ≤ cs.length := by sorry

def SplitPair (p : Nat × Nat) : Nat × Nat :=
  let q := p.1 / 2
  (q, p.1 - q + p.2)

def splitPairSpec (p r : Nat × Nat) : Prop := r.1 + r.2 = p.1 + p.2 ∧ r.1 ≤ p.1

theorem splitPair_spec (p : Nat × Nat) : splitPairSpec p (SplitPair p) := by sorry

def scale (k : Int) (xs : Array Int) : Array Int := xs.map (k * ·)

@[reducible, simp]
def scalePost (k : Int) (xs result : Array Int) : Prop :=
  result.size = xs.size ∧ ∀ i, i < xs.size → result[i]! = k * xs[i]!

theorem scale_spec (k : Int) (xs : Array Int) : scalePost k xs (scale k xs) := by sorry

def hasZero (xs : Array Int) : Bool := xs.any (· == 0)

theorem hasZero_spec (xs : Array Int) : hasZero xs = true ↔ ∃ i, i < xs.size ∧ xs[i]! = 0 := by sorry

def firstBig (xs : Array Nat) (b : Nat) : Nat :=
  go 0
where
  go (k : Nat) : Nat :=
    if k < xs.size then if b ≤ xs[k]! then k else go (k + 1) else k

@[reducible, simp]
def firstBigPost (xs : Array Nat) (b result : Nat) : Prop :=
  result ≤ xs.size ∧ (∀ j, j < result → xs[j]! < b) ∧ (result < xs.size → b ≤ xs[result]!)

theorem firstBig_spec (xs : Array Nat) (b : Nat) : firstBigPost xs b (firstBig xs b) := by sorry

def smallestFrom (xs : Array Int) (k : Nat) (best : Int) : Int :=
  if k < xs.size then smallestFrom xs (k + 1) (if xs[k]! < best then xs[k]! else best) else best

def smallest (xs : Array Int) (_ : xs.size > 0) : Int := smallestFrom xs 1 xs[0]!

theorem smallest_spec (xs : Array Int) (h : xs.size > 0) :
    (∀ j, j < xs.size → smallest xs h ≤ xs[j]!) ∧ ∃ j, j < xs.size ∧ smallest xs h = xs[j]! := by sorry

def raiseFrom (xs : Array Int) (k : Nat) (ys : Array Int) : Array Int :=
  if k < xs.size then raiseFrom xs (k + 1) (ys.push (xs[k]! + 1)) else ys

def raise (xs : Array Int) : Array Int := raiseFrom xs 0 #[]

def raiseSpec (xs ys : Array Int) : Prop := ys.size = xs.size ∧ ∀ j, j < xs.size → ys[j]! = xs[j]! + 1

theorem raise_spec (xs : Array Int) : raiseSpec xs (raise xs) := by sorry

def zeroOut (xs : Array Int) (b : Int) : Array Int :=
  go 0 xs
where
  go (k : Nat) (ys : Array Int) : Array Int :=
    if k < xs.size then
      if xs[k]! < b then go (k + 1) (ys.set! k 0) else go (k + 1) ys
    else ys

theorem zeroOut_spec (xs : Array Int) (b : Int) :
    (zeroOut xs b).size = xs.size ∧
      (∀ j, j < xs.size → xs[j]! < b → (zeroOut xs b)[j]! = 0) ∧
      (∀ j, j < xs.size → b ≤ xs[j]! → (zeroOut xs b)[j]! = xs[j]!) := by sorry

def addAll (n : Nat) : Nat :=
  go n 0
where
  go : Nat → Nat → Nat
    | 0, s => s
    | k + 1, s => go k (s + (k + 1))

theorem addAll_spec (n : Nat) : 2 * addAll n = n * (n + 1) := by sorry

def dropLastTwo (xs : List Nat) : List Nat := xs.take (xs.length - 2)

theorem dropLastTwo_spec (xs : List Nat) (h : 2 ≤ xs.length) : (dropLastTwo xs).length + 2 = xs.length := by sorry

def parity (n : Int) : Bool := if n % 2 = 0 then true else false

theorem parity_spec (n : Int) : parity n = true ↔ ∃ k, n = k + k := by sorry

def Median (a b c : Int) : Int :=
  if a ≤ b then
    if b ≤ c then b else if a ≤ c then c else a
  else if a ≤ c then a
  else if b ≤ c then c
  else b

theorem median_spec (a b c : Int) :
    (Median a b c = a ∨ Median a b c = b ∨ Median a b c = c) ∧
      (Median a b c ≤ a ∨ Median a b c ≤ b) ∧ (a ≤ Median a b c ∨ c ≤ Median a b c ∨ b ≤ Median a b c) := by sorry

end Programs

end
