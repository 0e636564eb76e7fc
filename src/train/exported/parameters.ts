import type { GraphProto, TensorProto } from '../../onnx/proto.ts';
import { tensorFromProto } from '../../onnx/tensor.ts';

/** A weight in an exported model: an initializer of float32. */
export interface ExportedParameter {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** Operators that take matrices of weights, and those that take scales and biases. */
const matrixUsers = new Set(['MatMul', 'Gemm', 'Gather', 'Transpose']);
const vectorUsers = new Set([
  'Add',
  'Mul',
  'Gemm',
  'LayerNormalization',
  'SimplifiedLayerNormalization',
  'RMSNormalization',
]);

/**
 * The weights of an exported model among its constants: matrices that are multiplied with or looked up in, vectors that
 * scale or shift. Tables of rotary positions are looked up in, too; their first row, for the angle zero, is constant.
 */
export function exportedParameters(graph: GraphProto): ExportedParameter[] {
  const users = new Map<string, Set<string>>();
  for (const node of graph.node) {
    for (const input of node.input) users.set(input, (users.get(input) ?? new Set()).add(node.opType ?? ''));
  }
  return graph.initializer.flatMap((proto) => {
    const values = weightIn(proto, users.get(proto.name ?? '') ?? new Set());
    return values ? [{ name: proto.name ?? '', dims: proto.dims, values }] : [];
  });
}

function weightIn(proto: TensorProto, users: ReadonlySet<string>): Float32Array | undefined {
  const expected = proto.dims.length === 2 ? matrixUsers : proto.dims.length === 1 ? vectorUsers : undefined;
  if (!expected || [...users].every((user) => !expected.has(user)) || (proto.dims.length === 1 && proto.dims[0] === 1))
    return undefined;
  const tensor = tensorFromProto(proto);
  if (!tensor.ok || !(tensor.value.data instanceof Float32Array)) return undefined;
  const { data } = tensor.value;
  const [first] = data;
  const isTable = proto.dims.length === 2 && (first === 0 || first === 1);
  return isTable && data.subarray(0, proto.dims[1]).every((value) => value === first) ? undefined : data;
}
