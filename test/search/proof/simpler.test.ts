import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Goal } from '../../../src/data/goal.ts';
import { simplerTactics } from '../../../src/search/proof/simpler.ts';

const goal: Goal = {
  tag: '',
  pretty: '',
  target: 'a ∣ c',
  head: 'Dvd.dvd',
  constants: [],
  hypotheses: ['h', "h'"].map((name) => ({
    name,
    type: 'a ∣ b',
    isProp: true,
    isInstance: false,
    head: '',
    constructors: [],
  })),
};

test('a theorem applied to what is known is offered in place of a search with it', () => {
  const offered = simplerTactics('grind [Nat.dvd_refl, Nat.dvd_trans, Nat.one_dvd]', [goal], true);
  assert(offered.includes("exact Nat.dvd_trans h h'"));
  assert(offered.indexOf("exact Nat.dvd_trans h h'") < offered.indexOf('grind [Nat.dvd_refl, Nat.dvd_trans]'));
});

test('a tactic that leaves goals is not replaced by one that closes them', () => {
  assert.deepEqual(simplerTactics('simp [foo]', [goal], false), ['simp']);
});

test('lists lose everything, half of what they have, or one name', () => {
  assert.deepEqual(simplerTactics('simp [a, b, c, d] <;> omega', [], false), [
    'simp <;> omega',
    'simp [a, b] <;> omega',
    'simp [c, d] <;> omega',
    'simp [b, c, d] <;> omega',
    'simp [a, c, d] <;> omega',
    'simp [a, b, d] <;> omega',
    'simp [a, b, c] <;> omega',
  ]);
});

test('a list of terms is cut between terms', () => {
  assert(simplerTactics('simp [f (a, b), g]', [], false).includes('simp [f (a, b)]'));
});

test('one branch is offered in place of an alternative', () => {
  const offered = simplerTactics('rcases h with rfl | rfl <;> first | omega | (simp_all; omega)', [], false);
  assert.deepEqual(offered, ['rcases h with rfl | rfl <;> omega', 'rcases h with rfl | rfl <;> (simp_all; omega)']);
  assert.deepEqual(simplerTactics('intro x; (first | rfl | simp); omega', [], false), [
    'intro x; (rfl); omega',
    'intro x; (simp); omega',
  ]);
});

test('names are left to Lean, and attempts are left out, where that will do', () => {
  assert.deepEqual(simplerTactics('unhygienic induction n <;> (try simp) <;> omega', [], false), [
    'induction n <;> (try simp) <;> omega',
    'unhygienic induction n <;> omega',
    'unhygienic induction n <;> simp <;> omega',
  ]);
});

test('lines that stand for themselves are left out one by one', () => {
  assert.deepEqual(simplerTactics('have h := a\nhave k := b\ngrind', [], false), [
    'have k := b\ngrind',
    'have h := a\ngrind',
    'have h := a\nhave k := b',
  ]);
});

test('what closes a goal gives way to what is shorter and searches no more', () => {
  assert.deepEqual(simplerTactics('congr 1', [], true), ['rfl']);
  assert.deepEqual(simplerTactics('exact Nat.succ_sub_sub_succ ..', [], true), ['rfl', 'assumption']);
  assert.deepEqual(simplerTactics('decide +kernel', [], true), ['rfl', 'assumption', 'simp']);
  assert.deepEqual(simplerTactics('simp_all', [], true), ['rfl', 'simp', 'omega']);
  assert.deepEqual(simplerTactics('cases x <;> grind', [], true), closersInOrder);
});

const closersInOrder = ['rfl', 'assumption', 'simp', 'omega', 'simp_all', 'grind'];
