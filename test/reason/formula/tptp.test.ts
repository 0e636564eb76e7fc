import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formulaText } from '../../../src/reason/formula/print.ts';
import { parseTptp, parseTptpFile } from '../../../src/reason/formula/tptp-parser.ts';

function read(text: string): string {
  const parsed = parseTptp(text);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return formulaText(parsed.value);
}

test('quantifiers, connectives, functions and equality of fof', () => {
  assert.equal(read('![X,Y]: ((p(X) & q(Y)) => ?[Z]: r(f(X),Z))'), '∀X ∀Y ((p(X) ∧ q(Y)) → ∃Z r(f(X), Z))');
  assert.equal(read('a != b | f(a) = b'), '¬(a = b) ∨ (f(a) = b)');
  assert.equal(read('p <~> q'), 'p ⊕ q');
  assert.equal(read('p <= q'), 'q → p');
  assert.equal(read('p ~& q'), '¬(p ∧ q)');
  assert.equal(read("'New York'(a) & $true"), 'New York(a) ∧ ⊤');
});

test('a statement is read with its name, its role, and comments around it', () => {
  const parsed = parseTptpFile('% a problem\nfof(a1, axiom, p(a)).\nfof(goal, conjecture, ?[X]: p(X)). /* end */');
  assert.ok(parsed.ok);
  assert.deepEqual(
    parsed.value.map(({ name, role, formula }) => [name, role, formulaText(formula)]),
    [
      ['a1', 'axiom', 'p(a)'],
      ['goal', 'conjecture', '∃X p(X)'],
    ],
  );
});

test('what fof leaves without an order is refused, with the column', () => {
  const mixed = parseTptp('p & q | r');
  assert.deepEqual(mixed.ok ? undefined : [mixed.error.code, mixed.error.column], ['syntax', 7]);
  const variable = parseTptp('![X]: (p(X) => X)');
  assert.ok(!variable.ok);
});
