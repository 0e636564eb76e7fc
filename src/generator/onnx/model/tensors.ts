import { Tensor } from 'onnxruntime-node';

/** The elements of a cache: float32, or the bits of float16. */
export type CacheArray = Float32Array | Uint16Array;
export type CacheType = 'float32' | 'float16';

export const cacheArray = (type: CacheType, length: number): CacheArray =>
  type === 'float32' ? new Float32Array(length) : new Uint16Array(length);

export function cacheTensor(data: CacheArray, dims: readonly number[]): Tensor {
  if (data instanceof Float32Array) return new Tensor('float32', data, dims);
  // The constructor would wrap half precision in a Float16Array, which onnxruntime-node 1.30 reads as empty.
  return Object.assign(new Tensor('uint16', data, dims), { type: 'float16' as const });
}

/** The elements of an output, as a cache holds them. */
export function cacheData(tensor: Tensor): CacheArray {
  const { data } = tensor;
  if (data instanceof Float32Array || data instanceof Uint16Array) return data;
  if (data instanceof Float16Array) return new Uint16Array(data.buffer, data.byteOffset, data.length);
  throw new TypeError(`A cache holds ${tensor.type}.`);
}

/** Logits as float32, whatever the model computes in. */
export function floatData(tensor: Tensor): Float32Array {
  const { data } = tensor;
  if (data instanceof Float32Array) return data;
  if (data instanceof Float16Array) return new Float32Array(data);
  if (data instanceof Uint16Array) return new Float32Array(new Float16Array(data.buffer, data.byteOffset, data.length));
  throw new TypeError(`Logits are ${tensor.type}.`);
}

/** A tensor of integers in the type that the model takes. */
export function integers(type: 'int64' | 'int32', data: ArrayLike<number>, dims: readonly number[]): Tensor {
  if (type === 'int32') return new Tensor('int32', Int32Array.from(data), dims);
  const wide = new BigInt64Array(data.length);
  for (let i = 0; i < data.length; i++) wide[i] = BigInt(data[i]!);
  return new Tensor('int64', wide, dims);
}
