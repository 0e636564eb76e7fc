import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Premise } from '../../src/contracts/premises.ts';
import { StructureSelector } from '../../src/premises/index.ts';
import { conclusionOf } from '../../src/premises/structure/conclusion.ts';
import { type TermTree, termTree } from '../../src/premises/structure/term-tree.ts';

const shown = ({ label, children }: TermTree): string =>
  children.length === 0 ? label : `${label}(${children.map(shown).join(' ')})`;
const treeOf = (term: string, ...constants: readonly string[]) =>
  shown(termTree(term, (name) => constants.includes(name)));

test('operators bind as tightly as in Lean, and variables have no names', () => {
  assert.equal(treeOf('a + b * c = d'), '=(+(· *(· ·)) ·)');
  assert.equal(treeOf('a ∧ ¬b = c → d'), '→(∧(· ¬_(=(· ·))) ·)');
  assert.equal(treeOf('a → b → c'), '→(· →(· ·))');
  assert.equal(treeOf('a - b - c'), '-(-(· ·) ·)');
});

test('a field is applied to what it is a field of, as a function to its argument', () => {
  assert.equal(treeOf('(as ++ bs).length', 'length'), 'length(++(· ·))');
  assert.equal(treeOf('m.insert k v', 'insert'), 'insert(· · ·)');
  assert.equal(treeOf('List.map f xs', 'map'), 'map(· ·)');
});

test('an index is told from a list that is an argument', () => {
  assert.equal(treeOf('xs[i]? = none', 'none'), '=([]?(· ·) none)');
  assert.equal(treeOf('f [i]', 'f'), 'f([(·))');
});

test('binders have what they bind over and a body; nothing that is printed fails', () => {
  assert.equal(treeOf('∀ x ∈ xs, p x'), '∀(∈(· ·) ·(·))');
  assert.equal(treeOf('if c then a else b'), 'if(· · ·)');
  for (const odd of ['', ')', '( , ]', '∀', 'fun =>', '= =', 'a ⟨', '⊢', '¬', '.x', 'if then']) treeOf(odd);
});

test('the conclusion stands behind the first colon outside of brackets', () => {
  assert.equal(conclusionOf('{α : Type u} (h : a ∣ b) : a ≤ b').trim(), 'a ≤ b');
  assert.equal(conclusionOf('True'), 'True');
});

const premise = (name: string, statement: string, constants: readonly string[]): Premise => ({
  ...{ name, statement, constants, kind: 'theorem', module: 'M', head: 'Eq', rewrites: true },
  ...{ attributes: [], deprecated: false, statementHash: statement },
});

test('what says the same of another function in the same way comes before what speaks of the same function otherwise', async () => {
  const premises = [
    premise('A.far', '(a : A) : a.size = 0', ['A.size']),
    premise('B.map_map', '(b : B) : (b.map f).map g = b.map (fun x => g (f x))', ['B.map']),
    premise('A.other', '(a b : A) : a.size + b.size ≤ a.cap', ['A.size', 'A.cap']),
  ];
  const query = { state: 'a : A\n⊢ (a.map f).map g = a.map fun x => g (f x)', constants: ['A.map'], head: 'Eq' };
  const [found = []] = await new StructureSelector(premises).select([query], 1);
  assert.deepEqual(
    found.map((ranked) => ranked.premise.name),
    ['B.map_map'],
  );
});

test('what says nothing but the goal comes before what says it among other things', async () => {
  const premises = [
    premise('B.long', '(b : B) : b.size = b.cap ∧ b.cap = b.used ∧ b.used ≤ b.most ∧ b.most < b.least', [
      'B.size',
      'B.cap',
    ]),
    premise('B.short', '(b : B) : b.size = b.cap', ['B.size', 'B.cap']),
    // What most premises have tells nothing: others have to be there.
    ...Array.from({ length: 10 }, (_, i) => premise(`B.other${i}`, `(b : B) : b.f${i} < ${i}`, [`B.f${i}`])),
  ];
  const query = { state: 'b : B\n⊢ b.size = b.cap', constants: ['B.size', 'B.cap'], head: 'Eq' };
  const [found = []] = await new StructureSelector(premises).select([query], 1);
  assert.equal(found[0]?.premise.name, 'B.short');
});

test('premises behind those of a base are found as if they had stood there from the beginning', async () => {
  const [first, ...others] = ['x.size = 0', 'x.cap = x.size', 'x.size ≤ x.cap'].map((statement, place) =>
    premise(`P${place}`, `(x : X) : ${statement}`, ['X.size', 'X.cap']),
  );
  const query = { state: '⊢ y.size ≤ y.cap', constants: ['Y.size', 'Y.cap'], head: 'LE.le' };
  const whole = await new StructureSelector([first!, ...others]).select([query], 3);
  const grown = await new StructureSelector(others, new StructureSelector([first!])).select([query], 3);
  assert.deepEqual(grown, whole);
});
