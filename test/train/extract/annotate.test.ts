import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { annotate } from '../../../src/train/extract/leandojo/annotate.ts';

const named = (tactic: string, ...names: string[]) => {
  const { text, marked } = annotate(
    tactic,
    names.map((name) => ({ name })),
  );
  return [text, marked.map(({ name }) => name)];
};

describe('marks of premises in a tactic', () => {
  it('stand around full names and around what an open namespace leaves of them, in order', () => {
    assert.deepEqual(named('rw [add_comm, Nat.mul_comm]', 'Nat.mul_comm', 'Nat.add_comm'), [
      'rw [<a>add_comm</a>, <a>Nat.mul_comm</a>]',
      ['Nat.add_comm', 'Nat.mul_comm'],
    ]);
  });

  it('leave projections and what is no premise alone', () => {
    assert.deepEqual(named('exact (add_comm.symm h).trans', 'Nat.add_comm'), [
      'exact (<a>add_comm</a>.symm h).trans',
      ['Nat.add_comm'],
    ]);
    assert.deepEqual(named('simp [comm]', 'Nat.add_comm'), ['simp [comm]', []]);
    assert.deepEqual(named('exact _root_.a.b', 'a.b'), ['exact <a>_root_.a.b</a>', ['a.b']]);
  });
});
