import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createPortfolio } from '../../../src/generator/portfolio/index.ts';
import { type Lean, openLean } from '../../../src/lean/index.ts';
import { prove } from '../../../src/search/index.ts';

const header = `
inductive Num where
  | zero : Num
  | next (n : Num) : Num

def plus : Num → Num → Num
  | .zero, m => m
  | .next n, m => .next (plus n m)

inductive Even : Nat → Prop where
  | zero : Even 0
  | step (n : Nat) (h : Even n) : Even (n + 2)
`;

/** What the portfolio is to prove with a few hundred checks, and what for. */
const statements = {
  'a disjunction by cases': '(p q : Prop) : p ∨ q → q ∨ p',
  'a witness from the context': '(a b : Nat) (h : a ≤ b) : ∃ c, b = a + c',
  'an equation by induction': '(n : Num) : plus n .zero = n',
  'a fact about an inductive predicate': '(m n : Nat) (hm : Even m) (hn : Even n) : Even (m + n)',
  'remainders case by case': '(n : Int) : n ^ 2 % 4 = 0 ∨ n ^ 2 % 4 = 1',
  'a witness found by running through numbers': ': ∃ a b : Nat, a * a = 2 * b * b + 1 ∧ 5 < b',
  'a remainder of all powers': '(n : Nat) : (3 ^ n + 1) % 13 ≠ 0',
  'an inequality from squares': '(x y z : Rat) : x * y + y * z + z * x ≤ x ^ 2 + y ^ 2 + z ^ 2',
  'a function that carries its result along': '(xs : List Nat) : xs.foldl (fun s x => s + 2 * x) 0 = 2 * xs.sum',
  'a variable between bounds':
    '(x : Int) (f : Int → Int) (h : -1 ≤ x) (k : x ≤ 1) (hf : f 0 = 0) (hg : f 1 = 1) : x * x = 1 ∨ f x = 0',
  'a bounded variable by enumeration': '(n : Nat) (h : n < 12) (hs : n * n % 13 = 3) : n = 4 ∨ n = 9',
};

describe('searching with the portfolio', () => {
  let lean: Lean;
  before(async () => {
    const opened = await openLean();
    assert.ok(opened.ok, opened.ok ? '' : opened.error.message);
    lean = opened.value;
  });
  after(() => lean.close());

  for (const [name, statement] of Object.entries(statements)) {
    test(`proves ${name}`, async () => {
      const text = `${header}\ntheorem it ${statement} := by sorry\n`;
      const file = await lean.loadFile(text, 'it.lean');
      assert.ok(file.ok);
      const started = await lean.startSorry(file.value, 0);
      assert.ok(started.ok);
      const result = await prove({
        environment: lean,
        generator: createPortfolio(),
        roots: started.value,
        theorem: { name: 'it', localTheorems: [] },
        options: { candidates: 64 },
        budgets: { checks: 400 },
      });
      assert.equal(result.kind, 'proved');
    });
  }
});
