import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TacticGenerator } from '../../src/contracts/generator.ts';
import { findScript, openTheorem } from '../../src/proving/index.ts';
import { openTestLean } from '../lean/open-test-lean.ts';

const text = `
def double : Nat → Nat
  | 0 => 0
  | n + 1 => double n + 2
inductive Tree where
  | leaf
  | node (left right : Tree)
def Tree.mirror : Tree → Tree
  | leaf => leaf
  | node l r => node r.mirror l.mirror
theorem twice (n : Nat) : double n = n + n := by sorry
theorem mirrored (t : Tree) : t.mirror.mirror = t := by sorry
theorem given (p q r : Prop) (h : p ∧ q) (f : q → p → r) : r := by sorry
theorem transitive (a b c : Nat) (h : a ∣ b) (k : b ∣ c) : a ∣ c := by sorry
theorem twice_more (n m : Nat) : double (n + m) = double m + double n := by sorry
theorem all : ∀ n : Nat, 0 < n → ∀ m, m < n + m := by sorry
`;

/** A generator that has one tactic for each of some goals, by a hypothesis or the beginning of the target. */
const generatorOf = (tactics: Readonly<Record<string, string>>): TacticGenerator => ({
  name: 'scripted',
  propose: async (requests) =>
    requests.map(({ goals: [goal] }) => {
      const [, tactic] =
        Object.entries(tactics).find(([key]) => goal?.target.startsWith(key) || goal?.pretty.includes(`\n${key}\n`)) ??
        [];
      return {
        kind: 'candidates',
        tokens: 0,
        candidates: tactic === undefined ? [] : [{ tactic, logProbability: -1 }],
      };
    }),
  close: async () => {},
});

/** By theorem, counted from 0: what is proposed, and the script that comes of it. */
const cases: readonly { readonly tactics: Readonly<Record<string, string>>; readonly script: string }[] = [
  {
    tactics: {
      'double n =': 'unhygienic induction n',
      'double 0': 'rfl',
      'double (n_1 + 1)': 'rw [double, a]',
      'n_1 + n_1 + 2': 'omega',
    },
    script: 'induction n with\n| zero => rfl\n| succ n ih =>\n  rw [double, ih]\n  omega',
  },
  {
    tactics: {
      't.mirror': 'unhygienic induction t',
      'Tree.leaf': 'rfl',
      '(left.node': 'rw [Tree.mirror, Tree.mirror, left_ih, right_ih]',
    },
    script:
      'induction t with\n| leaf => rfl\n| node left right left_ih right_ih => rw [Tree.mirror, Tree.mirror, left_ih, right_ih]',
  },
  {
    tactics: { 'left : p': 'exact f right left', r: 'unhygienic cases h' },
    script: 'obtain ⟨left, right⟩ := h\nexact f right left',
  },
  { tactics: { 'a ∣ c': 'grind [Nat.dvd_trans]' }, script: 'exact Nat.dvd_trans h k' },
  {
    // Attempts that came to nothing, a lemma that nobody needs, and one that is tested before it is proved.
    tactics: {
      'double (n + m)': [
        'try (have aux : ∀ a, double a = a := by have : double 1 = 1 := (by exact rfl); clear this; intro a; omega)',
        'try (have aux1 : ∀ a, double (a + 1) = double a + 2 := by intro a; rfl)',
        'try (have aux2 : ∀ a, double a = a + a := by have : double 1 = 1 + 1 := (by exact rfl); clear this; intro a; first | omega | (induction a <;> simp [double, *] <;> omega))',
        'first | (simp; done) | (simp [*] <;> omega) | skip',
      ].join('\n'),
    },
    script:
      'have aux2 : ∀ a, double a = a + a := by intro a; induction a <;> simp [double] <;> omega\nsimp [*] <;> omega',
  },
  {
    tactics: { '∀': 'unhygienic intros', 'm <': 'exact Nat.lt_add_of_pos_left a' },
    script: 'intro n a m\nexact Nat.lt_add_of_pos_left a',
  },
];

test('scripts name what they get, and say what is used', async (t) => {
  const lean = await openTestLean();
  t.after(() => lean.close());
  const signal = new AbortController().signal;
  for (const [index, { tactics, script }] of cases.entries()) {
    const opened = await openTheorem(lean, { kind: 'sorry', text, fileName: 'Scripts.lean', index }, signal);
    assert.ok(opened.ok);
    using theorem = opened.value;
    const found = await findScript({ lean, generator: generatorOf(tactics) }, theorem);
    assert.equal(found.kind, 'found');
    assert.equal(found.script.join('\n'), script);
  }
});
