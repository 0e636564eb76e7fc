import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Portfolio } from '../../../src/generator/portfolio/portfolio.ts';
import { type Stroke, strokes } from './strokes.ts';

/** Programs that loop by calling themselves with a counter. */
const programs = `
def best (a : Array Nat) (i m : Nat) : Nat :=
  if i < a.size then best a (i + 1) (if m < a[i]! then a[i]! else m) else m

def allPositive (a : Array Int) (i : Nat) : Bool :=
  if i < a.size then if a[i]! ≤ 0 then false else allPositive a (i + 1) else true

def clear (a : Array Nat) (i : Nat) (b : Array Nat) : Array Nat :=
  if i < a.size then clear a (i + 1) (b.set! i 0) else b

def total (a : Array Nat) (i s : Nat) : Nat :=
  if i < a.size then total a (i + 1) (s + a[i]!) else s

def repeats (a : Array Int) (i : Nat) : Bool :=
  if i + 1 < a.size then if a[i]! = a[i + 1]! then true else repeats a (i + 1) else false

def half (n : Nat) : Nat → Nat → Nat
  | 0, r => r
  | fuel + 1, r => if 2 * (r + 1) ≤ n then half n fuel (r + 1) else r

def shift (a : Array Int) (k : Int) (n i : Nat) (b : Array Int) : Array Int :=
  if i < n then shift a k n (i + 1) (b.set! i (a[i]! + k)) else b

def firstTrue (a : Array Bool) (low high : Nat) : Nat :=
  if low < high then
    if a[(low + high) / 2]! then firstTrue a low ((low + high) / 2) else firstTrue a ((low + high) / 2 + 1) high
  else low

def powers (n : Nat) : Nat := if n = 0 then 1 else 2 ^ n + powers (n - 1)

def increased (a : Array Int) (k : Nat) : Array Int := a.set! k (a[k]! + 1)

@[reducible, simp]
def Increased (a : Array Int) (k : Nat) (b : Array Int) : Prop :=
  b.size = a.size ∧ b[k]! = a[k]! + 1 ∧ ∀ i, i < a.size → i ≠ k → b[i]! = a[i]!

def count (a : Array Int) (k : Int) (i n : Nat) : Nat :=
  if i < a.size then count a k (i + 1) (if a[i]! = k then n + 1 else n) else n
`;

/** By family: what one of its tactics is to prove at once. */
const statements: readonly Stroke[] = [
  ['power-residues', 'that squares leave few remainders', '(x y : Int) : x ^ 2 + y ^ 2 ≠ 4003'],
  ['power-residues', 'that cubes leave fewer', '(x y z : Int) (h : (x ^ 3 + y ^ 3 + z ^ 3) % 9 = 4) : False'],
  ['power-residues', 'what a remainder says of a square', '(n : Nat) (h : n % 2 = 1) : n ^ 2 % 8 = 1'],
  ['power-residues', 'what a square says of its root', '(a b : Int) (h : 3 ∣ a ^ 2 + b ^ 2) : 3 ∣ a ∧ 3 ∣ b'],
  ['zero-product', 'a factor from a product that is zero', '(a b : Rat) (h : a * b = 0) (k : a ≠ 0) : b = 0'],
  ['polynomial-roots', 'the roots of an equation', '(x : Int) (h : x ^ 2 - 5 * x + 6 = 0) : x = 2 ∨ x = 3'],
  ['polynomial-roots', 'the root of a square', '(x : Rat) (h : x ^ 2 + 9 = 6 * x) : x = 3'],
  ['polynomial-roots', 'roots among natural numbers', '(n : Nat) (h : n * n = 7 * n) (k : n ≠ 0) : n = 7'],
  ['divisor-cases', 'factors of a numeral', '(x y : Int) (h : x + y = 7) (k : x * y = 10) (l : x < y) : x = 2 ∧ y = 5'],
  ['divisor-cases', 'a factorisation', '(a b : Nat) (h : a * b = 15) (k : a < b) (l : 1 < a) : a = 3 ∧ b = 5'],
  ['common-divisors', 'what a greatest common divisor divides', '(a b : Nat) (h : Nat.gcd a b = 6) : 6 ∣ a + b'],
  [
    'multiples',
    'that a remainder tells multiples',
    '(n : Int) : (n % 7 = 0 → ∃ k, n = 7 * k) ∧ (n % 7 ≠ 0 → ∀ k, ¬n = 7 * k)',
  ],
  ['product-signs', 'the sign of a product', '(a b : Int) : 0 < a * b ↔ 0 < a ∧ 0 < b ∨ a < 0 ∧ b < 0'],
  ['power-induction', "Bernoulli's inequality", '(x n : Nat) : 1 + n * x ≤ (1 + x) ^ n'],
  ['power-induction', 'the same for integers', '(x : Int) (n : Nat) (h : 0 ≤ x) : 1 + n * x ≤ (1 + x) ^ n'],
  ['power-induction', 'an order from a first exponent on', '(n : Nat) (h : 4 ≤ n) : n ^ 2 ≤ 2 ^ n'],
  ['nonlinear-by-difference', 'a square of a sum of natural numbers', '(a b : Nat) : 4 * (a * b) ≤ (a + b) ^ 2'],
  [
    'nonlinear-further-squares',
    "Cauchy's inequality",
    '(a b c d : Int) : (a * c + b * d) ^ 2 ≤ (a ^ 2 + b ^ 2) * (c ^ 2 + d ^ 2)',
  ],
  ['nonlinear-further-squares', 'an order by completing a square', '(x : Rat) : 0 ≤ x ^ 2 - 4 * x + 5'],
  [
    'nonlinear-weighted-squares',
    'a cubic inequality',
    '(a b : Rat) (h : 0 ≤ a) (k : 0 ≤ b) : a ^ 2 * b + a * b ^ 2 ≤ a ^ 3 + b ^ 3',
  ],
  [
    'nonlinear-products',
    'that products grow',
    '(a b c d : Int) (h : 0 ≤ a) (k : a ≤ b) (l : 0 ≤ c) (m : c ≤ d) : a * c ≤ b * d',
  ],
  ['nonlinear-products', 'that squares grow strictly', '(a b : Int) (h : 0 ≤ a) (k : a < b) : a ^ 2 < b ^ 2'],
  [
    'index-grind',
    'a Boolean search by indices',
    '(a b : Array Nat) : (a.any fun x => b.contains x) = true ↔ ∃ i j, i < a.size ∧ j < b.size ∧ a[i]! = b[j]!',
  ],
  [
    'loop-invariant',
    'what a loop finds',
    '(a : Array Nat) (h : 0 < a.size) : (∀ i, i < a.size → a[i]! ≤ best a 0 a[0]!) ∧ ∃ i, i < a.size ∧ a[i]! = best a 0 a[0]!',
  ],
  [
    'loop-likely-invariant',
    'what a test of all elements means',
    '(a : Array Int) : allPositive a 0 = true ↔ ∀ i, i < a.size → 0 < a[i]!',
  ],
  [
    'loop-likely-invariant',
    'what changing in place leaves',
    '(a : Array Nat) : (clear a 0 a).size = a.size ∧ ∀ i, i < a.size → (clear a 0 a)[i]! = 0',
  ],
  [
    'loop-likely-invariant',
    'where a loop that is told how often to go on ends',
    '(n : Nat) : 2 * half n (n + 1) 0 ≤ n ∧ n < 2 * (half n (n + 1) 0 + 1)',
  ],
  [
    'loop-likely-invariant',
    'what a loop fills in',
    '(a : Array Int) (k : Int) : (shift a k a.size 0 (.replicate a.size 0)).size = a.size ∧ ∀ i, i < a.size → (shift a k a.size 0 (.replicate a.size 0))[i]! = a[i]! + k',
  ],
  [
    'loop-likely-invariant',
    'where a search by halves ends',
    '(a : Array Bool) (h : ∀ i j, i < j → j < a.size → a[i]! → a[j]!) : firstTrue a 0 a.size ≤ a.size ∧ (∀ i, i < firstTrue a 0 a.size → a[i]! = false) ∧ ∀ i, i < a.size - firstTrue a 0 a.size → a[firstTrue a 0 a.size + i]! = true',
  ],
  [
    'loop-over-rest',
    'what a search by a loop means',
    '(a : Array Int) : repeats a 0 = true ↔ ∃ i, i + 1 < a.size ∧ a[i]! = a[i + 1]!',
  ],
  [
    'by-index-close',
    'what sortedness says of an index',
    '(a : Array Int) (n : Nat) (e : n = total #[] 0 0) (h : List.Pairwise (· ≤ ·) a.toList) (k : 2 < a.size) : a[0]! ≤ a[2]!',
  ],
  [
    'open-program-close',
    'a program without loops',
    '(a : Array Int) (k : Nat) (h : k < a.size) : Increased a k (increased a k)',
  ],
  ['counting-down', 'what a function that counts down adds up to', '(n : Nat) : powers n + 1 = 2 ^ (n + 1)'],
  ['quotient-facts', 'a division by a variable', '(a b : Nat) (h : 0 < b) : a - a / b * b < b'],
  ['quotient-facts', 'the same for integers', '(a b : Int) (h : 0 < b) : 0 ≤ a - a / b * b ∧ a - a / b * b < b'],
  ['plainer-words', 'what is behind an operator', '(a b : UInt16) : (a.xor b).xor b = a'],
  [
    'plainer-words',
    'what a string made of characters has',
    '(s : String) (f : Char → Char) : (String.mk (s.toList.map f)).length = s.length',
  ],
  ['loop-as-fold', 'that a loop adds up', '(a : Array Nat) : total a 0 0 = a.toList.sum'],
  [
    'loop-as-fold',
    'that a loop counts as a fold does',
    '(a : Array Int) (k : Int) : count a k 0 0 = a.foldl (fun n x => if x = k then n + 1 else n) 0',
  ],
  [
    'meaning-split',
    'what the least element is',
    '(s : List Nat) : match s.min? with | none => s = [] | some m => m ∈ s ∧ ∀ x, x ∈ s → m ≤ x',
  ],
  [
    'meaning-split',
    'what the first index is',
    '(a : Array Int) : match a.findIdx? (· < 0) with | some i => i < a.size ∧ a[i]! < 0 ∧ ∀ j, j < i → ¬a[j]! < 0 | none => ∀ i, i < a.size → ¬a[i]! < 0',
  ],
];

strokes('families that prove a goal of their class at once', programs, statements);

test('remainders of powers are not asked about where an order is to be proved', async () => {
  const drafts = await new Portfolio().drafts({
    goals: [
      {
        ...{ tag: '', pretty: '', target: '0 ≤ x ^ 2', head: 'LE.le', constants: ['Int', 'HPow.hPow', 'LE.le'] },
        hypotheses: [
          {
            name: 'x',
            type: 'Int',
            isProp: false,
            isInstance: false,
            head: 'Int',
            constructors: ['ofNat', 'negSucc'],
          },
        ],
      },
    ],
    theorem: { name: 'it', localTheorems: [] },
  });
  assert.deepEqual(
    drafts.filter(({ family }) => family === 'power-residues'),
    [],
  );
});
