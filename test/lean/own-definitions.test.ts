import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Lean } from '../../src/lean/index.ts';
import { openTestLean } from './open-test-lean.ts';

describe('the definitions of a file', () => {
  let lean: Lean;
  before(async () => {
    lean = await openTestLean();
  });
  after(() => lean.close());

  async function errors(text: string): Promise<readonly string[]> {
    const loaded = await lean.loadFile(text, 'Definitions.lean');
    assert.ok(loaded.ok, JSON.stringify(loaded));
    return loaded.value.messages.filter(({ severity }) => severity === 'error').map((message) => message.text);
  }

  it('may use library functions whose code the library does not hold', async () => {
    const sum = 'def sum (xs : List Nat) : Nat := (xs.map (· + 1)).foldl (· + ·) 0';
    assert.deepEqual(await errors(`${sum}\ntheorem sum_one : sum [1] = 2 := by decide\n`), []);
  });

  it('may be instances', async () => {
    assert.deepEqual(await errors('instance : Add String := ⟨String.append⟩\n'), []);
  });

  it('may recurse through one another by a measure', async () => {
    const text = `def size (xs : List Nat) : Nat := match xs with
  | [] => 0
  | x :: rest => step x rest
where
  step (x : Nat) (rest : List Nat) : Nat := x + size rest
`;
    assert.deepEqual(await errors(text), []);
  });

  it('are run where they have code', async () => {
    const loaded = await lean.loadFile('def twice (n : Nat) := n + n\n#eval twice 21\n', 'Run.lean');
    assert.deepEqual(loaded.ok && loaded.value.messages.map((message) => message.text), ['42']);
  });
});
