import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ElaborateFile, sorryTheorems } from '../../../src/data/benchmark/lean-file.ts';
import { scanSorries } from '../../../src/data/benchmark/sorry-scan.ts';
import { ok } from '../../../src/data/result.ts';

describe('scanning a Lean file for sorry', () => {
  const names = (text: string) => scanSorries(text).map(({ declaration }) => declaration.name);

  it('finds each with the declaration that it stands in', () => {
    assert.deepEqual(names('theorem a : p := by sorry\nlemma b (x : T) : q := sorry\nexample : r := by\n  sorry'), [
      'a',
      'b',
      '',
    ]);
  });

  it('passes over comments, nested comments and strings', () => {
    assert.deepEqual(names('-- sorry\n/- a /- sorry -/ sorry -/ theorem a : "sorry \\" sorry" = s := by sorry'), ['a']);
  });

  it('passes over names that hold the word', () => {
    assert.deepEqual(names("theorem sorry_not : sorryAx' = my.sorry := rfl"), []);
  });

  it('gives offsets in bytes, lines and columns from 1', () => {
    assert.deepEqual(scanSorries('theorem α :\n p := sorry'), [
      { offset: 18, byte: 19, line: 2, column: 7, declaration: { name: 'α', offset: 0, line: 1 } },
    ]);
  });
});

describe('Lean files as a benchmark', () => {
  /** Finds an error in every declaration called `bad…`, and names all others in full. */
  const elaborate: ElaborateFile = async (text) => {
    const tokens = scanSorries(text);
    const bad = tokens.filter(({ declaration }) => declaration.name.startsWith('bad'));
    return ok({
      sorries: tokens
        .filter((token) => !bad.includes(token))
        .map(({ byte, declaration }) => ({ byte, declaration: declaration.name })),
      errors: bad.map(({ byte }) => ({ byte, text: 'unknown identifier' })),
    });
  };

  async function load(...sources: { path: string; text: string }[]) {
    const result = await sorryTheorems(sources, elaborate);
    assert.ok(result.ok);
    return result.value;
  }

  it('names theorems after their declarations and splits after the file', async () => {
    const theorems = await load({ path: 'Valid.lean', text: 'theorem a : p := by sorry' });
    assert.deepEqual(
      theorems.map(({ id, split }) => [id, split]),
      [['a', 'Valid']],
    );
  });

  it('puts the file before the name where there are several', async () => {
    const theorems = await load(
      { path: 'x/Valid.lean', text: 'theorem a : p := by sorry' },
      { path: 'x/Test.lean', text: 'theorem a : p := by sorry' },
    );
    assert.deepEqual(
      theorems.map(({ id, split }) => [id, split]),
      [
        ['x/Valid.lean:a', 'Valid'],
        ['x/Test.lean:a', 'Test'],
      ],
    );
  });

  it('tells several sorrys of one declaration apart', async () => {
    const theorems = await load({ path: 'A.lean', text: 'theorem a : p ∧ q := ⟨sorry, sorry⟩\nexample : p := sorry' });
    assert.deepEqual(
      theorems.map(({ id }) => id),
      ['a', 'a#2', 'example at line 2'],
    );
  });

  it('proves the others in a text without what does not elaborate', async () => {
    const text = '/-- doc -/\n@[simp] theorem bad : p := by sorry\n\ntheorem a : q := by sorry\n';
    const [bad, a] = await load({ path: 'A.lean', text });
    assert.equal(bad?.kind, 'invalid');
    assert.ok(a?.kind === 'sorry');
    assert.equal(a.text, `${' '.repeat(10)}\n${' '.repeat(35)}\n\ntheorem a : q := by sorry\n`);
    assert.equal(a.index, 0);
  });

  it('keeps a theorem that does not elaborate, with the reason', async () => {
    const theorems = await load({ path: 'A.lean', text: 'theorem bad : p := by sorry\ntheorem a : p := by sorry' });
    assert.deepEqual(
      theorems.map((theorem) => [theorem.id, theorem.kind, theorem.kind === 'invalid' && theorem.message]),
      [
        ['bad', 'invalid', 'unknown identifier'],
        ['a', 'sorry', false],
      ],
    );
  });
});
