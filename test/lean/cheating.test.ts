import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TacticOutcome } from '../../src/contracts/environment.ts';
import type { Lean } from '../../src/lean/index.ts';
import { openTestLean } from './open-test-lean.ts';

let lean: Lean;
before(async () => {
  lean = await openTestLean();
});
after(() => lean.close());

async function tryOn(statement: string, tactic: string): Promise<TacticOutcome<unknown>> {
  const started = await lean.startStatement(statement);
  assert.ok(started.ok);
  const [outcome] = await lean.run(started.value[0]!.state, [tactic], new AbortController().signal);
  assert.ok(outcome !== undefined);
  return outcome;
}

async function expectError(statement: string, tactic: string, kind: string): Promise<void> {
  const outcome = await tryOn(statement, tactic);
  assert.equal(outcome.kind === 'error' ? outcome.error : outcome.kind, kind, JSON.stringify(outcome));
}

describe('a tactic from a model', () => {
  it('may not be `sorry`', () => expectError('1 = 2', 'sorry', 'forbidden'));
  it('may not be `admit`', () => expectError('1 = 2', 'admit', 'forbidden'));
  it('may not hold a `sorry` in a term', () => expectError('1 = 2', 'exact absurd rfl sorry', 'forbidden'));
  it('may not name `sorryAx`', () => expectError('1 = 2', 'exact sorryAx _ false', 'forbidden'));
  it('may not stop the rest', () => expectError('1 = 2', 'stop\nsimp', 'forbidden'));
  it('may not leave the `sorry` of a failed library search', async () => {
    const outcome = await tryOn('∀ f : Nat → Nat, f 0 = f 1', 'intro f; apply?');
    assert.notEqual(outcome.kind, 'proved');
  });
  it('may not trust the compiler', () => expectError('(10 : Nat) < 20', 'native_decide', 'forbidden'));
  it('may not trust the compiler by an option of decide', () =>
    expectError('(10 : Nat) < 20', 'decide +native', 'forbidden'));
  it('may not trust the compiler by a configuration of decide', () =>
    expectError('(10 : Nat) < 20', 'decide (config := { native := true })', 'forbidden'));
  it('may not trust the compiler by a literal of a configuration', () =>
    expectError('(10 : Nat) < 20', 'decide (native := true)', 'forbidden'));
  it('may not trust the compiler through the constants by which the kernel does', () =>
    expectError('Lean.reduceBool true = Lean.reduceBool true', 'rfl', 'forbidden'));
  it('may not use what is unsafe', () => expectError('1 = 2', 'exact lcProof', 'forbidden'));
  it('may not use an axiom of the library', () => expectError('True', 'exact Lean.trustCompiler', 'forbidden'));
  it('may set options of a tactic to literals, and no others', async () => {
    for (const tactic of [
      'simp (config := { decide := true })',
      'simp (config := id {})',
      'solve_by_elim (config := { maxDepth := 3 })',
      'omega (config := {})',
      'simp (maxSteps := 1 + 1)',
      'first | (rw (config := {}) [Nat.add_comm]) | simp',
      'conv => simp (config := {})',
      'exact (by simp (decide := id true))',
      'grind (splits := (fun n => n) 3)',
      'apply_rules (config := { proc := fun _ _ => pure none }) [Nat.add_comm]',
    ]) {
      await expectError('1 = 1', tactic, 'forbidden');
    }
    for (const tactic of [
      'simp (maxSteps := 1000)',
      'simp +decide',
      'simp -zeta',
      'simp (disch := omega)',
      'simp (decide := true) only',
      'simp (maxDischargeDepth := 3)',
      'have (eq := h) x := 1; simp',
      'exact Eq.refl (a := 1)',
    ]) {
      const outcome = await tryOn('1 = 1', tactic);
      assert.notEqual(outcome.kind === 'error' ? outcome.error : '', 'forbidden', tactic);
    }
  });
  it('may not bring in code by a discharger', () =>
    expectError('1 = 1', 'simp (disch := run_tac Lean.Elab.Tactic.done)', 'forbidden'));
  it('may not be `sorry` in the language of `grind`', () => expectError('1 = 1', 'grind => sorry', 'forbidden'));
  it('may not run code', () => expectError('True', 'run_tac Lean.Elab.Tactic.done', 'forbidden'));
  it('may not elaborate by code', () =>
    expectError('True', 'exact by_elab return Lean.mkConst `True.intro', 'forbidden'));
  it('may not lift limits', () => expectError('True', 'set_option maxHeartbeats 0 in trivial', 'forbidden'));
  it('may not sleep', () => expectError('True', 'sleep 1; trivial', 'forbidden'));
  it('may not go on with a command', () =>
    expectError('True', 'trivial\nlocal instance : Inhabited Nat := ⟨0⟩', 'parse'));
  it('may not go on with a notation', () => expectError('True', 'trivial\nnotation "x" => 1', 'parse'));
  it('may not end the block that holds it', () => expectError('True', 'trivial) ; (trivial', 'parse'));
  it('fails with the error of a nested proof, which Lean by itself would recover from', () =>
    expectError('True', 'have h : 1 = 2 := by simp\ntrivial', 'elaboration'));
  it('fails where Lean would elaborate an unknown name to an error term', () =>
    expectError('1 = 1', 'exact foo', 'elaboration'));
  it('may be several lines and structured', async () => {
    const outcome = await tryOn(
      '∀ n : Nat, 0 + n = n',
      'intro n\ninduction n with\n| zero => rfl\n| succ n ih => omega',
    );
    assert.equal(outcome.kind, 'proved');
  });
});

describe('a search for a theorem', () => {
  it('may use neither the theorem itself nor a lemma that rests on a `sorry`', async () => {
    const file = 'theorem helper : 1 = 2 := by sorry\n@[simp] theorem t : 1 = 2 := by sorry\n';
    const loaded = await lean.loadFile(file, 'Test.lean');
    assert.ok(loaded.ok);
    const started = await lean.startSorry(loaded.value, 1);
    assert.ok(started.ok);
    const outcomes = await lean.run(
      started.value[0]!.state,
      ['exact t', 'simp', 'exact helper'],
      new AbortController().signal,
    );
    assert.ok(!outcomes.some((outcome) => outcome.kind === 'proved'), JSON.stringify(outcomes));
  });
});
