import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseTheorems } from '../../../src/data/benchmark/theorem-jsonl.ts';

const line = (name: string, extra: object = {}) =>
  JSON.stringify({
    name,
    split: 'test',
    source: 'here',
    license: 'CC0',
    header: '',
    statement: `theorem ${name} : True`,
    ...extra,
  });

const problemOf = (text: string) => {
  const result = parseTheorems(text, 'set.jsonl');
  assert.ok(!result.ok);
  return result.error;
};

describe('theorem JSONL', () => {
  it('becomes one Lean file a theorem, whose last sorry is to be filled', () => {
    const result = parseTheorems(`${line('a', { header: 'axiom p : True\n' })}\n`, 'set.jsonl');
    assert.ok(result.ok);
    assert.deepEqual(result.value, [
      {
        kind: 'sorry',
        id: 'a',
        split: 'test',
        module: 'here',
        fileName: 'a.lean',
        text: 'axiom p : True\ntheorem a : True := by sorry\n',
        index: -1,
        place: { start: [2, 1], end: [2, 29] },
      },
    ]);
  });

  it('passes over empty lines', () => {
    const result = parseTheorems(`\n${line('a')}\n\n${line('b')}\n\n`, 'set.jsonl');
    assert.deepEqual(result.ok && result.value.map(({ id }) => id), ['a', 'b']);
  });

  it('names the line that is not JSON', () => {
    const problem = problemOf(`${line('a')}\n{"name": "b",\n`);
    assert.equal(problem.code, 'malformed-json');
    assert.deepEqual(problem.where, { file: 'set.jsonl', line: 2 });
  });

  it('names line and field where a field is missing or of the wrong kind', () => {
    const problem = problemOf(`${line('a')}\n${line('b')}\n${line('c', { statement: 3 })}`);
    assert.equal(problem.code, 'malformed-record');
    assert.deepEqual(problem.where, { file: 'set.jsonl', line: 3, field: 'statement' });
    assert.match(problem.message, /line 3 of set\.jsonl, field "statement"/);
  });

  it('refuses two theorems of one name and names both lines', () => {
    const problem = problemOf([line('a'), line('b'), line('a')].join('\n'));
    assert.equal(problem.code, 'duplicate-name');
    assert.match(problem.message, /line 3 .*line 1/);
  });

  it('makes file names that every file system takes', () => {
    const result = parseTheorems(line('Tutorial/L01 rfl'), 'set.jsonl');
    assert.equal(result.ok && result.value[0]?.kind === 'sorry' && result.value[0].fileName, 'Tutorial_L01_rfl.lean');
  });
});
