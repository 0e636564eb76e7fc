/** Numbers as the bits of IEEE 754 half precision, rounded to nearest, ties to even; what is too large becomes infinite. */
export const toHalf = (values: Float32Array): Uint16Array => new Uint16Array(new Float16Array(values).buffer);

export const fromHalf = (halves: Uint16Array): Float32Array =>
  new Float32Array(new Float16Array(halves.buffer, halves.byteOffset, halves.length));
