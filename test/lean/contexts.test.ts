import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Lean } from '../../src/lean/index.ts';
import { openTestLean } from './open-test-lean.ts';

const never = new AbortController().signal;
const program = readFileSync(new URL('./programs/contexts.lean', import.meta.url), 'utf8');

/** Declarations with the proof left out: every kind in which a `by` block can stand. */
const declarations: Readonly<Record<string, (proof: string) => string>> = {
  theorem: (proof) => `theorem it {α : Type u} (x : α) (p : Prop) (h : x = x) : p := by ${proof}`,
  def: (proof) => `def it {α : Type u} (x : α) (p : Prop) (h : x = x) : p := by ${proof}`,
  example: (proof) => `example {α : Type u} (x : α) (p : Prop) (h : x = x) : p := by ${proof}`,
  instance: (proof) => `instance it (α : Type u) : Inhabited (List α) := by ${proof}`,
};

describe('a tactic runs in the contexts of the file that it stands in', () => {
  let lean: Lean;
  before(async () => {
    lean = await openTestLean();
  });
  after(() => lean.close());

  async function inSearch(text: string, tactic: string): Promise<{ readonly kind: string; readonly message?: string }> {
    const loaded = await lean.loadFile(text, 'Contexts.lean');
    assert.ok(loaded.ok, JSON.stringify(loaded));
    const started = await lean.startSorry(loaded.value, 0);
    assert.ok(started.ok, JSON.stringify(started));
    const outcomes = await lean.run(started.value[0]!.state, [tactic], never);
    return outcomes[0]!;
  }

  for (const [kind, declare] of Object.entries(declarations)) {
    it(`every field but the limit of heartbeats is what Lean sets for the proof of ${kind === 'example' || kind === 'instance' ? 'an' : 'a'} ${kind}`, async () => {
      const loaded = await lean.loadFile(`${program}${declare('show_contexts')}\n`, 'Contexts.lean');
      assert.ok(loaded.ok, JSON.stringify(loaded));
      const inFile = loaded.value.messages.find(({ severity }) => severity === 'error')?.text ?? '';
      assert.match(inFile, /^foApprox: /, 'the file itself shows its contexts');
      const { message } = await inSearch(`${program}${declare('sorry')}\n`, 'show_contexts');
      // In the embedded Lean, which counts heartbeats many times over, the clock alone stops a tactic.
      assert.equal(message, inFile.replace(/^maxHeartbeats: \d+$/m, 'maxHeartbeats: 0'));
    });
  }

  const needs: readonly (readonly [string, string, string])[] = [
    [
      'first-order approximation',
      'theorem t (f : Nat → Nat) (a b : Nat) (h : a + 1 = b + 1) : f (a + 1) = f (b + 1) := by sorry',
      'exact congrArg _ h',
    ],
    [
      'approximation of contexts, and of a monad that nothing names',
      'theorem t (xs : List Nat) (f : Nat → Nat) : f <$> xs = xs.map f := by sorry',
      'exact (rfl : f <$> xs = _)',
    ],
    [
      'names of universe parameters',
      'theorem t {α : Type u} (x : α) : ∃ y : α, y = x := by sorry',
      'exact ⟨(x : (α : Type u)), rfl⟩',
    ],
    [
      'the recursion depth that the file allows',
      'set_option maxRecDepth 4000 in\ntheorem t : (List.replicate 400 0).length = 400 := by sorry',
      'decide',
    ],
    [
      'the variables of a section, by which a macro of the file may call them',
      [
        ...[
          'variable (n : Nat) (positive : 0 < n)',
          'local macro "it_is_positive" : term => `(positive)',
          'include positive',
        ],
        'theorem t : n ≠ 0 := by sorry',
      ].join('\n'),
      'exact Nat.ne_of_gt it_is_positive',
    ],
  ];
  for (const [what, text, tactic] of needs) {
    it(`so that it has ${what}`, async () => {
      assert.equal((await inSearch(`${text}\n`, tactic)).kind, 'proved');
      const loaded = await lean.loadFile(`${text.replace('sorry', tactic)}\n`, 'Contexts.lean');
      assert.deepEqual(loaded.ok && loaded.value.messages, [], 'and the file accepts it, too');
    });
  }
});
