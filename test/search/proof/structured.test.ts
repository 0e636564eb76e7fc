import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Goal } from '../../../src/data/goal.ts';
import type { ProofTree } from '../../../src/search/index.ts';
import { scriptOf } from '../../../src/search/proof/layout.ts';
import { merged, structured } from '../../../src/search/proof/structured.ts';

/** A goal `tag: a b ⊢ …` with these hypotheses. */
function goalOf(tag: string, ...names: string[]): Goal {
  const hypotheses = names.map((name) => ({
    name,
    type: 'T',
    isProp: name.endsWith('ih'),
    isInstance: false,
    head: '',
    constructors: [],
  }));
  return { tag, pretty: '', hypotheses, target: 'p', head: '', constants: [] };
}

const step = (goal: Goal, tactic: string, ...proofs: readonly ProofTree[]): ProofTree => ({
  node: 0,
  goals: [goal],
  tactic,
  logProbability: -1,
  branches: proofs.map((proof, position) => ({ positions: [position], proof })),
});

const written = (proof: ProofTree | undefined): string =>
  proof === undefined ? '' : scriptOf([{ positions: [0], proof }]).join('\n');

const onNumbers = step(
  goalOf('', 'm', 'n'),
  'unhygienic induction n',
  step(goalOf('zero', 'm'), 'rfl'),
  step(
    goalOf('succ', 'm', 'n_1', 'n_ih'),
    'rw [add_succ, n_ih]',
    step(goalOf('succ', 'm', 'n_1', 'n_ih'), 'exact f n_1'),
  ),
);

test('an induction is written with its cases and with names as people choose them', () => {
  assert.equal(
    written(structured(onNumbers)[0]),
    ['induction n with', '| zero => rfl', '| succ n ih =>', '  rw [add_succ, ih]', '  exact f n'].join('\n'),
  );
});

test('the names that Lean gave come next, should the others be taken', () => {
  assert.equal(
    written(structured(onNumbers)[1]),
    ['induction n with', '| zero => rfl', '| succ n_1 n_ih =>', '  rw [add_succ, n_ih]', '  exact f n_1'].join('\n'),
  );
});

test('a name loses its number only where it is free without', () => {
  const proof = step(
    goalOf('', 'x', 'xs'),
    'cases xs',
    step(goalOf('nil', 'x'), 'rfl'),
    step(goalOf('cons', 'x', 'x_1', 'tail'), 'simp [x_1]'),
  );
  assert.equal(written(structured(proof)[0]), 'cases xs with\n| nil => rfl\n| cons x_1 tail => simp [x_1]');
});

test('names that are parts of others stay, and fields are no names', () => {
  const proof = step(
    goalOf('', 'n'),
    'cases n',
    step(goalOf('zero'), 'rfl'),
    step(goalOf('succ', 'n_1'), "exact foo n_1 n_10 Nat.n_1 n_1.le n_1'"),
  );
  assert.equal(
    written(structured(proof)[0]),
    "cases n with\n| zero => rfl\n| succ n => exact foo n n_10 Nat.n_1 n.le n_1'",
  );
});

test('one case is taken apart in place', () => {
  const proof = step(goalOf('', 'p'), 'unhygienic cases p', step(goalOf('mk', 'fst', 'snd'), 'simp'));
  assert.equal(written(structured(proof)[0]), 'obtain ⟨fst, snd⟩ := p\nsimp');
});

test('what is introduced is named', () => {
  const proof = step(goalOf(''), 'unhygienic intros', step(goalOf('', 'a', 'b', 'inst✝'), 'exact f a b'));
  assert.equal(written(structured(proof)[0]), 'intro a b _\nexact f a b');
});

test('a split that does more than split, and cases that share a name, stay as they are', () => {
  const both = [step(goalOf('inl'), 'rfl'), step(goalOf('inl'), 'rfl')];
  assert.deepEqual(structured(step(goalOf('', 'h'), 'cases h', ...both)), []);
  const finished = step(goalOf('', 'h'), 'cases h <;> simp', step(goalOf('inl'), 'rfl'), step(goalOf('inr'), 'rfl'));
  assert.deepEqual(structured(finished), []);
});

test('one tactic that closes all that is left is written once', () => {
  const twice = step(goalOf('', 'h'), 'cases h', step(goalOf('inl'), 'grind'), step(goalOf('inr'), 'grind'));
  assert.equal(written(merged(twice)[0]), 'cases h <;> grind');
  const differing = step(goalOf('', 'h'), 'cases h', step(goalOf('inl'), 'grind'), step(goalOf('inr'), 'simp'));
  assert.deepEqual(merged(differing), []);
});

test('cases stand in a block where others are beside them', () => {
  const proof = step(goalOf(''), 'constructor', structured(onNumbers)[0]!, step(goalOf(''), 'rfl'));
  assert.equal(
    written(proof),
    [
      'constructor',
      '· induction n with',
      '  | zero => rfl',
      '  | succ n ih =>',
      '    rw [add_succ, ih]',
      '    exact f n',
      '· rfl',
    ].join('\n'),
  );
});
