import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Lean } from '../../../src/lean/index.ts';
import { openTestLean } from '../open-test-lean.ts';
import { filled, judge, verdicts } from './judging.ts';

let lean: Lean;
before(async () => {
  lean = await openTestLean();
});
after(() => lean.close());

describe('the judge verifies what is honest', () => {
  it('wherever an `example` stands and whatever it is of', async () => {
    const file = `
example : 1 + 1 = 2 := by sorry
namespace A.B
example : 2 + 2 = 4 := by sorry
end A.B
open Nat in
example : succ 1 = 2 := by sorry
set_option maxRecDepth 600 in
example : 3 = 3 := by sorry
#guard_msgs (drop all) in
example : 4 = 4 := by sorry
example : Nat × Nat := by sorry
example := (sorry : Nat)
section
variable {α : Type} (xs : List α) (n : Nat) (h : n = 2)
example : n + n = 4 := by sorry
example : (xs ++ []).length = xs.length := by sorry
end
/-- With a comment. -/
noncomputable example (p : Prop) : Decidable p := by sorry
`;
    const proofs = [
      ...['rfl', 'rfl', 'rfl', 'rfl', 'rfl', 'exact (1, 2)', '(by exact 1)', 'omega', 'simp'],
      'exact Classical.propDecidable p',
    ];
    assert.deepEqual(
      await verdicts(lean, file, ...proofs),
      proofs.map(() => 'verified'),
    );
  });

  it('of every kind of declaration', async () => {
    const file = `
private theorem hidden : 1 = 1 := by sorry
instance : Inhabited (Fin 3) := sorry
def three : Nat := by sorry
abbrev Numbers : Type := by
  sorry
mutual
theorem left (n : Nat) : n = n := by sorry
theorem right (n : Nat) : n + 0 = n := by sorry
end
opaque someNumber : { n : Nat // 0 < n } := ⟨1, by sorry⟩
structure Pair where
  first : Nat
  second : Nat
  equal : first = second := by sorry
theorem swap (p q : Prop) : p ∧ q → q ∧ p
  | ⟨hp, hq⟩ => sorry
`;
    const proofs = [
      ...[
        'rfl',
        '⟨0⟩',
        'exact 3',
        'exact List Nat',
        'rfl',
        'rfl',
        'decide',
        'rfl',
        'by\n    constructor\n    · exact hq\n    · exact hp',
      ],
    ];
    const found = await verdicts(lean, file, ...proofs);
    assert.deepEqual(
      found,
      found.map(() => 'verified'),
    );
  });

  it('that rests on definitions of the file: recursive, by a measure, inductive types, classes', async () => {
    const file = `
inductive Tree where
  | leaf
  | node (children : List Tree)
inductive Even : Nat → Prop where
  | zero : Even 0
  | step (n : Nat) : Even n → Even (n + 2)
class Shape (α : Type) where
  sides : Nat
instance : Shape Nat := ⟨3⟩
def halves (n : Nat) : Nat := if h : n = 0 then 0 else halves (n / 2) + 1
termination_by n
decreasing_by omega
mutual
def isEven : Nat → Bool
  | 0 => true
  | n + 1 => isOdd n
def isOdd : Nat → Bool
  | 0 => false
  | n + 1 => isEven n
end
def len : List Nat → Nat
  | [] => 0
  | _ :: xs => len xs + 1
theorem even_four : Even 4 := by sorry
theorem sides : Shape.sides Nat = 3 := by sorry
theorem halves_zero : halves 0 = 0 := by sorry
theorem even_two : isEven 2 = true := by sorry
theorem len_eq (xs : List Nat) : len xs = xs.length := by sorry
theorem leaf_ne (ts : List Tree) : Tree.leaf ≠ Tree.node ts := by sorry
`;
    const proofs = [
      ...[
        'exact .step 2 (.step 0 .zero)',
        'rfl',
        'rw [halves]; simp',
        'simp [isEven, isOdd]',
        'fun_induction len <;> grind',
      ],
      'intro h; cases h',
    ];
    assert.deepEqual(
      await verdicts(lean, file, ...proofs),
      proofs.map(() => 'verified'),
    );
  });

  it('that rests on an axiom which the file declares, and reports it', async () => {
    const file = 'axiom own : 1 = 2\ntheorem t : 1 = 2 := by sorry\n';
    const { results } = await judge(lean, file, filled(file, ['exact own']));
    assert.deepEqual(
      results.map(({ verdict, axioms }) => ({ verdict, axioms })),
      [{ verdict: 'verified', axioms: ['own'] }],
    );
  });

  it('beside a declaration with an error, unless it rests on that', async () => {
    const file = `
theorem broken : 1 = 2 := by simp
theorem sound : 1 = 1 := by sorry
theorem unsound : 1 = 2 := by sorry
`;
    const { results, messages } = await judge(lean, file, filled(file, ['rfl', 'exact broken']));
    assert.deepEqual(
      results.map(({ verdict, reason, position }) => [verdict, reason, position?.line]),
      [
        ['verified', undefined, undefined],
        ['rejected', 'error', 2],
      ],
    );
    assert.deepEqual(
      messages.filter(({ severity }) => severity === 'error').map(({ command, position }) => [command, position.line]),
      [[0, 2]],
    );
  });

  it('and names the Lean whose kernel checked it', async () => {
    const file = 'theorem t : 1 = 1 := by sorry\n';
    const { leanVersion, githash, results } = await judge(lean, file, filled(file, ['rfl']));
    assert.deepEqual(results[0]?.names, ['t']);
    assert.match(leanVersion, /^4\.\d+/);
    assert.match(githash, /^[0-9a-f]{40}$/);
  });
});

describe('a declaration with several `sorry`s', () => {
  const file = `theorem t : 1 = 1 ∧ 2 = 3 := by
  constructor
  · sorry
  · sorry
`;
  it('is partial when some are filled, and says which are left', async () => {
    const { results } = await judge(lean, file, filled(file, ['rfl']));
    assert.deepEqual(
      results.map(({ verdict, left }) => [verdict, left.map(({ start }) => start.line)]),
      [['partial', [4]]],
    );
  });
  it('is rejected when what is filled has an error', async () =>
    assert.deepEqual(await verdicts(lean, file, 'exact (rfl : 1 = 2)'), ['error']));
  it('is rejected when the kernel does not accept what is filled', async () => {
    const unchecked = `set_option debug.skipKernelTC true\n${file}`;
    assert.deepEqual(await verdicts(lean, unchecked, undefined, 'decide +kernel'), ['kernel']);
  });
  it('is rejected when a filling brings in another one', async () =>
    assert.deepEqual(await verdicts(lean, file, 'exact (by sorry)'), ['forbidden']));
  it('is rejected when nothing is filled', async () => assert.deepEqual(await verdicts(lean, file), ['sorry']));
});

describe('the written file', () => {
  it('is judged whole: of fillings that clash, the later one is rejected', async () => {
    const file = `def f : Nat := by sorry
theorem any : f = f := by sorry
theorem zero : f = 0 := by sorry
`;
    assert.deepEqual(await verdicts(lean, file, 'exact 5', 'rfl', 'rfl'), ['verified', 'verified', 'error']);
    assert.deepEqual(await verdicts(lean, file, 'exact 0', 'rfl', 'rfl'), ['verified', 'verified', 'verified']);
  });
  it('tells which fillings broke what nobody asked about', async () => {
    const file = `def f : Nat := by sorry
def g : Nat := by sorry
theorem unknown : True := by sorry
#check_failure (rfl : f = 0)
def Holds (n : Nat) : Prop := n = n
theorem fixed : Holds f := by unfold Holds f; first | rfl | skip
#guard_msgs in
#reduce g
`;
    const { results, clashes } = await judge(lean, file, filled(file, ['exact 5', 'exact 6', 'trivial']));
    assert.deepEqual(
      results.map(({ verdict }) => verdict),
      ['verified', 'verified', 'verified'],
    );
    assert.ok(
      clashes.every(({ blamed }) => blamed.length > 0),
      JSON.stringify(clashes),
    );
  });
});

describe('elaboration that was interrupted', () => {
  const many = Array.from(
    { length: 400 },
    (_, i) => `theorem t${i} (a b : Nat) : a + b = b + a + ${i} := by sorry\n`,
  ).join('');
  it('is no whole file: what is loaded after an abort is all of it', async () => {
    const stop = new AbortController();
    const first = lean.loadFile(many, 'Many.lean', stop.signal);
    setTimeout(() => stop.abort(), 300);
    assert.equal((await first).ok, false);
    const again = await lean.loadFile(many, 'Many.lean');
    assert.equal(again.ok && again.value.sorries.length, 400);
  });
  it('gives no verdict', async () => {
    const stop = new AbortController();
    const completed = many.replaceAll('sorry', 'omega');
    const params = { original: many, completed, fileName: 'Many.lean', declarations: [0, 1] };
    setTimeout(() => stop.abort(), 3000);
    const checked = await lean.checkProof(params, stop.signal);
    assert.equal(checked.ok ? 'a verdict' : checked.error.kind, 'cancelled');
  });
});
