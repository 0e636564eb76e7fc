import { strokes } from './strokes.ts';

/** What a file may say itself: an order of remainders, a magnitude, primes with their decision. */
const definitions = `
def Cong (n a b : Nat) : Prop := a % n = b % n
notation:50 a " ≡ " b " [MOD " n "]" => Cong n a b

def mag (a : Int) : Int := max a (-a)

def Pr (p : Nat) : Prop := 2 ≤ p ∧ ∀ m, m ∣ p → m = 1 ∨ m = p
instance (p : Nat) : Decidable (Pr p) :=
  decidable_of_iff (2 ≤ p ∧ ∀ m, m < p + 1 → m ∣ p → m = 1 ∨ m = p)
    ⟨fun h => ⟨h.1, fun m hm => h.2 m (Nat.lt_succ_of_le (Nat.le_of_dvd (by omega) hm)) hm⟩,
     fun h => ⟨h.1, fun m _ hm => h.2 m hm⟩⟩
`;

strokes('families of competition arithmetic', definitions, [
  [
    'finite-list',
    'how many divisors there are',
    '(S : List Nat) (hS : S.Nodup) (h : ∀ n, n ∈ S ↔ n ∣ 36 ∧ n % 2 = 0) : S.length = 6',
  ],
  [
    'finite-list',
    'the sum of numbers whose squares are bounded',
    '(S : List Nat) (hS : S.Nodup) (h : ∀ n, n ∈ S ↔ 0 < n ∧ n ^ 2 < 200) : S.sum = 105',
  ],
  [
    'finite-list',
    'which moduli make numbers congruent',
    '(S : List Nat) (hS : S.Nodup) (h : ∀ n, n ∈ S ↔ 2 ≤ n ∧ 40 ≡ 12 [MOD n]) : S.sum = 55',
  ],
  [
    'finite-list',
    'the sum of prime divisors',
    '(S : List Nat) (hS : S.Nodup) (h : ∀ n, n ∈ S ↔ Pr n ∧ n ∣ 42) : S.sum = 12',
  ],
  [
    'finite-list',
    'how many integers a magnitude bounds',
    '(S : List Int) (hS : S.Nodup) (g : Int → Int) (hg : ∀ x, g x = mag (x - 2)) (h : ∀ n, n ∈ S ↔ g n ≤ 5) : S.length = 11',
  ],
  [
    'finite-list',
    'the sum of integers between the roots of a polynomial',
    '(S : List Int) (hS : S.Nodup) (h : ∀ n, n ∈ S ↔ (n - 3) * (n + 4) < 0) : S.sum = -3',
  ],
  [
    'recurrence',
    'a value far off in a sequence',
    '(f : Nat → Nat) (h0 : f 0 = 0) (h1 : f 1 = 1) (h : ∀ n, f (n + 2) = f (n + 1) + f n) : f 100 % 7 = 3',
  ],
  [
    'recurrence',
    'a value of a sequence whose rule speaks of the index',
    '(u : Nat → Int) (h0 : u 1 = 3) (h : ∀ n ≥ 1, u (n + 1) = 2 * u n - n) : u 30 = 536870943',
  ],
  [
    'recurrence',
    'a value of a sequence that repeats, however far off',
    '(a : Nat → Rat) (h0 : a 0 = 2) (h : ∀ n, a (n + 1) = (1 + a n) / (1 - a n)) : a 201500003 = 1 / 3',
  ],
  [
    'recurrence',
    'a sum of values of a sequence',
    '(s : Nat → Nat) (h0 : s 0 = 1) (h : ∀ n, s (n + 1) = 3 * s n + 1) : ((List.range 10).map s).sum = 44281',
  ],
  [
    'bilinear',
    'factors of a large numeral',
    '(a b : Nat) (h : a * b = 999) (k : a < b) (l : 1 < a) : a = 3 ∨ a = 9 ∨ a = 27',
  ],
  [
    'bilinear',
    'integers with a sum and a product together',
    '(x y : Int) (h : x + y + x * y = 80) (k : 0 < y) (l : y < x) : x = 26',
  ],
  [
    'bilinear',
    'squares by factors, of which only some are squares',
    '(x y : Int) (h : x ^ 2 * y ^ 2 = 3 * x ^ 2 + 2 * y ^ 2 + 6) : x ^ 2 * y ^ 2 = 36',
  ],
  [
    'enumerate-two',
    'which cubes add up to a number',
    '(x y : Nat) (h : x ^ 3 + y ^ 3 = 1729) (k : x < y) (l : 1 < x) : x = 9',
  ],
  [
    'enumerate-two',
    'digits of a number',
    '(a b c : Nat) (h : a ≤ 9 ∧ b ≤ 9 ∧ c ≤ 9) (k : 100 * a + 10 * b + c = 11 * (a ^ 2 + b ^ 2 + c ^ 2)) (l : 0 < a) : a = 5 ∧ b = 5 ∧ c = 0 ∨ a = 8 ∧ b = 0 ∧ c = 3',
  ],
  [
    'enumerate-two',
    'numbers with a least common multiple',
    '(a b : Nat) (h : Nat.lcm a b = 12) (k : a + b = 7) (l : a < b) : a = 3 ∧ b = 4',
  ],
  ['enumerate-below', 'that nothing less will do', '(n : Nat) (h : 1 < n) (k : n ^ 2 % 50 = 1) : 49 ≤ n'],
  ['decide-below', 'the same of all numbers', ': ∀ n : Nat, 0 < n ∧ 12 ∣ n ^ 2 → 6 ≤ n'],
  ['valuation', 'how often a number divides another', ': ∀ n : Nat, 6 ^ n ∣ 2 ^ 10 * 3 ^ 7 * 35 → n ≤ 7'],
  ['valuation', 'the same of one exponent', '(n : Nat) (h : 10 ^ n ∣ 2 ^ 40 * 5 ^ 31) : n < 32'],
  [
    'polynomial-roots',
    'the root of an equation that has no other',
    '(n : Int) (h : (n - 1) * n * (n + 1) = 720) : n = 9',
  ],
  ['polynomial-roots', 'a cubic root of a rational number', '(x : Rat) (h : x ^ 3 = 8) : x = 2'],
  ['euclid', 'that a prime divides what it divides a power of', '(n p : Nat) (h : Pr p) (k : p ∣ n ^ 3) : p ∣ n'],
  ['euclid', 'the same of remainders of integers', '(n : Int) (p : Nat) (h : Pr p) : ↑p ∣ n ↔ n ^ 2 % p = 0'],
  [
    'gcd-lcm',
    'a number from its divisor and multiple',
    '(n : Nat) (h : Nat.lcm 90 n = 630) (k : Nat.gcd 90 n = 15) : n = 105',
  ],
  ['gcd-lcm', 'how small two numbers can be', '(m n : Nat) (h : Nat.gcd m n = 4) (k : Nat.lcm m n = 60) : 32 ≤ m + n'],
  [
    'least-element',
    'the two least numbers with a remainder',
    '(u v : Nat) (S : Nat → Prop) (h : ∀ n, S n ↔ 0 < n ∧ 12 * n % 50 = 26) (k : S u ∧ ∀ a, S a → u ≤ a) (l : (S v ∧ v ≠ u) ∧ ∀ a, S a ∧ a ≠ u → v ≤ a) : u + v = 71',
  ],
  [
    'least-element',
    'the least number with a square',
    '(n : Nat) (h : n ^ 2 % 23 = 2 ∧ 5 < n) (k : ∀ m, m ^ 2 % 23 = 2 ∧ 5 < m → n ≤ m) : n = 18',
  ],
  ['enumerate-two', 'exponents in a product', '(x y : Nat) (h : 5 ^ x * 3 ^ y = 675) : x + y = 5'],
  ['enumerate-two', 'exponents in a sum', '(a b : Nat) (h : 2 ^ a + 2 ^ b = 40) (k : a < b) : a = 3 ∧ b = 5'],
  [
    'enumerate-two',
    'a bound by what the goal denies',
    '(x y : Nat) (h : y ^ 4 = x ^ 3) (k : 2 ≤ x ^ 3) : 4096 ≤ x ^ 3',
  ],
]);
