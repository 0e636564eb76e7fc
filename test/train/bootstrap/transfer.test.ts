import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Goal, Hypothesis } from '../../../src/data/goal.ts';
import { plainTransfer, transfers } from '../../../src/train/bootstrap/transfer.ts';

const hypothesis = (name: string, rest: Partial<Hypothesis>): Hypothesis => ({
  name,
  type: '',
  isProp: false,
  isInstance: false,
  head: '',
  constructors: [],
  ...rest,
});

const goal = (...hypotheses: Hypothesis[]): Goal => ({
  tag: '',
  pretty: '',
  target: '',
  head: '',
  constants: [],
  hypotheses,
});

const map = hypothesis('t', { head: 'Std.DTreeMap', constructors: ['mk'] });
const wellFormed = hypothesis('h', { isProp: true, head: 'Std.DTreeMap.Raw.WF', constructors: ['mk'] });
const equation = hypothesis('he', { isProp: true, head: 'Eq', constructors: ['refl'] });

test('facts of the context become arguments, in their order', () => {
  assert.ok(transfers(goal(map, wellFormed, equation), 'T').includes('exact T h he ..'));
});

test('a fact that wraps another is unwrapped; an equation is none', () => {
  assert.ok(transfers(goal(wellFormed, equation), 'T').includes('exact T h.1 he ..'));
});

test('the proof that a variable carries is an argument before the facts', () => {
  assert.ok(transfers(goal(map, equation), 'T').includes('exact T t.2 he ..'));
});

test('an instance of a class of operations is no variable to take apart', () => {
  const instance = hypothesis('x', { head: 'BEq', constructors: ['mk'] });
  assert.deepEqual(
    transfers(goal(instance), 'T').filter((tactic) => /\bx\b/.test(tactic)),
    [],
  );
});

test('no tactic comes twice, nor the plain one again', () => {
  const tactics = transfers(goal(), 'T');
  assert.equal(new Set(tactics).size, tactics.length);
  assert.ok(!tactics.includes(plainTransfer('T')));
});
