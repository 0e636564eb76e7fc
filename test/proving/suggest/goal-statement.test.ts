import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goalStatement } from '../../../src/proving/suggest/goal-statement.ts';

test('hypotheses are bound in their order', () => {
  assert.deepEqual(goalStatement('n m : Nat\nh : n = m\n⊢ m = n'), {
    statement: '∀ (n m : Nat), ∀ (h : n = m), m = n',
    names: ['n', 'm', 'h'],
  });
});

test('a goal without hypotheses is its target', () => {
  assert.deepEqual(goalStatement('⊢ 2 + 2 = 4\n'), { statement: '2 + 2 = 4', names: [] });
});

test('the case tag and later goals are left out', () => {
  assert.equal(goalStatement('case inl\np : Prop\n⊢ p\n\ncase inr\n⊢ True')!.statement, '∀ (p : Prop), p');
});

test('instances are bound as instances, made-up names as holes, values as lets', () => {
  assert.deepEqual(goalStatement('α : Type\ninst✝ : Inhabited α\nx✝ : α\ny : Nat := 2\n⊢ y = 2'), {
    statement: '∀ (α : Type), ∀ [Inhabited α], ∀ (_ : α), let y : Nat := 2;\ny = 2',
    names: ['α', '_', '_', 'y'],
  });
});

test('hypotheses and targets may take several lines', () => {
  assert.equal(goalStatement('h : a =\n  b\n⊢ b =\n  a')!.statement, '∀ (h : a =\n  b), b =\n  a');
});

test('what is no goal is none', () => {
  assert.equal(goalStatement('by simp'), undefined);
  assert.equal(goalStatement('what is this\n⊢ p'), undefined);
});

test('names that Lean had made up are left out of the binders', () => {
  assert.deepEqual(goalStatement('x✝ : Nat\ninst✝ : Add Nat\n⊢ True'), {
    statement: '∀ (_ : Nat), ∀ [Add Nat], True',
    names: ['_', '_'],
  });
});

test('what is no hypothesis is no goal', () => {
  for (const part of ['x', ': Nat', 'x :', 'x:Nat', ' : '])
    assert.equal(goalStatement(`${part}\n⊢ True`), undefined, part);
});
