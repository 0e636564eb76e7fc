import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Lean, openLean } from '../../../src/lean/index.ts';
import { subjectFromFile, subjectFromText, suggest } from '../../../src/proving/index.ts';
import { scripted } from './scripted.ts';

const never = new AbortController().signal;

let lean: Lean | undefined;
async function theLean(): Promise<Lean> {
  if (lean === undefined) {
    const opened = await openLean({ workers: 1, lean: 'embedded' });
    assert.ok(opened.ok, JSON.stringify(opened));
    lean = opened.value;
  }
  return lean;
}
after(() => lean?.close());

const state = 'n m : Nat\nh : n = m\n⊢ m = n';

test('tactics for a printed state are ranked by what Lean says of them', async () => {
  const lean = await theLean();
  const generator = scripted('omgea', 'cases n', 'exact h.symm', 'simp_all');
  const subject = await subjectFromText(state, lean, never);
  const suggestions = await suggest(subject, { generator, lean, count: 10, seed: 0, prefix: '' }, never);
  assert.ok(suggestions.ok);
  assert.deepEqual(
    suggestions.value.map(({ tactic, check }) => [tactic, check.kind]),
    [
      ['exact h.symm', 'closes'],
      ['simp_all', 'closes'],
      ['cases n', 'valid'],
      ['omgea', 'fails'],
    ],
  );
  const [, , valid, failing] = suggestions.value;
  assert.ok(valid?.check.kind === 'valid' && valid.check.goals.length === 2);
  assert.ok(failing?.check.kind === 'fails' && failing.check.message !== '');
  assert.equal(generator.asked[0]!.goals[0]!.hypotheses.length, 3);
});

test('tactics for a sorry of a file see its goal', async () => {
  const lean = await theLean();
  const text = 'theorem a : 1 = 1 := rfl\ntheorem b (p : Prop) (h : p) : p := by\n  sorry\n';
  const subject = await subjectFromFile(lean, { text, name: 'A.lean' }, { line: 3, column: undefined }, never);
  assert.ok(subject.ok, JSON.stringify(subject));
  const generator = scripted('exact h');
  const suggestions = await suggest(subject.value, { generator, lean, count: 1, seed: 0, prefix: '' }, never);
  assert.ok(suggestions.ok && suggestions.value[0]?.check.kind === 'closes');
  assert.equal(generator.asked[0]!.theorem.name, 'b');
});

test('a position without a sorry is a problem that names the lines that have one', async () => {
  const text = 'theorem b (p : Prop) (h : p) : p := by\n  sorry\n';
  const position = { line: 1, column: undefined };
  const subject = await subjectFromFile(await theLean(), { text, name: 'A.lean' }, position, never);
  assert.ok(!subject.ok && subject.error.code === 'no-sorry');
  assert.match(subject.error.hint!, /lines 2/);
});

test('a state that Lean cannot read is suggested for without checking, and it is said why', async () => {
  const lean = await theLean();
  const subject = await subjectFromText('x : Unheard\n⊢ x = x', lean, never);
  const options = { generator: scripted('rfl'), lean, count: 1, seed: 0, prefix: '' };
  const suggestions = await suggest(subject, options, never);
  assert.ok(suggestions.ok);
  const check = suggestions.value[0]!.check;
  assert.ok(check.kind === 'unchecked' && check.reason.includes('Unheard'));
});

test('the text of a state is refused where a tactic that holds it would be', async () => {
  const lean = await theLean();
  for (const text of [
    '⊢ by_elab return Lean.mkConst `True',
    'n : Nat\n⊢ (by run_tac Lean.logInfo "here"; exact True)',
    'h : (sorry : Prop)\n⊢ True',
    '⊢ True) => trivial) ?_; run_tac return (); exact (id',
  ]) {
    using subject = await subjectFromText(text, lean, never);
    assert.ok(!subject.state.ok, text);
    assert.match(subject.state.error, /cannot read the goal/);
  }
});

test('suggestions begin with the prefix', async () => {
  const subject = await subjectFromText(state, undefined, never);
  const options = { generator: scripted('simp', 'exact h', 'exact h.symm'), lean: undefined, count: 9, seed: 0 };
  const suggestions = await suggest(subject, { ...options, prefix: 'exact' }, never);
  assert.ok(suggestions.ok);
  assert.deepEqual(
    suggestions.value.map(({ tactic }) => tactic),
    ['exact h', 'exact h.symm'],
  );
});
