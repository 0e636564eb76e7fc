import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Goal } from '../../../src/data/goal.ts';
import { borrowedNames } from '../../../src/search/foresight/borrowed-names.ts';
import { Vocabulary } from '../../../src/search/foresight/vocabulary.ts';
import { type Game, GameEnvironment, type Handle } from '../support/game.ts';
import { play } from '../support/search.ts';

const borrowed: Readonly<Record<string, readonly string[]>> = {
  'exact foo h.symm': ['foo', 'h.symm'],
  'rw [← Nat.foo, h] at h2 ⊢': ['Nat.foo', 'h', 'h2'],
  'simp only [a, *] at *': ['a'],
  'simp +arith [-a, b]': ['b'],
  'simpa [a] using b': ['a', 'b'],
  'apply foo (n := m) ?goal': ['foo', 'm'],
  'exact (f x).le.trans (by simp [g])': ['f', 'x', 'g'],
  'exact fun x ⟨y, z⟩ => g x y z w': ['g', 'w'],
  'intro x h\nexact foo x h k': ['foo', 'k'],
  'have h2 : p := foo h2 k\nexact h2': ['foo', 'k'],
  'have := foo\nexact this': ['foo'],
  'obtain ⟨x, hx⟩ := foo y\nexact hx': ['foo', 'y'],
  'cases n with\n| zero => rfl\n| succ n ih => rw [foo n, ih]': ['foo'],
  'unhygienic cases h; exact h_1': ['h'],
  'unhygienic induction i generalizing j <;> simp_all': ['i', 'j'],
  'unhygienic intros; unhygienic induction i': [],
  'unhygienic intros; exact Std.HashMap.foo x_1 Nat.foo ..': ['Std.HashMap.foo'],
  'cases h : f x\n· exact h': [],
  'cases a <;> simp [b]': ['a'],
  'induction xs using List.foo generalizing ys': ['xs', 'List.foo', 'ys'],
};

test('the names that a tactic must be given', () => {
  for (const [tactic, names] of Object.entries(borrowed)) assert.deepEqual(borrowedNames(tactic), names, tactic);
});

test('of texts that may bind names in ways of their own, or do without a part, nothing is said', () => {
  for (const tactic of [
    'first | exact a | rfl',
    'try simp [a]',
    'any_goals exact a',
    'exact a <|> rfl',
    'exact fun | .zero => a | .succ n => b n',
    'exact fun (h : a = b) => h',
    'exact if h : p then f h else g h',
    'exact let x := 1; x',
    'exact ∀ x, p x',
    'exact {x | p x}',
    'mytactic x',
    "exact f 'a'",
    'exact f "a"',
    'rfl -- done so',
    'show p',
    'calc a = b := h',
  ]) {
    assert.equal(borrowedNames(tactic), undefined, tactic);
  }
});

const goalWith = (...names: string[]): Goal => ({
  tag: '',
  pretty: '⊢ p',
  hypotheses: names.map((name) => ({ name, type: 'q', isProp: true, isInstance: false, head: '', constructors: [] })),
  target: 'p',
  head: '',
  constants: [],
});

test('a tactic lacks a name where neither Lean nor the goals have it', () => {
  const vocabulary = new Vocabulary();
  const tactics = ['exact foo.1 k', 'exact k'];
  assert.deepEqual(vocabulary.unasked(tactics), ['foo', 'k']);
  vocabulary.learn(['foo', 'k'], new Set(['foo']), tactics);
  assert.deepEqual(vocabulary.unasked(tactics), []);
  assert.equal(vocabulary.lacksName([goalWith('h')], 'exact foo.1 k'), true);
  assert.equal(vocabulary.lacksName([goalWith('foo')], 'exact foo.1 k'), false);
  assert.equal(vocabulary.lacksName([goalWith('h')], 'exact k'), false);
});

class KnowingEnvironment extends GameEnvironment {
  readonly asked: (readonly string[])[] = [];
  async unknownNames(_state: Handle, names: readonly string[]): Promise<ReadonlySet<string>> {
    this.asked.push(names);
    return new Set(names.filter((name) => name === 'nowhere'));
  }
}

const game: Game = {
  s0: { 'exact nowhere': 'elaboration', 'exact known': 'elaboration', constructor: ['a'] },
  a: { 'exact nowhere': 'elaboration', 'exact known': [] },
};

test('a tactic with a name that means nothing costs no check, and is counted; each name is asked about once', async () => {
  const environment = new KnowingEnvironment(game);
  const { result } = await play(game, { environment });
  assert.equal(result.kind, 'proved');
  assert.ok(environment.calls.every(({ tactics }) => !tactics.includes('exact nowhere')));
  assert.equal(result.stats.foreseen['unknown-name'], 2);
  assert.deepEqual(environment.asked, [['nowhere', 'known']]);
});

test('without foresight nobody asks about names', async () => {
  const environment = new KnowingEnvironment(game);
  await play(game, { environment, options: { foresight: false } });
  assert.deepEqual(environment.asked, []);
});
