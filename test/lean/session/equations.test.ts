import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Lean, openLean } from '../../../src/lean/index.ts';

/** Functions with eleven equations together. */
const functions = `
inductive Num where
  | zero : Num
  | next (n : Num) : Num

inductive Row (α : Type) where
  | empty : Row α
  | more (x : α) (xs : Row α) : Row α

def size : Row α → Num
  | .empty => .zero
  | .more _ xs => .next (size xs)

def front : Num → Row α → Row α
  | .zero, _ => .empty
  | .next _, .empty => .empty
  | .next n, .more x xs => .more x (front n xs)

def rest : Num → Row α → Row α
  | .zero, xs => xs
  | .next _, .empty => .empty
  | .next n, .more _ xs => rest n xs

def less : Num → Num → Num
  | .zero, _ => .zero
  | .next n, .zero => .next n
  | .next n, .next m => less n m
`;

const statement = '(xs : Row α) : front .zero (rest .zero xs) = front (less .zero (size xs)) xs';
const proof = 'cases xs <;> simp [front, rest, less, size]';

describe('the equations of the functions that a file defines', () => {
  let lean: Lean;
  before(async () => {
    const opened = await openLean();
    assert.ok(opened.ok, opened.ok ? '' : opened.error.message);
    lean = opened.value;
  });
  after(() => lean.close());

  test('cost a tactic nothing of its limits, however many functions it unfolds', async () => {
    const file = await lean.loadFile(`${functions}\ntheorem it ${statement} := by sorry\n`, 'it.lean');
    assert.ok(file.ok);
    const started = await lean.startSorry(file.value, 0);
    assert.ok(started.ok);
    const [root] = started.value;
    assert.ok(root !== undefined);
    const outcomes = await lean.run(root.state, [proof], new AbortController().signal, 0.25);
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['proved'],
    );
  });

  test('cost a proof nothing of the limits of its file', async () => {
    const original = `${functions}\ntheorem it ${statement} := by sorry\n`;
    const completed = original.replace('sorry', proof);
    const checked = await lean.checkProof({ original, completed, fileName: 'it.lean', declarations: [0] });
    assert.ok(checked.ok);
    assert.deepEqual(
      checked.value.results.map(({ verdict }) => verdict),
      ['verified'],
    );
  });
});
