import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ElaborateFile, sorryTheorems, type WrittenSorry } from '../../../src/data/benchmark/lean-file.ts';
import { ok } from '../../../src/data/result.ts';

describe('Lean files as a benchmark', () => {
  /** The `sorry`s of a text that is one command a paragraph. */
  function written(text: string): WrittenSorry[] {
    const commands = [...text.matchAll(/[^\n](?:(?!\n\n)[\s\S])*/g)];
    return commands.flatMap(({ 0: command, index }) =>
      [...command.matchAll(/sorry/g)].map((sorry) => {
        const at = index + sorry.index;
        const before = text.slice(0, at + 'sorry'.length).split('\n');
        return {
          byte: Buffer.byteLength(text.slice(0, at)),
          end: [before.length, before.at(-1)!.length + 1] as const,
          declaration: /theorem (\w+)/.exec(command)?.[1] ?? '',
          command: {
            start: Buffer.byteLength(text.slice(0, index)),
            stop: Buffer.byteLength(text.slice(0, index + command.length)),
            line: text.slice(0, index).split('\n').length,
          },
        };
      }),
    );
  }

  /** Finds an error in every declaration called `bad…`, and names all others in full. */
  const elaborate: ElaborateFile = async (text) => {
    const all = written(text);
    const bad = all.filter(({ declaration }) => declaration.startsWith('bad'));
    return ok({
      written: all,
      sorries: all.filter((sorry) => !bad.includes(sorry)),
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
    const theorems = await load({
      path: 'A.lean',
      text: 'theorem a : p ∧ q := ⟨sorry, sorry⟩\n\nexample : p := sorry',
    });
    assert.deepEqual(
      theorems.map(({ id }) => id),
      ['a', 'a#2', 'example at line 3'],
    );
  });

  it('proves the others in a text without what does not elaborate', async () => {
    const text = '/-- doc -/\n@[simp] theorem bad : p := by sorry\n\ntheorem a : q := by sorry\n';
    const [bad, a] = await load({ path: 'A.lean', text });
    assert.equal(bad?.kind, 'invalid');
    assert.ok(a?.kind === 'sorry');
    assert.equal(a.text, `${' '.repeat(10)}\n${' '.repeat(35)}\n\ntheorem a : q := by sorry\n`);
    assert.equal(a.index, 0);
    assert.deepEqual(a.place, { start: [4, 1], end: [4, 26] });
  });

  it('keeps a theorem that does not elaborate, with the reason', async () => {
    const theorems = await load({ path: 'A.lean', text: 'theorem bad : p := by sorry\n\ntheorem a : p := by sorry' });
    assert.deepEqual(
      theorems.map((theorem) => [theorem.id, theorem.kind, theorem.kind === 'invalid' && theorem.message]),
      [
        ['bad', 'invalid', 'unknown identifier'],
        ['a', 'sorry', false],
      ],
    );
  });
});
