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
    'loop-invariant',
    'what a test of all elements means',
    '(a : Array Int) : allPositive a 0 = true ↔ ∀ i, i < a.size → 0 < a[i]!',
  ],
  [
    'loop-invariant',
    'what changing in place leaves',
    '(a : Array Nat) : (clear a 0 a).size = a.size ∧ ∀ i, i < a.size → (clear a 0 a)[i]! = 0',
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
