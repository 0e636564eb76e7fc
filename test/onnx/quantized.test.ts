import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dequantize, type MatrixDims, quantize } from '../../src/onnx/quantized.ts';

const matrices = fc
  .record({ rows: fc.integer({ min: 1, max: 6 }), columns: fc.integer({ min: 1, max: 6 }) })
  .chain(({ rows, columns }) =>
    fc
      .array(fc.float({ noNaN: true, min: -1000, max: 1000 }), { minLength: rows * columns, maxLength: rows * columns })
      .map((values) => ({ values: Float32Array.from(values), dims: [rows, columns] as MatrixDims })),
  );

test('an element comes back within half the scale of its row or its column', () => {
  fc.assert(
    fc.property(matrices, ({ values, dims: [rows, columns] }) => {
      const quantized = quantize(values, [rows, columns]);
      const { scales, scaleDims } = quantized;
      const byRow = scaleDims.join() === `${rows},1`;
      assert.deepEqual(scaleDims, byRow ? [rows, 1] : [1, columns]);
      for (const [i, stored] of dequantize(quantized).entries()) {
        const scale = scales[byRow ? Math.floor(i / columns) : i % columns]!;
        // The scale and the product are themselves rounded to float32: relative to the element, and at the very least.
        const slack = Math.abs(values[i]!) * 2 ** -22 + 2 ** -140;
        assert.ok(Math.abs(stored - values[i]!) <= scale / 2 + slack, `${values[i]} became ${stored}, scale ${scale}`);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a scale serves a row where the rows differ in size, and a column where the columns do', () => {
  const small = 2 ** -10;
  const byRow = Float32Array.of(127, -64, 31, 127 * small, -64 * small, 31 * small);
  assert.deepEqual(quantize(byRow, [2, 3]), {
    integers: Int8Array.of(127, -64, 31, 127, -64, 31),
    scales: Float32Array.of(1, small),
    scaleDims: [2, 1],
  });
  const byColumn = Float32Array.of(127, 127 * small, -64, -64 * small, 31, 31 * small);
  assert.deepEqual(quantize(byColumn, [3, 2]), {
    integers: Int8Array.of(127, 127, -64, -64, 31, 31),
    scales: Float32Array.of(1, small),
    scaleDims: [1, 2],
  });
});

test('what is zero throughout stays zero', () => {
  assert.deepEqual(dequantize(quantize(new Float32Array(6), [2, 3])), new Float32Array(6));
});
