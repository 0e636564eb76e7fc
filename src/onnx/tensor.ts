import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import type { TensorProto } from './proto.ts';

/** Codes of `TensorProto.DataType` for the element types that this project computes or stores with. */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
} as const;

export type ElementType = keyof typeof elementTypes;
export type FloatType = 'float32' | 'float64';

/** Elements in row-major order; `float16` holds the bits of IEEE half precision, `bool` holds 0 and 1. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Uint8Array
  | Int8Array
  | Int32Array
  | BigInt64Array
  | Uint16Array;

/** A tensor outside a graph: `data.length` is the product of `dims`; no dims is a scalar. */
export interface Tensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

export const elementCount = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

const bytesPerElement: Record<ElementType, number> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
  float64: 8,
};

function typedArray(type: ElementType, buffer: ArrayBuffer): TensorData {
  switch (type) {
    case 'float32':
      return new Float32Array(buffer);
    case 'float64':
      return new Float64Array(buffer);
    case 'int8':
      return new Int8Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'int64':
      return new BigInt64Array(buffer);
    case 'float16':
      return new Uint16Array(buffer);
    case 'uint8':
    case 'bool':
      return new Uint8Array(buffer);
  }
}

export const zeros = (type: ElementType, dims: readonly number[]): Tensor => ({
  type,
  dims,
  data: typedArray(type, new ArrayBuffer(elementCount(dims) * bytesPerElement[type])),
});

export const float32 = (dims: readonly number[], data: Iterable<number>): Tensor => ({
  type: 'float32',
  dims,
  data: Float32Array.from(data),
});

export const int64 = (dims: readonly number[], data: readonly number[]): Tensor => ({
  type: 'int64',
  dims,
  data: BigInt64Array.from(data, BigInt),
});

/** A tensor of the wanted floating-point type from JavaScript numbers. */
export const floats = (type: FloatType, dims: readonly number[], data: readonly number[]): Tensor => ({
  type,
  dims,
  data: type === 'float32' ? Float32Array.from(data) : Float64Array.from(data),
});

const typeOfCode = new Map<number, ElementType>(
  Object.entries(elementTypes).map(([name, code]) => [code, name as ElementType]),
);

export const elementTypeOf = (code: number): ElementType | undefined => typeOfCode.get(code);

export function tensorToProto(name: string, tensor: Tensor): TensorProto {
  const { buffer, byteOffset, byteLength } = tensor.data;
  return {
    name,
    dims: [...tensor.dims],
    dataType: elementTypes[tensor.type],
    floatData: [],
    int32Data: [],
    int64Data: [],
    doubleData: [],
    uint64Data: [],
    externalData: [],
    rawData: new Uint8Array(buffer, byteOffset, byteLength),
  };
}

/** The elements of a tensor that is stored in the model itself; external data has to be read first, see `readModel`. */
export function tensorFromProto(proto: TensorProto): Result<Tensor, Problem> {
  const invalid = (message: string) =>
    fail<Problem>({ code: 'invalid-onnx', message: `Tensor '${proto.name ?? ''}' ${message}.` });
  const type = elementTypeOf(proto.dataType ?? 0);
  if (type === undefined) return invalid(`has the element type ${proto.dataType ?? 0}, which is not supported`);
  if (proto.dataLocation === 1) return invalid('is stored in another file, which was not read');
  const tensor = zeros(type, proto.dims);
  const { data } = tensor;
  if (proto.rawData !== undefined && proto.rawData.length > 0) {
    if (proto.rawData.length !== data.byteLength) {
      return invalid(`has ${proto.rawData.length} bytes where its shape needs ${data.byteLength}`);
    }
    new Uint8Array(data.buffer).set(proto.rawData);
    return ok(tensor);
  }
  const values = { float32: proto.floatData, float64: proto.doubleData, int64: proto.int64Data };
  const numbers = type in values ? values[type as keyof typeof values] : proto.int32Data;
  if (numbers.length !== data.length)
    return invalid(`has ${numbers.length} elements where its shape needs ${data.length}`);
  if (data instanceof BigInt64Array) data.set(numbers.map(BigInt));
  else data.set(numbers);
  return ok(tensor);
}
