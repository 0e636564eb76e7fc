import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Formula } from '../../src/reason/formula/formula.ts';
import { signatureOf } from '../../src/reason/formula/theory.ts';
import { holds } from '../../src/reason/model/model.ts';
import { findModel } from '../../src/reason/model/search.ts';
import { Refuter } from '../../src/reason/refutation/ground.ts';
import { loadSat } from '../../src/reason/sat.ts';
import { formulasOf } from './formulas-of.ts';

const never = new AbortController().signal;
const sat = await loadSat();

const modelOf = (formulas: readonly Formula[], size: number) =>
  findModel(sat, formulas, signatureOf(formulas), size, never);

async function refute(formulas: readonly Formula[], steps = 30): Promise<string> {
  using refuter = new Refuter(sat, formulas);
  for (let count = 0; count < steps; count++) {
    const { kind } = await refuter.step(never);
    if (kind !== 'open') return kind;
  }
  return 'open';
}

test('the smallest model that there is is found, and the formulas hold in it', async () => {
  const formulas = formulasOf('∃x ∃y ∃z (x ≠ y ∧ y ≠ z ∧ x ≠ z)', '∀x R(x, next(x))', '∀x ¬R(x, x)');
  assert.equal((await modelOf(formulas, 1)).kind, 'none');
  assert.equal((await modelOf(formulas, 2)).kind, 'none');
  const found = await modelOf(formulas, 3);
  assert.ok(found.kind === 'found');
  assert.ok(formulas.every((formula) => holds(found.model, formula)));
});

test('constants may name the same element', async () => {
  assert.equal((await modelOf(formulasOf('P(a)', 'a = b'), 1)).kind, 'found');
  assert.equal((await modelOf(formulasOf('P(a)', '¬P(b)'), 1)).kind, 'none');
});

test('refutations need instances, witnesses, and instances at witnesses', async () => {
  assert.equal(await refute(formulasOf('∀x (P(x) → Q(x))', 'P(a)', '¬Q(a)')), 'refuted');
  assert.equal(await refute(formulasOf('∃x P(x)', '∀x ¬P(x)')), 'refuted');
  assert.equal(await refute(formulasOf('∀x ∃y R(x, y)', '∀x ∀y ¬R(x, y)')), 'refuted');
  assert.equal(await refute(formulasOf('∃y ∀x R(x, y)', '¬∀x ∃y R(x, y)')), 'refuted');
});

test('quantifiers under connectives are refuted as well', async () => {
  assert.equal(await refute(formulasOf('(∀x P(x)) ↔ (∃x Q(x))', 'Q(a)', '∃x ¬P(x)')), 'refuted');
});

test('the drinker of the paradox is found in an empty context: domains are not empty', async () => {
  assert.equal(await refute(formulasOf('¬∃x (P(x) → ∀y P(y))')), 'refuted');
  assert.equal(await refute(formulasOf('∀x P(x)', '∀x ¬P(x)')), 'refuted');
});

test('equality is reflexive, symmetric and transitive, and respects predicates and functions', async () => {
  assert.equal(await refute(formulasOf('a = b', 'b = c', 'P(c)', '¬P(a)')), 'refuted');
  assert.equal(await refute(formulasOf('a = b', 'f(b) ≠ f(a)')), 'refuted');
  assert.equal(await refute(formulasOf('∀x f(f(x)) = x', 'f(a) = f(b)', 'a ≠ b')), 'refuted');
});

test('what has a model is never refuted', async () => {
  assert.equal(await refute(formulasOf('∀x (P(x) → Q(x))', 'Q(a)', '¬P(a)')), 'saturated');
  assert.equal(await refute(formulasOf('∀x ∃y R(x, y)', '∀x ¬R(x, x)'), 5), 'open');
});
