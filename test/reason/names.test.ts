import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { claimStatement } from '../../src/reason/certificate.ts';
import { readTheory } from '../../src/reason/formula/theory.ts';
import { leanNames } from '../../src/reason/lean/names.ts';
import { leanTheory } from '../../src/reason/lean/statement.ts';

const nameOf = (written: string): string =>
  leanNames({ predicates: [{ name: written, arity: 1 }], functions: [] }).predicate({ name: written, arity: 1 });

test('names that Lean can read stay as they are', () => {
  assert.equal(nameOf('TalentShows'), 'TalentShows');
  assert.equal(nameOf('cocoGauff'), 'cocoGauff');
});

test('what Lean cannot read comes as close to it as possible', () => {
  assert.equal(nameOf('gpt-3'), 'gpt_3');
  assert.equal(nameOf('c++'), 'c_plus_plus');
  assert.equal(nameOf('IgaŚwiątek'), 'IgaSwiatek');
  assert.equal(nameOf('2028olympics'), 'n2028olympics');
  assert.equal(nameOf('中国'), '«中国»');
});

test('words of Lean, and what proofs speak of, are not hidden', () => {
  assert.equal(nameOf('at'), '«at»');
  assert.equal(nameOf('theorem'), '«theorem»');
  for (const word of ['Fin', 'Classical', 'absurd', 'Nonempty', 'D', 'entailed'])
    assert.equal(nameOf(word), `${word}_2`);
});

test('different symbols have different names', () => {
  const uses = ['gpt-3', 'gpt_3', 'gpt.3'].map((name) => ({ name, arity: 0 }));
  const names = leanNames({ predicates: [], functions: uses });
  assert.equal(new Set(uses.map((use) => names.constant(use))).size, 3);
});

test('whatever a symbol is called, its name is one word of letters, digits and _', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (written) => {
      assert.match(nameOf(written), /^(?:[A-Za-z][A-Za-z0-9_]*|«[\p{L}\p{N}_]+»)$/u);
    }),
    { numRuns: 1000 },
  );
});

test('a statement holds no line but those of its premises, whatever the names are', () => {
  const hostile = 'P := by trivial\n\nend\naxiom cheat : False\ntheorem t : False := cheat --';
  const premise = `fof(a, axiom, '${hostile.replaceAll('\n', ' ')}'('«»'''))`;
  assert.ok(!readTheory({ premises: [premise], conclusion: 'fof(c, conjecture, p).' }).ok);
  const quoted = `'${hostile.replaceAll('\n', ' ')}'('» axiom'), ![X]: q(X)`;
  assert.ok(!readTheory({ premises: [quoted], conclusion: 'p' }, 'tptp').ok);
  const theory = readTheory({ premises: [`'${hostile.replaceAll('\n', ' ')}'('» axiom')`], conclusion: 'p' }, 'tptp');
  assert.ok(theory.ok, JSON.stringify(theory));
  const statement = claimStatement(leanTheory(theory.value), { question: 'conclusion', follows: true });
  assert.equal(statement.split('\n').length, 3);
  assert.doesNotMatch(statement.replace(' := by', ''), /:=|--|(?<!«)\baxiom\b/);
});
