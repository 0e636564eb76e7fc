import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Portfolio } from '../../../src/generator/portfolio/portfolio.ts';
import { defaultLeanOptions, type Lean, openLean } from '../../../src/lean/index.ts';
import { TheoremOpener } from '../../../src/proving/index.ts';

const header = `
namespace Rows

inductive Num where
  | zero : Num
  | next (n : Num) : Num

inductive Row (α : Type) where
  | empty : Row α
  | more (x : α) (xs : Row α) : Row α

def same : Num → Num → Bool
  | .zero, .zero => true
  | .next n, .next m => same n m
  | _, _ => false

def upTo : Num → Num → Bool
  | .zero, _ => true
  | .next _, .zero => false
  | .next n, .next m => upTo n m

def size {α : Type} : Row α → Num
  | .empty => .zero
  | .more _ xs => .next (size xs)

def join {α : Type} : Row α → Row α → Row α
  | .empty, ys => ys
  | .more x xs, ys => .more x (join xs ys)

def turn {α : Type} : Row α → Row α
  | .empty => .empty
  | .more x xs => join (turn xs) (.more x .empty)

def put (n : Num) : Row Num → Row Num
  | .empty => .more n .empty
  | .more m xs => if upTo n m then .more n (.more m xs) else .more m (put n xs)

def order : Row Num → Row Num
  | .empty => .empty
  | .more n xs => put n (order xs)

def plus : Num → Num → Num
  | .zero, m => m
  | .next n, m => .next (plus n m)

def Num.times : Num → Num → Num
  | .zero, _ => .zero
  | .next n, m => plus m (n.times m)

def wheel {α : Type} : Num → Row α → Row α
  | .zero, xs => xs
  | .next _, .empty => .empty
  | .next n, .more x xs => wheel n (join xs (.more x .empty))

def tally (n : Num) : Row Num → Num
  | .empty => .zero
  | .more m xs => if same n m then .next (tally n xs) else tally n xs
`;

interface Example {
  readonly family: string;
  readonly what: string;
  readonly statement: string;
  /** What comes before: the family is asked about the first goal that it leaves. */
  readonly step?: string;
}

const examples: readonly Example[] = [
  {
    family: 'induction-all-cases',
    what: 'what two arguments recur for together',
    statement: '(n m : Num) : same n m = (upTo n m && upTo m n)',
  },
  {
    family: 'generalise-induction',
    what: 'what is true of any row, where an induction has come to a particular one',
    statement: '(xs : Row Num) : size (order xs) = size xs',
    step: 'unhygienic induction xs <;> simp_all [size, order]',
  },
  {
    family: 'lemma',
    what: 'how a function goes through another, where an induction is stuck with it',
    statement: '(n : Num) (xs : Row Num) : tally n (turn xs) = tally n xs',
    step: 'unhygienic induction xs <;> simp_all [tally, turn]',
  },
  {
    family: 'lemma',
    what: 'that a function is like a constructor to another',
    statement: '(n : Num) (xs : Row Num) : tally n (order xs) = tally n xs',
    step: 'unhygienic induction xs <;> simp_all [tally, order]',
  },
  {
    family: 'explore',
    what: 'what needs laws of a function that it does not name',
    statement: '(n m : Num) : n.times m = m.times n',
  },
  {
    family: 'explore',
    what: 'the simplest case of what is true in general',
    statement: '(xs : Row Num) : wheel (size xs) xs = xs',
  },
];

describe('functions that a file defines by recursion', () => {
  let lean: Lean;
  before(async () => {
    const opened = await openLean({ limits: { ...defaultLeanOptions.limits, milliseconds: 60_000 } });
    assert.ok(opened.ok, opened.ok ? '' : opened.error.message);
    lean = opened.value;
  });
  after(() => lean.close());

  for (const { family, what, statement, step } of examples) {
    test(`${family} proves ${what}`, async () => {
      const signal = new AbortController().signal;
      const text = `${header}\ntheorem it ${statement} := by sorry\n`;
      const opened = await new TheoremOpener(lean).open({ kind: 'sorry', text, fileName: 'it.lean', index: 0 }, signal);
      assert.ok(opened.ok);
      const { states, context } = opened.value;
      let [state] = states;
      assert.ok(state !== undefined);
      if (step !== undefined) {
        const [stepped] = await lean.run(state.state, [step], signal);
        assert.ok(stepped?.kind === 'progress', JSON.stringify(stepped));
        [state] = stepped.states;
      }
      assert.ok(state !== undefined);
      const drafts = await new Portfolio().drafts({ goals: state.goals, theorem: context });
      const tactics = drafts.filter((draft) => draft.family === family).map(({ tactic }) => tactic);
      const outcomes = await lean.run(state.state, tactics, signal);
      assert.ok(
        outcomes.some(({ kind }) => kind === 'proved'),
        tactics.join('\n\n'),
      );
    });
  }
});
