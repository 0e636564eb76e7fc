import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { application, type Formula, type Term, variable } from '../../../src/reason/formula/formula.ts';
import { formulaText } from '../../../src/reason/formula/print.ts';
import { readFolio } from '../../../src/reason/formula/repair.ts';

function read(text: string): { readonly text: string; readonly repairs: readonly string[] } {
  const parsed = readFolio(text);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return { text: formulaText(parsed.value.formula), repairs: parsed.value.repairs };
}

function refused(text: string): { readonly code: string; readonly message: string; readonly column: number } {
  const parsed = readFolio(text);
  assert.ok(!parsed.ok, JSON.stringify(parsed));
  return parsed.error;
}

test('¬ binds tighter than ∧, that than ∨ and ⊕, that than →, that than ↔', () => {
  assert.equal(read('¬A ∧ B ∨ C → D ↔ E').text, '(((¬A ∧ B) ∨ C) → D) ↔ E');
  assert.equal(read('A ⊕ B → C ⊕ D').text, '(A ⊕ B) → (C ⊕ D)');
});

test('→ groups to the right', () => assert.equal(read('A → B → C').text, 'A → (B → C)'));

test('a quantifier binds tightly, and after a dot as far as it can', () => {
  assert.equal(read('∃x P(x) ∧ Q').text, '∃x P(x) ∧ Q');
  assert.equal(read('exists x. P(x) & Q').text, '∃x (P(x) ∧ Q)');
});

test('the signs that models write are read as the signs they stand for', () => {
  const plain = '∀x (P(x) → ¬Q(x))';
  for (const text of ['all x.(P(x) -> -Q(x))', 'forall x (P(x) => ~Q(x))', '∀x [P(x) ⇒ ¬Q(x)]']) {
    assert.equal(read(text).text, plain);
  }
  assert.equal(read('A <-> B').text, read('A ⟷ B').text);
});

test('names may hold hyphens, dots and plus signs', () => {
  assert.equal(read('WrittenIn(gpt-3, c++) ∧ Visited(mr.smith)').text, 'WrittenIn(gpt-3, c++) ∧ Visited(mr.smith)');
});

test('equations and inequations of constants and functions', () => {
  assert.equal(read('a = mother(b)').text, 'a = mother(b)');
  assert.equal(read('a ≠ b').text, '¬(a = b)');
});

test('∨ and ⊕ without parentheses between them have two readings', () => {
  const error = refused('A ∨ B ⊕ C');
  assert.equal(error.code, 'ambiguous');
  assert.equal(error.column, 7);
});

test('errors name the sign and its column, counted in characters', () => {
  assert.deepEqual(refused('∀x (P(x) → )'), {
    code: 'syntax',
    message: '")" stands where a formula was expected',
    column: 12,
  });
  assert.equal(refused('𝒫(a) ^ Q').column, 6);
  assert.equal(refused('').message, 'there is no formula');
  assert.equal(refused('P(a, ').message, 'the end stands where a term was expected');
});

test('a parenthesis too many is left out where one formula remains', () => {
  const { text, repairs } = read('Code(burger) ∧ Mac(burger))');
  assert.equal(text, 'Code(burger) ∧ Mac(burger)');
  assert.deepEqual(repairs, ['the ")" without a partner at column 27 is left out']);
});

test('a missing parenthesis is added where one formula results', () => {
  assert.equal(read('∀x (Road(x) → (A(x) ∨ B(x))').text, '∀x (Road(x) → (A(x) ∨ B(x)))');
});

test('a parenthesis that could go in two places is not repaired', () => {
  assert.equal(refused('∀x ((O(x) ∨ M(x)) ∧ F(x)) → W(x))').code, 'ambiguous');
});

test('a comma between formulas, and formulas side by side, are not repaired', () => {
  assert.equal(refused('∀x (P(x), Q(x) → R(x))').code, 'syntax');
  assert.equal(refused('∃x (Country(x) Near(x))').code, 'syntax');
});

test('a quantifier reaches to the last use of its variable', () => {
  const { text, repairs } = read('∀x ∃y (P(x, y)) → Q(x, y)');
  assert.equal(text, '∀x ∃y (P(x, y) → Q(x, y))');
  assert.equal(repairs.length, 2);
});

test('a variable without a quantifier is an error, a year is a constant', () => {
  assert.equal(refused('∃x ∃x (P(x) ∧ Q(y))').code, 'unbound-variable');
  assert.equal(read('DiedIn(mao, y1976)').text, 'DiedIn(mao, y1976)');
});

test('names of several words are joined, and it is said so', () => {
  assert.deepEqual(read('Superhero(captain america)'), {
    text: 'Superhero(captain_america)',
    repairs: ['the name "captain america" is written as one word'],
  });
});

test('formulas that would need too much stack are refused', () => {
  for (const text of ['('.repeat(50_000), `${'¬'.repeat(2900)}P`, `${'A → '.repeat(1400)}B`]) {
    assert.equal(refused(text).code, 'too-large');
  }
});

const names = fc.constantFrom('ann', 'bob', 'gpt-3');
const term = (bound: readonly string[]): fc.Arbitrary<Term> =>
  fc.oneof(
    names.map((name) => application(name)),
    ...bound.map((name) => fc.constant(variable(name))),
  );

function formula(depth: number, bound: readonly string[] = []): fc.Arbitrary<Formula> {
  const atom: fc.Arbitrary<Formula> = fc.oneof(
    fc.record({
      kind: fc.constant('predicate' as const),
      name: fc.constantFrom('P', 'Q'),
      arguments: fc.array(term(bound), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('equality' as const), left: term(bound), right: term(bound) }),
  );
  if (depth === 0) return atom;
  const part = formula(depth - 1, bound);
  return fc.oneof(
    atom,
    part.map((body): Formula => ({ kind: 'not', body })),
    fc.record({
      kind: fc.constantFrom('and', 'or', 'xor', 'implies', 'iff'),
      left: part,
      right: part,
    }) as fc.Arbitrary<Formula>,
    fc.constantFrom('x', 'y').chain((name) =>
      fc.record({
        kind: fc.constantFrom('forall', 'exists'),
        variable: fc.constant(name),
        body: formula(depth - 1, [...bound, name]),
      }),
    ) as fc.Arbitrary<Formula>,
  );
}

test('what is printed is read back as it was', () => {
  fc.assert(
    fc.property(formula(4), (each) => {
      const parsed = readFolio(formulaText(each));
      assert.ok(parsed.ok, JSON.stringify(parsed));
      assert.deepEqual(parsed.value, { formula: structuredClone(each), repairs: [] });
    }),
  );
});

test('no text makes the reader throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'∀∃xyPQ(),.∧∨→↔⊕¬=-&|"\' «»\n𝒫') }), (text) => {
      readFolio(text);
    }),
    { numRuns: 2000 },
  );
});
