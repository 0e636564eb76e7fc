import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Goal } from '../../../src/data/goal.ts';
import { goalProofstep } from '../../../src/data/prompt-format.ts';
import { fitPrompt } from '../../../src/generator/onnx/prompt.ts';
import { splitGoal } from '../../../src/generator/state-text.ts';

const goal = (pretty: string): Goal => ({ tag: '', pretty, hypotheses: [], target: '', head: '', constants: [] });
/** One token for each character. */
const encode = (text: string) => Array.from(text, (character) => character.codePointAt(0)!);
const fit = (goals: readonly Goal[], limit: number) => {
  const { tokens, note } = fitPrompt(goals, goalProofstep, encode, limit);
  return { text: String.fromCodePoint(...tokens), note };
};

const state = goal('a : Nat\nh : a =\n  a + 0\nk : a = a\n⊢ a =\n  0 + a');

test('a state that fits is given whole, its goals apart by an empty line', () => {
  assert.deepEqual(fit([state, goal('⊢ True')], 1000), {
    text: `[GOAL]${state.pretty}\n\n⊢ True[PROOFSTEP]`,
    note: undefined,
  });
});

test('hypotheses are left out from the front, whole, and it is said how many', () => {
  const { text, note } = fit([state], 50);
  assert.equal(text, '[GOAL]k : a = a\n⊢ a =\n  0 + a[PROOFSTEP]');
  assert.match(note!, /the first 2 of 3 hypotheses were left out/);
});

test('goals that the tactic does not act on are left out before any hypothesis', () => {
  const { text, note } = fit([state, goal('⊢ True')], state.pretty.length + 20);
  assert.equal(text, `[GOAL]${state.pretty}[PROOFSTEP]`);
  assert.match(note!, /the goals after the first were left out/);
});

test('a target that is too long by itself loses its front', () => {
  const { text, note } = fit([goal(`h : p\n⊢ ${'x'.repeat(100)} = y`)], 40);
  assert.equal(text.length, 40);
  assert.match(text, /^\[GOAL\]x+ = y\[PROOFSTEP\]$/);
  assert.match(note!, /the target/i);
});

test('lines that are indented belong to the hypothesis above', () => {
  assert.deepEqual(splitGoal(state.pretty), ['a : Nat', 'h : a =\n  a + 0', 'k : a = a', '⊢ a =\n  0 + a']);
});
