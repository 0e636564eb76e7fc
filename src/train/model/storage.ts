import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { GraphBuilder, Value } from '../../onnx/graph.ts';
import { fromHalf, toHalf } from '../../onnx/half.ts';
import { cast, mul } from '../../onnx/operators.ts';
import type { GraphProto } from '../../onnx/proto.ts';
import { dequantize, quantize } from '../../onnx/quantized.ts';
import { float32, type Tensor, tensorFromProto } from '../../onnx/tensor.ts';
import type { ModelConfig } from './config.ts';
import { type Parameter, parametersOf } from './parameters.ts';

/** How a served model stores its matrices. It computes in float32 either way. */
export const weightTypes = ['float32', 'float16', 'int8'] as const;
export type WeightType = (typeof weightTypes)[number];

const halfName = (name: string): string => `${name}.float16`;
const integersName = (name: string): string => `${name}.int8`;
const scalesName = (name: string): string => `${name}.scales`;

/**
 * Puts a parameter into a graph. What is stored in fewer bits is widened when a session is made: onnxruntime folds what
 * is computed from constants. (`DequantizeLinear` says the same as `Cast` and `Mul`, but onnxruntime leaves it in the
 * graph and computes it in every run.)
 */
export function storeWeight(
  graph: GraphBuilder,
  type: WeightType,
  name: string,
  dims: readonly number[],
  values: Float32Array,
): Value {
  if (type === 'float32') return graph.initializer(name, float32(dims, values));
  const [rows, columns] = dims;
  // Vectors are few, and each element of one counts for a whole row or column: as integers they would gain nothing.
  if (type === 'float16' || dims.length !== 2 || rows === undefined || columns === undefined) {
    return cast(graph, graph.initializer(halfName(name), { type: 'float16', dims, data: toHalf(values) }), 'float32');
  }
  const { integers, scales, scaleDims } = quantize(values, [rows, columns]);
  const stored = graph.initializer(integersName(name), { type: 'int8', dims, data: integers });
  return mul(graph, cast(graph, stored, 'float32'), graph.initializer(scalesName(name), float32(scaleDims, scales)));
}

/** The parameters in a model that `servedModel` wrote. */
export function weightsOf(
  config: ModelConfig,
  graph: GraphProto,
  file: string,
): Result<ReadonlyMap<string, Float32Array>, Problem> {
  const stored = new Map<string | undefined, Tensor>();
  for (const proto of graph.initializer) {
    const tensor = tensorFromProto(proto);
    if (!tensor.ok) return tensor;
    stored.set(proto.name, tensor.value);
  }
  const weights = new Map<string, Float32Array>();
  for (const parameter of parametersOf(config)) {
    const values = weightIn(stored, parameter);
    if (values === undefined) {
      return fail({
        code: 'other-model',
        message: `${file} holds no weight ${parameter.name} of shape [${parameter.dims.join(', ')}]`,
        where: { file },
        hint: 'Only models that `ariadne train` wrote can be trained further.',
      });
    }
    weights.set(parameter.name, values);
  }
  return ok(weights);
}

/** A parameter, in whichever form it was stored; absent where it is not there, or is of another shape. */
function weightIn(
  stored: ReadonlyMap<string | undefined, Tensor>,
  { name, dims }: Parameter,
): Float32Array | undefined {
  const of = (place: string): Tensor['data'] | undefined => {
    const tensor = stored.get(place);
    return tensor?.dims.join() === dims.join() ? tensor.data : undefined;
  };
  const whole = of(name);
  if (whole instanceof Float32Array) return whole;
  const halves = of(halfName(name));
  if (halves instanceof Uint16Array) return fromHalf(halves);
  const integers = of(integersName(name));
  const scales = stored.get(scalesName(name));
  if (!(integers instanceof Int8Array) || !(scales?.data instanceof Float32Array)) return undefined;
  const [rows, columns] = dims;
  const scaleDims = [[rows!, 1] as const, [1, columns!] as const].find((form) => form.join() === scales.dims.join());
  return scaleDims && dequantize({ integers, scales: scales.data, scaleDims });
}
