import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Script, shortenProof } from '../../../src/search/index.ts';
import { arbitraryGame } from '../support/arbitrary.ts';
import type { Game } from '../support/game.ts';
import { scriptProves } from '../support/replay.ts';
import { play } from '../support/search.ts';

/**
 * Finds a proof in one game and shortens it by the rules of another, where more tactics may work: what the search did
 * not come to try.
 */
async function shortened(found: Game, rules: Game = found, checks = 60) {
  const { result } = await play(found);
  if (result.kind !== 'proved') return undefined;
  const checked: Script[] = [];
  const passed: Script[] = [];
  const check = async (script: Script) => {
    checked.push(script);
    const passes = scriptProves(rules, ['s0'], script);
    if (passes) passed.push(script);
    return passes;
  };
  return {
    original: result.proof.script,
    script: await shortenProof(result.proof, { check, checks }),
    checked,
    passed,
  };
}

test('a tactic that is not needed is left out', async () => {
  const found: Game = { s0: { simp: ['a'] }, a: { norm: ['b'] }, b: { omega: [] } };
  const rules: Game = { ...found, a: { norm: ['b'], omega: [] } };
  assert.deepEqual((await shortened(found, rules))?.script, ['simp', 'omega']);
});

test('a subproof is closed by the tactic that ends it, if that can do it alone', async () => {
  const found: Game = { s0: { cases: ['a', 'b'] }, a: { simp: ['c'] }, b: { omega: [] }, c: { omega: [] } };
  const rules: Game = { ...found, s0: { cases: ['a', 'b'], omega: [] } };
  assert.deepEqual((await shortened(found, rules))?.script, ['omega']);
});

test('a subproof is closed by a tactic that closed another', async () => {
  const found: Game = { s0: { cases: ['a', 'b'] }, a: { grind: [] }, b: { simp: ['c'] }, c: { rfl: [] } };
  const rules: Game = { ...found, b: { simp: ['c'], grind: [] } };
  assert.deepEqual((await shortened(found, rules))?.script, ['cases', '· grind', '· grind']);
});

test('a case split that is not needed is left out with its other branch', async () => {
  const found: Game = { s0: { split: ['a', 'b'] }, a: { simp: ['c'] }, c: { rfl: [] }, b: { omega: [] } };
  const rules: Game = { ...found, s0: { ...found.s0, simp: ['c'] } };
  assert.deepEqual((await shortened(found, rules))?.script, ['simp', 'rfl']);
});

test('introductions that follow one another become one', async () => {
  const found: Game = { s0: { 'intro x': ['a'] }, a: { 'intro y': ['b'] }, b: { 'intro h': ['c'] }, c: { rfl: [] } };
  const rules: Game = { ...found, s0: { ...found.s0, 'intro x y': ['b'], 'intro x y h': ['c'] } };
  assert.deepEqual((await shortened(found, rules))?.script, ['intro x y h', 'rfl']);
});

test('rewrites that follow one another become one', async () => {
  const found: Game = { s0: { 'rw [f]': ['a'] }, a: { 'rw [g, ← h]': [] } };
  const rules: Game = { ...found, s0: { ...found.s0, 'rw [f, g, ← h]': [] } };
  assert.deepEqual((await shortened(found, rules))?.script, ['rw [f, g, ← h]']);
});

test('a script that cannot be shorter comes back as it was', async () => {
  const found: Game = { s0: { simp: ['a'] }, a: { omega: [] } };
  assert.deepEqual((await shortened(found))?.script, ['simp', 'omega']);
});

test('no change is made without a check that passes', async () => {
  const found: Game = { s0: { simp: ['a'] }, a: { omega: [] } };
  const result = await shortened(found, {});
  assert.deepEqual(result?.script, result?.original);
});

/** The rules of one game with those of another added where they do not contradict it. */
const merged = (game: Game, more: Game): Game =>
  Object.fromEntries(Object.keys(game).map((state) => [state, { ...more[state], ...game[state] }]));

test('whatever the rules, a shortened script has passed, is no longer, and took no more checks than allowed', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryGame, arbitraryGame, fc.nat(30), async (game, more, checks) => {
      const result = await shortened(game, merged(game, more), checks);
      fc.pre(result !== undefined);
      const { original, script, checked, passed } = result;
      assert(checked.length <= checks);
      assert(script.length <= original.length);
      assert([original, ...passed].some((known) => known.join('\n') === script.join('\n')));
      assert(scriptProves(merged(game, more), ['s0'], script));
    }),
    { numRuns: 300 },
  );
});
