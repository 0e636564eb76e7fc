import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { GraphBuilder, typeFromProto, type Value } from '../../onnx/graph.ts';
import { concat, gather, reshape } from '../../onnx/operators.ts';
import type { GraphProto, ModelProto, ValueInfoProto } from '../../onnx/proto.ts';
import { upgradedNodes } from '../../onnx/rewrite/upgrade.ts';
import { float32, tensorFromProto, tensorToProto } from '../../onnx/tensor.ts';
import { batchInputs, crossEntropy, type Objective, stepFeeds, type TrainableModel } from '../model/trainable.ts';
import { exportedParameters } from './parameters.ts';

/** A causal model that was exported from elsewhere, taken apart into what is trained and what is fixed. */
export interface ExportedModel {
  readonly model: TrainableModel;
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** The same model with other weights, otherwise as it was read. */
  withWeights(weights: ReadonlyMap<string, Float32Array>): ModelProto;
}

const tokenInputs = [batchInputs.inputIds, batchInputs.attentionMask, batchInputs.positionIds] as const;
const isTokenInput = (name: string): boolean => tokenInputs.some((input) => input === name);

/**
 * Makes a causal model in optimum's layout trainable: its weights become inputs, its cache becomes empty. Whether all
 * its operators have gradients is seen when the training graph is made.
 */
export function exportedModel(
  proto: ModelProto & { readonly graph: GraphProto },
  file: string,
  objective: Objective = 'likelihood',
): Result<ExportedModel, Problem> {
  const invalid = (message: string) =>
    fail<Problem>({ code: 'unsupported-model', message: `${file} ${message}`, where: { file } });
  const { graph } = proto;
  const parameters = exportedParameters(graph);
  if (parameters.length === 0) return invalid('holds no weights in float32');
  const unknown = graph.input.find(
    ({ name = '' }) => !isTokenInput(name) && !/^past/.test(name) && !isInitializer(graph, name),
  );
  if (unknown) return invalid(`has the input '${unknown.name}', which a training does not know`);
  if (!graph.output.some(({ name }) => name === 'logits')) return invalid(`has no output 'logits'`);
  const nodes = upgradedNodes(proto, file);
  if (!nodes.ok) return nodes;

  const names = new Set(parameters.map(({ name }) => name));
  const fixed = new Map<string, ReturnType<typeof tensorFromProto>>();
  for (const initializer of graph.initializer) {
    if (!names.has(initializer.name ?? '')) fixed.set(initializer.name ?? '', tensorFromProto(initializer));
  }
  const broken = [...fixed.values()].find((tensor) => !tensor.ok);
  if (broken && !broken.ok) return broken;

  const loss: TrainableModel['loss'] = (floatType) => {
    if (floatType !== 'float32') throw new Error('An exported model computes in the type that it was exported in.');
    const builder = new GraphBuilder({ name: 'training' });
    for (const { name, dims } of parameters) builder.input(name, 'float32', dims);
    for (const name of tokenInputs) builder.input(name, 'int64', ['batch', 'time']);
    for (const [name, tensor] of fixed) if (tensor.ok) builder.initializer(name, tensor.value);
    for (const info of graph.input) {
      if (/^past/.test(info.name ?? '')) emptyCache(builder, info);
    }
    const appended = builder.append({ node: nodes.value, valueInfo: [], output: [] });
    if (!appended.ok) throw new Error(appended.error.message);
    const vocabulary = typeFromProto(graph.output.find(({ name }) => name === 'logits')!).shape?.at(-1);
    const width = typeof vocabulary === 'number' ? vocabulary : undefined;
    const flat = width === undefined ? flattened(builder, 'logits') : reshape(builder, 'logits', [-1, width]);
    return { graph: builder, loss: crossEntropy(builder, (places) => gather(builder, flat, places), objective) };
  };
  return ok({
    model: { parameters: parameters.map(({ name, dims }) => ({ name, dims })), loss, feeds: stepFeeds(objective) },
    weights: new Map(parameters.map(({ name, values }) => [name, values])),
    withWeights: (weights) => ({
      ...proto,
      graph: {
        ...graph,
        initializer: graph.initializer.map((initializer) => {
          const values = weights.get(initializer.name ?? '');
          return values ? tensorToProto(initializer.name!, float32(initializer.dims, values)) : initializer;
        }),
      },
    }),
  });
}

const isInitializer = (graph: GraphProto, name: string): boolean =>
  graph.initializer.some((tensor) => tensor.name === name);

/** Stands in for a cache of the batch at hand that holds no tokens yet. */
function emptyCache(builder: GraphBuilder, info: ValueInfoProto): void {
  const { shape = [] } = typeFromProto(info);
  const rest = shape.slice(1).map((length) => (typeof length === 'number' ? length : 0));
  // Names of their own: the nodes of the model, which come after, have theirs already.
  const [name, batch, lengths] = [info.name!, `${info.name}.batch`, `${info.name}.shape`];
  builder.op('Shape', [batchInputs.inputIds], { start: { int: 0 }, end: { int: 1 } }, [batch]);
  builder.op('Concat', [batch, builder.int(rest)], { axis: { int: 0 } }, [lengths]);
  builder.op('Expand', [builder.float(0), lengths], {}, [name]);
  builder.declare(name, ['batch', ...rest], 'float32');
}

/** [batch, time, width] as [batch · time, width], for a width that only the running graph knows. */
function flattened(builder: GraphBuilder, logits: Value): Value {
  const width = builder.op('Shape', [logits], { start: { int: -1 } });
  const flat = builder.op('Reshape', [logits, concat(builder, [builder.int([-1]), width], 0)]);
  return builder.declare(flat, ['tokens', 'vocabulary']);
}
