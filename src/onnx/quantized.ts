/** Rows and columns of a matrix. */
export type MatrixDims = readonly [number, number];

/** A matrix as integers of 8 bits: an element is its integer times the scale of its row, or of its column. */
export interface Quantized {
  readonly integers: Int8Array;
  readonly scales: Float32Array;
  /** The shape in which the scales are broadcast over the integers: [rows, 1] or [1, columns]. */
  readonly scaleDims: MatrixDims;
}

/** -128 is left out, so that a number and its negative are rounded alike. */
const largest = 127;

/** The nearest integers under a scale for each row or for each column, whichever come nearer to the values. */
export function quantize(values: Float32Array, [rows, columns]: MatrixDims): Quantized {
  const [byRow, byColumn] = [rounded(values, [rows, 1]), rounded(values, [1, columns])];
  return squaredError(values, byRow) < squaredError(values, byColumn) ? byRow : byColumn;
}

/** The elements that the integers stand for, to the bit what `Cast` and `Mul` make of them. */
export function dequantize({ integers, scales, scaleDims }: Quantized): Float32Array {
  const scaleOf = scaleIndex(integers.length, scaleDims);
  return Float32Array.from(integers, (integer, i) => integer * scales[scaleOf(i)]!);
}

/** The largest element under each scale becomes ±127. */
function rounded(values: Float32Array, scaleDims: MatrixDims): Quantized {
  const scaleOf = scaleIndex(values.length, scaleDims);
  const scales = new Float32Array(scaleDims[0] * scaleDims[1]);
  for (const [i, value] of values.entries()) {
    scales[scaleOf(i)] = Math.max(scales[scaleOf(i)]!, Math.abs(value) / largest);
  }
  // Where all are zero, 0 / 0 becomes the integer 0.
  const integers = Int8Array.from(values, (value, i) => Math.round(value / scales[scaleOf(i)]!));
  return { integers, scales, scaleDims };
}

/** The place of the scale of each of `count` elements in row-major order. */
function scaleIndex(count: number, [rows, columns]: MatrixDims): (element: number) => number {
  return columns === 1 ? (i) => Math.floor(i / (count / rows)) : (i) => i % columns;
}

function squaredError(values: Float32Array, quantized: Quantized): number {
  const stored = dequantize(quantized);
  return values.reduce((sum, value, i) => sum + (value - stored[i]!) ** 2, 0);
}
