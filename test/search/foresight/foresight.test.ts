import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TacticErrorKind, TacticOutcome } from '../../../src/contracts/environment.ts';
import type { Goal } from '../../../src/data/goal.ts';
import { Foresight } from '../../../src/search/foresight/foresight.ts';
import { isBroken } from '../../../src/search/foresight/text.ts';

const refused = (error: TacticErrorKind, message = 'no'): TacticOutcome<string> => ({
  kind: 'error',
  error,
  message,
  micros: 1,
});

/** A goal with hypotheses `name : type`; those whose type begins with a capital and has no blank are variables. */
function goalWith(target: string, ...hypotheses: string[]): Goal {
  const read = hypotheses.map((text) => {
    const [name = '', type = ''] = text.split(' : ');
    const isProp = /\s/.test(type);
    return { name, type, isProp, isInstance: false, head: '', constructors: [] };
  });
  return { tag: '', pretty: `⊢ ${target}`, hypotheses: read, target, head: '', constants: [] };
}

function afterFailure(tactic: string, goal: Goal, outcome = refused('elaboration')): Foresight {
  const foresight = new Foresight();
  foresight.learn([goal], tactic, outcome);
  return foresight;
}

test('text that did not parse is not sent again, on whatever state', () => {
  const foresight = afterFailure('simp at', goalWith('p'), refused('parse'));
  assert.equal(foresight.refusal([goalWith('q')], 'simp at'), 'syntax');
});

test('text with a bracket, a string or a comment that does not end is never sent', () => {
  for (const text of ['exact foo (bar', 'exact ⟨a, b', 'simp [a)', 'exact f)', 'exact "a', 'simp /- why']) {
    assert.equal(isBroken(text), true, text);
  }
});

test('brackets in strings, characters, quoted names and comments do not count', () => {
  for (const text of [
    `exact f "(" '(' «a(»`,
    'simp -- (',
    'simp /- ( -/',
    `exact h' (g x')`,
    'cases h with | inl h => rfl',
  ]) {
    assert.equal(isBroken(text), false, text);
  }
});

test('a tactic that uses a name unknown to Lean is not sent', () => {
  const foresight = afterFailure('exact Nat.foo', goalWith('p'), refused('elaboration', 'Unknown constant `Nat.foo`'));
  assert.equal(foresight.refusal([goalWith('q')], 'rw [Nat.foo, h]'), 'unknown-name');
  assert.equal(foresight.refusal([goalWith('q')], 'rw [Nat.fo]'), undefined);
});

test('a name that the state has, or that the tactic binds or can do without, is not unknown', () => {
  const foresight = afterFailure('exact h', goalWith('p'), refused('elaboration', "unknown identifier 'h'"));
  assert.equal(foresight.refusal([goalWith('q', 'h : a = b')], 'exact h.symm'), undefined);
  assert.equal(foresight.refusal([goalWith('q')], 'intro h; exact h'), undefined);
  assert.equal(foresight.refusal([goalWith('q')], 'first | exact h | rfl'), undefined);
  assert.equal(foresight.refusal([goalWith('q')], 'exact h'), 'unknown-name');
});

test('what failed with more hypotheses is not tried with fewer', () => {
  const foresight = afterFailure('omega', goalWith('p', 'n : Nat', 'h : n = 1'));
  assert.equal(foresight.refusal([goalWith('p', 'n : Nat')], 'omega'), 'same-goal');
  assert.equal(foresight.refusal([goalWith('p', 'n : Nat', 'h : n = 2')], 'omega'), undefined);
  assert.equal(foresight.refusal([goalWith('q', 'n : Nat')], 'omega'), undefined);
});

test('what looks at the target alone is not tried again for the sake of a new fact', () => {
  const foresight = afterFailure('rw [Nat.add_comm]', goalWith('p n', 'n : Nat'));
  assert.equal(foresight.refusal([goalWith('p n', 'n : Nat', 'h : n = 1')], 'rw [Nat.add_comm]'), 'same-goal');
  assert.equal(foresight.refusal([goalWith('p n', 'n : Int', 'h : n = 1')], 'rw [Nat.add_comm]'), undefined);
});

test('what looks at hypotheses is tried again when there is a new one', () => {
  for (const tactic of ['omega', 'simp_all', 'simp [*]', 'rw [h]', 'simp at h', 'exact (by omega)']) {
    const foresight = afterFailure(tactic, goalWith('p n', 'n : Nat'));
    assert.equal(foresight.refusal([goalWith('p n', 'n : Nat', 'h : n = 1')], tactic), undefined, tactic);
  }
});

test('a tactic that ran out of time may be tried again', () => {
  const foresight = afterFailure('omega', goalWith('p', 'h : a = b'), refused('timeout'));
  assert.equal(foresight.refusal([goalWith('p')], 'omega'), undefined);
});

test('a procedure whose own theorems are not imported is given up after two failures', () => {
  const missing = refused('elaboration', 'Unknown constant `Lean.Grind.CommRing`');
  const foresight = afterFailure('grind', goalWith('p'), missing);
  assert.equal(foresight.refusal([goalWith('q')], 'grind'), undefined);
  foresight.learn([goalWith('q')], 'induction n <;> grind [f]', missing);
  assert.equal(foresight.refusal([goalWith('r')], 'grind'), 'no-machinery');
  assert.equal(foresight.refusal([goalWith('r')], 'cases n <;> grind'), 'no-machinery');
  assert.equal(foresight.refusal([goalWith('r')], 'first | grind | rfl'), undefined);
  assert.equal(foresight.refusal([goalWith('r')], 'omega'), undefined);
});

test('a procedure that has closed a goal is not given up, nor one that was told an unknown name', () => {
  const missing = refused('elaboration', 'Unknown constant `Lean.Grind.CommRing`');
  const worked = afterFailure('grind', goalWith('p'), { kind: 'proved', micros: 1 });
  const told = new Foresight();
  for (const target of ['q', 'r', 's']) {
    worked.learn([goalWith(target)], 'grind', missing);
    told.learn([goalWith(target)], 'grind [foo]', refused('elaboration', 'Unknown constant `foo`'));
  }
  assert.equal(worked.refusal([goalWith('t')], 'grind'), undefined);
  assert.equal(told.refusal([goalWith('t')], 'grind'), undefined);
});
