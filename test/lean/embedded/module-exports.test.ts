import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compactExports, functionTable } from '../../../src/lean/embedded/wasm/module-exports.ts';

/** Exports `l_one`, `l_two` and `other`, functions that return 1, 2 and 3. */
const module = Buffer.from([
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 5, 1, 96, 0, 1, 127],
  ...[3, 4, 3, 0, 0, 0],
  ...[4, 4, 1, 112, 0, 1],
  ...[7, 25, 3, 5, ...Buffer.from('l_two'), 0, 1, 5, ...Buffer.from('l_one'), 0, 0, 5, ...Buffer.from('other'), 0, 2],
  ...[9, 7, 1, 0, 65, 0, 11, 1, 2],
  ...[10, 16, 3, 4, 0, 65, 1, 11, 4, 0, 65, 2, 11, 4, 0, 65, 3, 11],
]);

type Table = { get(index: number): () => number };

describe('compactExports', () => {
  const exportsOf = (bytes: Buffer): WebAssembly.Exports =>
    new WebAssembly.Instance(new WebAssembly.Module(bytes), {}).exports;

  it('moves functions of Lean into a table, in the order of their names', () => {
    const { bytes, names } = compactExports(module, 'nothing is used');
    const exports = exportsOf(bytes);
    assert.deepEqual(names, ['l_one', 'l_two']);
    assert.deepEqual(Object.keys(exports).sort(), [functionTable, 'other']);
    const table = exports[functionTable] as unknown as Table;
    assert.deepEqual([table.get(0)(), table.get(1)()], [1, 2]);
  });

  it('leaves those that the loader names where they are', () => {
    const { bytes, names } = compactExports(module, 'call(l_two)');
    assert.deepEqual(names, ['l_one']);
    assert.equal((exportsOf(bytes).l_two as () => number)(), 2);
  });
});
