import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { GraphBuilder, Value } from '../../onnx/graph.ts';
import { fromHalf, toHalf } from '../../onnx/half.ts';
import { cast } from '../../onnx/operators.ts';
import type { GraphProto } from '../../onnx/proto.ts';
import { float32, tensorFromProto } from '../../onnx/tensor.ts';
import type { ModelConfig } from './config.ts';
import { parametersOf } from './parameters.ts';

/** How many bits a served model takes for a weight. It computes in float32 either way. */
export const weightTypes = ['float32', 'float16'] as const;
export type WeightType = (typeof weightTypes)[number];

const halfName = (name: string): string => `${name}.float16`;

/** Puts a parameter into a graph. Halves are widened when a session is made: onnxruntime folds the cast of a constant. */
export function storeWeight(
  graph: GraphBuilder,
  type: WeightType,
  name: string,
  dims: readonly number[],
  values: Float32Array,
): Value {
  if (type === 'float32') return graph.initializer(name, float32(dims, values));
  return cast(graph, graph.initializer(halfName(name), { type: 'float16', dims, data: toHalf(values) }), 'float32');
}

/** The parameters in a model that `servedModel` wrote. */
export function weightsOf(
  config: ModelConfig,
  graph: GraphProto,
  file: string,
): Result<ReadonlyMap<string, Float32Array>, Problem> {
  const stored = new Map(graph.initializer.map((proto) => [proto.name, proto]));
  const weights = new Map<string, Float32Array>();
  for (const { name, dims } of parametersOf(config)) {
    const proto = stored.get(name) ?? stored.get(halfName(name));
    const tensor = proto && tensorFromProto(proto);
    if (tensor && !tensor.ok) return tensor;
    const data = tensor?.value.data;
    if (!data || tensor.value.dims.join() !== dims.join()) {
      return fail({
        code: 'other-model',
        message: `${file} holds no weight ${name} of shape [${dims.join(', ')}]`,
        where: { file },
        hint: 'Only models that `ariadne train` wrote can be trained further.',
      });
    }
    weights.set(name, data instanceof Uint16Array ? fromHalf(data) : Float32Array.from(data as Float32Array));
  }
  return ok(weights);
}
