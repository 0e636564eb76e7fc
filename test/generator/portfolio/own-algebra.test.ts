import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Portfolio } from '../../../src/generator/portfolio/portfolio.ts';
import { defaultLeanOptions, type Lean, openLean } from '../../../src/lean/index.ts';
import { TheoremOpener } from '../../../src/proving/index.ts';

const header = `
inductive Num where
  | zero : Num
  | succ : Num → Num

namespace Num

def ofNat : Nat → Num
  | .zero => zero
  | .succ n => succ (ofNat n)

instance (n : Nat) : OfNat Num n := ⟨ofNat n⟩

def add : Num → Num → Num
  | n, zero => n
  | n, succ m => succ (add n m)

instance : Add Num := ⟨add⟩

def mul : Num → Num → Num
  | _, zero => zero
  | n, succ m => mul n m + n

instance : Mul Num := ⟨mul⟩

instance : LE Num := ⟨fun n m => ∃ k, m = n + k⟩

theorem zero_eq_0 : Num.zero = 0 := rfl
theorem add_zero (n : Num) : n + 0 = n := rfl
theorem add_succ (n m : Num) : n + succ m = succ (n + m) := rfl
theorem mul_zero (n : Num) : n * 0 = 0 := rfl
theorem mul_succ (n m : Num) : n * succ m = n * m + n := rfl
theorem zero_add (n : Num) : 0 + n = n := by induction n with | zero => rfl | succ n h => exact congrArg succ h
theorem succ_add (n m : Num) : succ n + m = succ (n + m) := by
  induction m with | zero => rfl | succ m h => exact congrArg succ h
theorem add_comm (n m : Num) : n + m = m + n := by
  induction m with | zero => exact (zero_add n).symm | succ m h => rw [add_succ, succ_add, h]
theorem add_assoc (n m k : Num) : n + m + k = n + (m + k) := by
  induction k with | zero => rfl | succ k h => exact congrArg succ h
theorem add_right_eq_zero (n m : Num) : n + m = 0 → n = 0 := by
  cases m with | zero => exact id | succ m => exact fun h => nomatch (show Num.succ (n + m) = Num.zero from h)
`;

/** By family: what one of its tactics is to prove at once. */
const statements: readonly (readonly [family: string, what: string, statement: string])[] = [
  ['own-algebra', 'sums in another order', '(a b c d : Num) : a + b + (c + d) = d + c + (b + a)'],
  ['own-algebra-induction', 'an induction that needs sums sorted', '(a b c : Num) : (a + b) * c = a * c + b * c'],
  ['own-order-algebra', 'a step of an order that is an existential', '(a b c : Num) (h : a ≤ b) (k : b ≤ c) : a ≤ c'],
  ['own-order-algebra', 'a least value', '(a : Num) : 0 ≤ a'],
  ['own-theorem-search', 'what one theorem of the file says of an order', '(a : Num) (h : a ≤ 0) : a = 0'],
];

describe('arithmetic of a type that the file defines', () => {
  let lean: Lean;
  before(async () => {
    const opened = await openLean({ limits: { ...defaultLeanOptions.limits, milliseconds: 60_000 } });
    assert.ok(opened.ok, opened.ok ? '' : opened.error.message);
    lean = opened.value;
  });
  after(() => lean.close());

  for (const [family, what, statement] of statements) {
    test(`${family} proves ${what}`, async () => {
      const signal = new AbortController().signal;
      const text = `${header}\ntheorem it ${statement} := by sorry\n`;
      const opened = await new TheoremOpener(lean).open({ kind: 'sorry', text, fileName: 'it.lean', index: 0 }, signal);
      assert.ok(opened.ok);
      const { states, context } = opened.value;
      const [root] = states;
      assert.ok(root !== undefined);
      const drafts = await new Portfolio().drafts({ goals: root.goals, theorem: context });
      const tactics = drafts.filter((draft) => draft.family === family).map(({ tactic }) => tactic);
      const outcomes = await lean.run(root.state, tactics, signal);
      assert.ok(outcomes.some(({ kind }) => kind === 'proved'));
    });
  }

  test('nothing is proposed for numbers of the library', async () => {
    const drafts = await new Portfolio().drafts({
      goals: [
        {
          ...{ tag: '', pretty: '', target: 'a + b = b + a', head: 'Eq', constants: ['Nat'] },
          hypotheses: ['a', 'b'].map((name) => ({
            ...{ name, type: 'Nat', isProp: false, isInstance: false, head: 'Nat', constructors: ['zero', 'succ'] },
          })),
        },
      ],
      theorem: { name: 'it', localTheorems: ['add_succ', 'add_comm', 'add_assoc'] },
    });
    assert.deepEqual(
      drafts.filter(({ family }) => family.startsWith('own-algebra')),
      [],
    );
  });
});
