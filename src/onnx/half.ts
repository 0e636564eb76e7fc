/**
 * Numbers as the bits of IEEE 754 half precision, rounded to nearest, ties to even; what is too large becomes infinite.
 * (TypeScript's libraries do not know `Float16Array` yet.)
 */
export function toHalf(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, halfOf);
}

function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // From 65520 on, the nearest half is infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // Below 2⁻¹⁴ halves are multiples of 2⁻²⁴: the fraction, with its leading one, is shifted into place.
  const exponent = magnitude >>> 23;
  if (exponent < 113) {
    if (exponent < 102) return sign;
    return sign | roundedShift((magnitude & 0x7fffff) | 0x800000, 126 - exponent);
  }
  return sign | roundedShift(magnitude - 0x38000000, 13);
}

/** value / 2^shift, rounded to nearest, ties to even. A carry goes into the exponent, as it should. */
function roundedShift(value: number, shift: number): number {
  const half = 1 << (shift - 1);
  const quotient = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  return quotient + (rest > half || (rest === half && (quotient & 1) === 1) ? 1 : 0);
}

export function fromHalf(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}
