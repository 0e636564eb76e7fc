import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Lean } from '../../../src/lean/index.ts';
import { type Trace, traceProofs } from '../../../src/train/extract/trace-proofs.ts';
import { openTestLean } from '../../lean/open-test-lean.ts';

let lean: Lean;
before(async () => {
  lean = await openTestLean();
});
after(() => lean.close());

async function trace(text: string): Promise<Trace> {
  const file = { text, fileName: 'Test.lean', traced: { module: [], options: [] } };
  const traced = await traceProofs(lean, file, new AbortController().signal);
  assert.ok(traced.ok, JSON.stringify(traced));
  return traced.value;
}

/** The tactics of the only proof of a file; `undefined` where not all of it replays. */
async function tacticsIn(text: string): Promise<readonly string[] | undefined> {
  const { proofs } = await trace(text);
  assert.equal(proofs.length, 1);
  const [proof] = proofs;
  return proof!.failures.length + proof!.unreached > 0 ? undefined : proof!.steps.map(({ tactic }) => tactic);
}

test('an induction comes apart into its step and the steps of its cases, with their names', async () => {
  const text = `theorem t (n : Nat) : 0 + n = n := by
  induction n with
  | zero => rfl
  | succ n ih =>
    rw [← Nat.add_assoc, ih]
`;
  assert.deepEqual(await tacticsIn(text), ['induction n', 'rfl', 'rename_i n ih', 'rw [← Nat.add_assoc]', 'rw [ih]']);
});

test('bullets, cases by tag, `<;>`, `all_goals` and `have` with a proof come apart', async () => {
  const text = `theorem t (p q r : Prop) (h : p ∧ q ∨ r) (k : r → p ∧ q) : (p ∧ q) ∧ (q ∧ p) := by
  have both : p ∧ q := by
    cases h
    case inl h => exact h
    case inr h => exact k h
  constructor
  · exact both
  · refine ⟨?_, ?_⟩ <;> simp [both]
`;
  assert.deepEqual(await tacticsIn(text), [
    'have both : p ∧ q := ?_',
    ...['cases h', 'rename_i h', 'exact h', 'rename_i h', 'exact k h'],
    ...['constructor', 'exact both', 'refine ⟨?_, ?_⟩', 'simp [both]', 'simp [both]'],
  ]);
});

test('what cannot be taken apart stays one step', async () => {
  const text = `theorem t (a b c : Nat) (h : a = b) (k : b = c) : a = c := by
  calc a = b := h
    _ = c := k
`;
  assert.deepEqual(await tacticsIn(text), ['calc a = b := h\n  _ = c := k']);
});

test('every step says what it leaves, and where it stands', async () => {
  const text = 'example (p q : Prop) (hp : p) (hq : q) : p ∧ q := by\n  constructor\n  all_goals assumption\n';
  const [first, second] = (await trace(text)).proofs[0]!.steps;
  assert.deepEqual(
    first?.after.map((state) => state.split('\n').at(-1)),
    ['⊢ p', '⊢ q'],
  );
  assert.deepEqual([first?.range.start.line, first?.range.start.column], [2, 2]);
  assert.deepEqual([second?.state, second?.after], [first?.after[0], []]);
});

test('a proof that Lean does not accept gives no steps', async () => {
  assert.equal(await tacticsIn('theorem t : 1 = 2 := by\n  decide\n'), undefined);
});

test('a file that holds its own sorry, and proofs around it, is taken apart all the same', async () => {
  const text = 'theorem a : True := sorry\ntheorem b : True := by\n  trivial\ndef c : Nat := by sorry\n';
  assert.deepEqual(await tacticsIn(text), ['trivial']);
});

test('proofs within terms come apart', async () => {
  const text =
    'theorem t (a b : Nat) (h : a = b) : b = a ∧ True := by\n  exact ⟨Eq.symm (by assumption), by trivial⟩\n';
  assert.deepEqual(await tacticsIn(text), ['refine ⟨Eq.symm (?_), ?_⟩', 'assumption', 'trivial']);
});

test('where one goal cannot be closed, the steps beside it count all the same, and it is told why', async () => {
  const text = 'theorem t (p : Prop) (h : p) : p ∧ p := by\n  constructor\n  · rfl\n    skip\n  · exact h\n';
  const { steps, failures, unreached } = (await trace(text)).proofs[0]!;
  assert.deepEqual(
    steps.map(({ tactic }) => tactic),
    ['constructor', 'exact h'],
  );
  assert.deepEqual([failures.map(({ reason }) => reason), unreached], [['elaboration'], 1]);
});
