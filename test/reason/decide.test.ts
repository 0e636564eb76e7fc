import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createGenerator } from '../../src/generator/index.ts';
import { claimsFile } from '../../src/reason/certificate.ts';
import { type Decision, decide } from '../../src/reason/decide.ts';
import { readTheory } from '../../src/reason/formula/theory.ts';
import { leanTheory } from '../../src/reason/lean/statement.ts';
import { loadSat } from '../../src/reason/sat.ts';
import { settle } from '../../src/reason/strategies.ts';
import { openTestLean } from '../lean/open-test-lean.ts';

const lean = await openTestLean();
after(() => lean.close());
const generator = await createGenerator({ kind: 'portfolio' });
assert.ok(generator.ok);
const setup = { lean, generator: generator.value, sat: await loadSat(), seconds: 30, seed: 0 };

async function decided(conclusion: string, ...premises: readonly string[]): Promise<Decision> {
  const theory = readTheory({ premises, conclusion });
  assert.ok(theory.ok, JSON.stringify(theory));
  const decision = await decide(theory.value, setup, new AbortController().signal);
  assert.equal(decision.certificate === undefined, decision.verdict === 'Unknown', decision.reason ?? decision.verdict);
  return decision;
}

const ringed = [
  '∀x (Heron(x) → Ringed(x))',
  '∀x (Ringed(x) → (Tracked(x) ⊕ Counted(x)))',
  'Heron(ash) ∧ ¬Tracked(ash)',
];

test('what follows is True, with a proof, and a model that shows the premises consistent', async () => {
  const { verdict, certificate, consistent } = await decided('Counted(ash)', ...ringed);
  assert.equal(verdict, 'True');
  assert.ok(consistent);
  assert.match(certificate!, /theorem conclusion_follows/);
  assert.match(certificate!, /premise_1 ash/);
  assert.doesNotMatch(certificate!, /sorry/);
});

test('what is refuted is False, with a proof of the negation', async () => {
  const { verdict, certificate } = await decided('∀x ¬Counted(x)', ...ringed);
  assert.equal(verdict, 'False');
  assert.match(certificate!, /theorem negation_follows/);
});

test('what is open is Uncertain, with a model for each side', async () => {
  const { verdict, models, certificate } = await decided('Tracked(rowan)', ...ringed);
  assert.equal(verdict, 'Uncertain');
  assert.deepEqual(Object.keys(models).toSorted(), ['conclusion', 'negation']);
  assert.match(certificate!, /theorem conclusion_does_not_follow : ¬ ∀ \(D : Type\)/);
  assert.match(certificate!, /theorem negation_does_not_follow/);
});

test('premises that contradict one another are reported as such', async () => {
  const { verdict, certificate } = await decided('Counted(ash)', ...ringed, 'Tracked(ash)');
  assert.equal(verdict, 'Inconsistent');
  assert.match(certificate!, /theorem premises_contradict/);
});

test('without a conclusion the question is whether the premises can hold together', async () => {
  assert.equal((await decided('⊥', ...ringed)).verdict, 'Consistent');
});

test('witnesses, quantifiers under connectives, equality and functions are proved in Lean', async () => {
  const cases: readonly (readonly [string, ...(readonly string[])])[] = [
    ['∃x (Q(x) ∧ P(x))', '∃x P(x)', '∀x (P(x) → Q(x))'],
    ['∃x (P(x) → ∀y P(y))'],
    ['(∀x P(x)) ∨ (∃x ¬P(x))'],
    ['∃x ¬P(x)', '(∀x P(x)) ↔ (∃x Q(x))', '¬∃x Q(x)'],
    ['P(c)', 'a = b', 'b = c', 'P(a)'],
    ['a = b', '∀x f(f(x)) = x', 'f(a) = f(b)'],
    ['∀x ∃y R(y, x)', '∃y ∀x R(y, x)'],
    ['R(a, d)', '∀x ∀y ∀z (R(x, y) ∧ R(y, z) → R(x, z))', 'R(a, b) ∧ R(b, c) ∧ R(c, d)'],
    ['A ⊕ D', 'A ⊕ B', 'B ⊕ C', 'C ⊕ D'],
  ];
  const files: string[] = [];
  for (const [index, [conclusion, ...premises]] of cases.entries()) {
    const theory = readTheory({ premises, conclusion });
    assert.ok(theory.ok, JSON.stringify(theory));
    const finding = await settle(leanTheory(theory.value), 'conclusion', setup.sat, new AbortController().signal);
    assert.equal(finding.kind, 'proof', conclusion);
    const claim = {
      question: 'conclusion',
      follows: true,
      script: finding.kind === 'proof' ? finding.script : [],
    } as const;
    files.push(`namespace Case${index}\n${claimsFile(leanTheory(theory.value), [claim])}end Case${index}\n`);
  }
  const loaded = await lean.loadFile(files.join('\n'), 'cases.lean');
  assert.ok(loaded.ok);
  assert.deepEqual(
    loaded.value.messages.flatMap(({ severity, text }) => (severity === 'error' ? [text] : [])),
    [],
  );
  assert.equal(loaded.value.theorems.length, cases.length);
});

test('a budget that is too small gives no verdict', async () => {
  const theory = readTheory({
    premises: ['∀x ∀y ∀z (R(x, y) ∧ R(y, z) → R(x, z))', '∀x ¬R(x, x)', '∀x ∃y R(x, y)'],
    conclusion: 'P(a)',
  });
  assert.ok(theory.ok);
  const decision = await decide(theory.value, { ...setup, seconds: 1 }, new AbortController().signal);
  assert.equal(decision.verdict, 'Unknown');
  assert.equal(decision.certificate, undefined);
});
