import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromHalf, toHalf } from '../../src/onnx/half.ts';

test('every half comes back from the float32 that it stands for', () => {
  const halves = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i).filter((half) => (half & 0x7fff) <= 0x7c00);
  assert.deepEqual(toHalf(fromHalf(halves)), halves);
});

test('a number becomes the nearest half, as DataView rounds it', () => {
  const view = new DataView(new ArrayBuffer(2));
  // Node has setFloat16; TypeScript's libraries do not know it yet.
  const setFloat16: unknown = Reflect.get(view, 'setFloat16');
  assert.ok(typeof setFloat16 === 'function');
  fc.assert(
    fc.property(fc.float({ noNaN: true }), (value) => {
      setFloat16.call(view, 0, value);
      assert.equal(toHalf(Float32Array.of(value))[0], view.getUint16(0));
    }),
    {
      numRuns: 5000,
      examples: [[65519.99], [65520], [2 ** -24], [2 ** -25], [3 * 2 ** -26], [1 + 2 ** -11]].map(
        ([x]) => [Math.fround(x!)] as [number],
      ),
    },
  );
});
