import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ProofBranch, type ProofTree, renderScript } from '../../../src/search/index.ts';
import { scriptOf, withoutBullets } from '../../../src/search/proof/layout.ts';
import { goalNamed } from '../support/game.ts';
import { planProof, runScript } from '../support/goal-machine.ts';

const at = (positions: readonly number[], proof: ProofTree): ProofBranch => ({ positions, proof });

const step = (tactic: string, ...branches: readonly ProofBranch[]): ProofTree => ({
  node: 0,
  goals: [],
  tactic,
  logProbability: -1,
  branches,
});

/** A tactic and the proofs of single goals that it leaves. */
const then = (tactic: string, ...proofs: readonly ProofTree[]): ProofTree =>
  step(tactic, ...proofs.map((proof, position) => at([position], proof)));

const written = (proof: ProofTree) => scriptOf([at([0], proof)]).join('\n');

test('a single remaining state continues on the same level', () => {
  assert.equal(written(then('intro h', then('cases h', then('rfl')))), 'intro h\ncases h\nrfl');
});

test('independent states go into blocks, nested blocks into nested blocks', () => {
  const inner = then('constructor', then('exact a'), then('intro x', then('exact b')));
  assert.equal(
    written(then('constructor', inner, then('rfl'))),
    ['constructor', '· constructor', '  · exact a', '  · intro x', '    exact b', '· rfl'].join('\n'),
  );
});

test('what `have` was made for goes on flat after the block that proves its claim', () => {
  const proof = then('have h : a = b := ?_', then('simp', then('omega')), then('rw [h]', then('rfl')));
  assert.equal(written(proof), ['have h : a = b := ?_', '· simp', '  omega', 'rw [h]', 'rfl'].join('\n'));
});

test('a tactic of several lines keeps its shape inside a block', () => {
  const cases = then('cases h with\n| inl a =>\n  exact a\n| inr b => exact b');
  assert.equal(
    written(then('constructor', cases, then('rfl'))),
    ['constructor', '· cases h with', '  | inl a =>', '    exact a', '  | inr b => exact b', '· rfl'].join('\n'),
  );
});

test('coupled goals that stay together continue flat', () => {
  const proof = step('apply Exists.intro', at([0, 1], then('exact rfl')));
  assert.equal(written(proof), 'apply Exists.intro\nexact rfl');
});

test('a single goal behind coupled ones is turned to the front and closed first', () => {
  const proof = step('refine ⟨?_, ?_, ?_⟩', at([0, 1], then('exact ha')), at([2], then('rfl')));
  assert.equal(written(proof), ['refine ⟨?_, ?_, ?_⟩', 'rotate_left 2', '· rfl', 'exact ha'].join('\n'));
});

test('coupled goals around a single one are turned back into their order', () => {
  const proof = step('apply f', at([0, 2], then('exact ha')), at([1], then('rfl')));
  assert.equal(written(proof), ['apply f', 'rotate_left 1', '· rfl', 'rotate_left 1', 'exact ha'].join('\n'));
});

test('two coupled states that interleave are sorted apart by name', () => {
  const proof = step('apply f', at([0, 2], then('exact ha')), at([1, 3], then('exact hb')));
  assert.equal(
    written(proof),
    [
      'apply f',
      'refine ?goal_1',
      'rotate_left 2',
      'refine ?goal_2',
      'rotate_right 2',
      "case' goal_2 => skip",
      "case' goal_1 => skip",
      'exact ha',
      'exact hb',
    ].join('\n'),
  );
});

test('a tactic that reaches behind the first goal is held to it where coupled goals are behind', () => {
  const coupled = { ...then('all_goals simp'), goals: [goalNamed('a'), goalNamed('b')] };
  assert.equal(written(step('apply f', at([0, 1], coupled))), ['apply f', 'focus all_goals simp'].join('\n'));
  const lines = { ...then('cases h with\n| inl a => rfl'), goals: [goalNamed('a'), goalNamed('b')] };
  assert.equal(
    written(step('apply f', at([0, 1], lines))),
    ['apply f', 'focus', '  cases h with', '  | inl a => rfl'].join('\n'),
  );
});

test('on a goal that stands alone no tactic needs to be held', () => {
  const proof = step('constructor', at([0], then('all_goals simp')), at([1], then('rfl <;> simp')));
  assert.equal(written(proof), ['constructor', '· all_goals simp', '· rfl <;> simp'].join('\n'));
});

test('several states at the start are laid out like those that a tactic leaves', () => {
  assert.deepEqual(scriptOf([at([0], then('rfl')), at([1], then('simp'))]), ['· rfl', '· simp']);
});

test('nothing to prove is an empty script', () => {
  assert.deepEqual(scriptOf([]), []);
});

test('however goals are coupled, each tactic of a script finds the goals of its state, and none is left', () => {
  const tape = fc.array(fc.nat(11), { maxLength: 60, size: 'max' });
  fc.assert(
    fc.property(tape, (numbers) => {
      const { branches, goals, effects } = planProof(numbers);
      assert.deepEqual(runScript(scriptOf(branches), goals, effects), []);
    }),
    { numRuns: 2000 },
  );
});

test('without bullets, blocks within blocks are flat, and what is behind them stays where it was', () => {
  assert.deepEqual(
    withoutBullets(['constructor', '· cases h', '  · exact a', '  · intro x', '', '    exact b', '· rfl', 'simp']),
    ['constructor', 'cases h', 'exact a', 'intro x', '', 'exact b', 'rfl', 'simp'],
  );
  assert.deepEqual(
    withoutBullets(['induction n with', '| zero =>', '  constructor', '  · simp', '  · rfl', '| succ n => rfl']),
    [...['induction n with', '| zero =>', '  constructor', '  simp', '  rfl', '| succ n => rfl']],
  );
});

test('a script without blocks is the same without bullets', () => {
  const script = ['intro h', 'exact h'];
  assert.equal(withoutBullets(script), script);
});

test('a rendered script is moved right as a whole, blank lines excepted', () => {
  assert.equal(renderScript(['intro h', '', '· rfl'], 4), '    intro h\n\n    · rfl');
});
