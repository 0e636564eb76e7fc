import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formulaText } from '../../../src/reason/formula/print.ts';
import { readTheory } from '../../../src/reason/formula/theory.ts';

test('names that differ in case only are one name, the one used most', () => {
  const theory = readTheory({ premises: ['Likes(ann, Bob)', 'Kind(bob) → likes(bob, ann)'], conclusion: 'Kind(bob)' });
  assert.ok(theory.ok);
  assert.deepEqual(theory.value.premises.map(formulaText), ['Likes(ann, bob)', 'Kind(bob) → Likes(bob, ann)']);
  assert.equal(theory.value.repairs.length, 2);
});

test('a predicate with one and with two arguments is two predicates, and it is said so', () => {
  const theory = readTheory({ premises: ['Band(hip)', 'Band(hip, canada)'], conclusion: 'Band(hip)' });
  assert.ok(theory.ok);
  assert.match(theory.value.repairs[0]!, /Band is written with 1 and 2 arguments/);
});

test('a predicate among the arguments of another is refused', () => {
  const theory = readTheory({ premises: ['Believes(ann, Tall(bob))', 'Tall(bob)'], conclusion: 'Tall(ann)' });
  assert.deepEqual(theory.ok ? [] : theory.error.map(({ code, place }) => [code, place]), [['mixed-use', 'premise 1']]);
});

test('every formula that cannot be read is named', () => {
  const theory = readTheory({ premises: ['P(a', 'P(a) ^ Q'], conclusion: 'Q' });
  assert.deepEqual(theory.ok ? [] : theory.error.map(({ place, column }) => [place, column]), [['premise 2', 6]]);
});

test('one formula in the syntax of TPTP makes the whole problem one of TPTP', () => {
  const theory = readTheory({ premises: ['![X]: (p(X) => q(X))', 'p(a)'], conclusion: 'q(a)' });
  assert.ok(theory.ok);
  assert.equal(formulaText(theory.value.premises[0]!), '∀X (p(X) → q(X))');
});
