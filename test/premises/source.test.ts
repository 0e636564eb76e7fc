import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Goal } from '../../src/data/goal.ts';
import { coreLibrary } from '../../src/data/library/core-library.ts';
import { librarySource } from '../../src/premises/index.ts';

const { premises, githash, imports } = coreLibrary();
const lean = { version: { githash, version: '' } as never };

const goalOf = (target: string, constants: readonly string[]): Goal => ({
  tag: '',
  pretty: `⊢ ${target}`,
  hypotheses: [],
  target,
  head: 'Eq',
  constants,
});
const reverse = goalOf('(l₁ ++ l₂).reverse = l₂.reverse ++ l₁.reverse', [
  'List',
  'Eq',
  'List.reverse',
  'HAppend.hAppend',
  'instHAppendOfAppend',
  'List.instAppend',
]);

const found = async (library: string, module: string, goal = reverse): Promise<readonly string[]> =>
  (await librarySource(lean, { library, module }).select(goal, 200)).map(({ premise }) => premise.name);

describe('what the proof of a library theorem may use', () => {
  test('a theorem that states the goal comes first, where the module imports it', async () => {
    const module = [...imports].find(([, direct]) => direct.includes('Init.Data.List.Lemmas'))?.[0] ?? '';
    const names = await found('elsewhere', module);
    assert.ok(names.slice(0, 3).includes('List.reverse_append'), names.slice(0, 10).join(' '));
  });

  test('neither the theorem itself nor anything else of its own module', async () => {
    const { module } = premises.find(({ name }) => name === 'List.reverse_append')!;
    const names = await found('List.reverse_append', module);
    assert.ok(!names.includes('List.reverse_append'));
    const own = new Set(premises.filter((premise) => premise.module === module).map(({ name }) => name));
    assert.deepEqual(
      names.filter((name) => own.has(name)),
      [],
    );
  });

  test('not the theorem itself, where an imported module declares it as well', async () => {
    const module = [...imports].find(([, direct]) => direct.includes('Init.Data.List.Lemmas'))?.[0] ?? '';
    assert.ok(!(await found('List.reverse_append', module)).includes('List.reverse_append'));
  });

  test('what is asked for again is the same, more of it where more is wanted', async () => {
    const source = librarySource(lean, { library: 'it', module: 'Init.Data.List.Nat.Basic' });
    const few = await source.select(reverse, 3);
    const many = await source.select(reverse, 150);
    assert.equal(few.length, 3);
    assert.deepEqual(
      many.slice(0, 3).map(({ premise }) => premise.name),
      few.map(({ premise }) => premise.name),
    );
    assert.ok(many.length > 64);
  });
});
