import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Lean } from '../../src/lean/index.ts';
import { TheoremOpener } from '../../src/proving/index.ts';
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

  it('are told with the constructors of the types and the functions that they are made of', async () => {
    const text = `inductive Row where
  | empty
  | more (n : Nat) (xs : Row)
def Row.join : Row → Row → Row
  | .empty, ys => ys
  | .more n xs, ys => .more n (xs.join ys)
def Row.turn : Row → Row
  | .empty => .empty
  | .more n xs => xs.turn.join (.more n .empty)
theorem it (xs : Row) : xs.turn.turn = xs := by sorry
`;
    const opened = await new TheoremOpener(lean).open(
      { kind: 'sorry', text, fileName: 'it.lean', index: 0 },
      new AbortController().signal,
    );
    assert.ok(opened.ok);
    const definitions = opened.value.states[0]?.goals[0]?.definitions ?? [];
    const told = definitions.map(({ name, isInGoal, uses }) => [name, isInGoal, uses] as const);
    assert.deepEqual(
      new Map(told.map(([name, isInGoal]) => [name, isInGoal])),
      new Map([
        ['Row', true],
        ['Row.turn', true],
        ['Row.empty', false],
        ['Row.more', false],
        ['Row.join', false],
      ]),
    );
    assert.ok(told.find(([name]) => name === 'Row.turn')?.[2].includes('Row.join'));
  });
});
