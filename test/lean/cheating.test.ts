import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TacticOutcome } from '../../src/contracts/environment.ts';
import type { Lean, ProofCheckResult } from '../../src/lean/index.ts';
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

async function check(original: string, completed: string, ...declarations: string[]): Promise<ProofCheckResult> {
  const checked = await lean.checkProof({ original, completed, fileName: 'Test.lean', declarations });
  assert.ok(checked.ok, JSON.stringify(checked));
  return checked.value;
}

/** Why the judge refuses `completed` as a proof of `t` of `original`; `verified` if it does not. */
async function verdict(original: string, completed: string): Promise<string> {
  const [result] = (await check(original, completed, 't')).results;
  return result?.reason ?? result?.verdict ?? 'none';
}

describe('the judge', () => {
  const original = 'theorem t (a b : Nat) : a + b = b + a := by\n  sorry\n';
  const proved = original.replace('sorry', 'omega');

  it('verifies a proof', async () => assert.equal(await verdict(original, proved), 'verified'));
  it('refuses a `sorry` that is still there', async () => assert.equal(await verdict(original, original), 'sorry'));
  it('refuses a proof with an error', async () =>
    assert.equal(await verdict(original, original.replace('sorry', 'simp')), 'error'));
  it('refuses an axiom added in the middle of the file', async () =>
    assert.equal(
      await verdict(original, `axiom cheat : ∀ p : Prop, p\n${original.replace('sorry', 'exact cheat _')}`),
      'axiom',
    ));
  it('allows an axiom that the file itself declares, and reports it', async () => {
    const file = 'axiom own : 1 = 2\ntheorem t : 1 = 2 := by sorry\n';
    const [result] = (await check(file, file.replace('sorry', 'exact own'), 't')).results;
    assert.deepEqual({ verdict: result?.verdict, axioms: result?.axioms }, { verdict: 'verified', axioms: ['own'] });
  });
  it('refuses trust in the compiler', async () =>
    assert.equal(
      await verdict('theorem t : (10 : Nat) < 20 := by sorry', 'theorem t : (10 : Nat) < 20 := by native_decide'),
      'axiom',
    ));
  it('refuses another statement', async () =>
    assert.equal(await verdict(original, 'theorem t (a b : Nat) : a + b = a + b := rfl'), 'statement'));
  it('refuses a statement that an `open` has changed', async () => {
    const file = 'def A.x : Nat := 1\ndef B.x : Nat := 2\nopen A\ntheorem t : x = 2 := by sorry\n';
    assert.equal(await verdict(file, file.replace('open A', 'open B').replace('sorry', 'rfl')), 'statement');
  });
  it('refuses a statement that a `variable` has changed', async () => {
    const file = 'variable (h : 1 = 2)\ntheorem t (n : Nat) : n = 0 := by sorry\n';
    const cheat = 'theorem t (h : 1 = 2) (n : Nat) : n = 0 := by omega\n';
    assert.equal(await verdict(file, cheat), 'statement');
  });
  it('refuses a statement that a notation has changed', async () => {
    const file = 'theorem t : 1 + 1 = 3 := by sorry\n';
    assert.equal(await verdict(file, 'local notation "𝟛" => 2\ntheorem t : 1 + 1 = 𝟛 := rfl\n'), 'statement');
  });
  it('refuses a change of a definition that the statement uses', async () => {
    const file = 'def f (n : Nat) : Nat := n + 1\ntheorem t : f 1 = 1 := by sorry\n';
    assert.equal(await verdict(file, file.replace('n + 1', 'n').replace('sorry', 'rfl')), 'statement');
  });
  it('refuses an instance smuggled in before the statement', async () => {
    const file = 'theorem t : (default : Nat) = 5 := by sorry\n';
    assert.equal(
      await verdict(file, `local instance : Inhabited Nat := ⟨5⟩\n${file.replace('sorry', 'rfl')}`),
      'statement',
    );
  });
  it('refuses a proof that rests on another theorem with a `sorry`', async () => {
    const file = 'theorem helper : 1 = 2 := by sorry\ntheorem t : 1 = 2 := by sorry\n';
    assert.equal(await verdict(file, file.replace(/sorry\n$/, 'exact helper\n')), 'sorry');
  });
  it('has the kernel check a proof where the file tells Lean not to', async () => {
    const file = 'set_option debug.skipKernelTC true\ntheorem t : 1 = 2 := by sorry\n';
    assert.equal(await verdict(file, file.replace('sorry', 'decide +kernel')), 'kernel');
  });
  it('refuses another import', async () => assert.equal(await verdict(original, `import Std\n${proved}`), 'statement'));
  it('misses a declaration that is not there', async () => assert.equal(await verdict(original, ''), 'missing'));
  it('verifies an `example` by the name that loading gave it', async () => {
    const file = 'example : 1 = 1 := by sorry\n';
    const loaded = await lean.loadFile(file, 'Test.lean');
    assert.ok(loaded.ok);
    const name = loaded.value.sorries[0]!.checkName;
    const [result] = (await check(file, file.replace('sorry', 'rfl'), name)).results;
    assert.equal(result?.verdict, 'verified');
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
