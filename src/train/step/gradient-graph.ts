import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import { GraphBuilder, type Value } from '../../onnx/graph.ts';
import { add, gather, reduceSum } from '../../onnx/operators.ts';
import type { FloatType } from '../../onnx/tensor.ts';
import { differentiate } from '../autodiff/differentiate.ts';
import type { ModelConfig } from '../model/config.ts';
import { decoder, outputLayer, type Weights } from '../model/forward.ts';
import { parametersOf } from '../model/parameters.ts';

/** Inputs of the graphs below, beside the parameters under their own names. */
export const batchInputs = {
  /** [batch, time] each, int64. */
  inputIds: 'input_ids',
  attentionMask: 'attention_mask',
  positionIds: 'position_ids',
  /** [targets]: which of the batch · time places, counted row by row, predict an output token. */
  targetRows: 'target_rows',
  /** [targets, 1]: the token that each of them should predict. */
  targetIds: 'target_ids',
} as const;

export const lossName = 'loss';
export const gradientInput = (parameter: string): string => `${parameter}.gradient_before`;
export const gradientOutput = (parameter: string): string => `${parameter}.gradient`;

/** The sum of -log p(token) over the output tokens of a batch, as a node of the graph. */
function crossEntropy(graph: GraphBuilder, config: ModelConfig): Value {
  for (const { name, dims } of parametersOf(config)) graph.input(name, graph.floatType, dims);
  const weights: Weights = (name) => name;
  const tokens = ['batch', 'time'];
  const inputIds = graph.input(batchInputs.inputIds, 'int64', tokens);
  // There is no past: total is time. The mask has the shape that a served model takes.
  const attentionMask = graph.input(batchInputs.attentionMask, 'int64', ['batch', 'total']);
  const positionIds = graph.input(batchInputs.positionIds, 'int64', tokens);
  const rows = graph.input(batchInputs.targetRows, 'int64', ['targets']);
  const ids = graph.input(batchInputs.targetIds, 'int64', ['targets', 1]);
  const { hidden } = decoder(graph, config, weights, { inputIds, attentionMask, positionIds });
  // The input is masked: only places that predict an output token reach the output layer.
  const logits = outputLayer(graph, config, weights, gather(graph, hidden, rows));
  const logProbabilities = graph.op('LogSoftmax', [logits], { axis: { int: -1 } });
  const chosen = graph.op('GatherElements', [logProbabilities, ids], { axis: { int: 1 } });
  return graph.op('Neg', [reduceSum(graph, chosen, [0, 1], false)]);
}

/** The loss of a batch, without gradients: for validation. */
export function lossGraph(config: ModelConfig, floatType: FloatType = 'float32'): GraphBuilder {
  const graph = new GraphBuilder({ name: 'loss', floatType });
  graph.output(crossEntropy(graph, config), lossName);
  return graph;
}

/**
 * The loss of a batch, and for every parameter the gradient of the loss, added to the gradient of the batches before
 * that comes in: a step over several batches needs no larger memory than one batch.
 */
export function gradientGraph(config: ModelConfig, floatType: FloatType = 'float32'): Result<GraphBuilder, Problem> {
  const graph = new GraphBuilder({ name: 'gradient', floatType });
  const loss = crossEntropy(graph, config);
  const parameters = parametersOf(config);
  const gradients = differentiate(
    graph,
    loss,
    parameters.map(({ name }) => name),
  );
  if (!gradients.ok) return gradients;
  graph.output(loss, lossName);
  for (const [i, { name, dims }] of parameters.entries()) {
    const before = graph.input(gradientInput(name), floatType, dims);
    graph.output(add(graph, before, gradients.value[i]!), gradientOutput(name));
  }
  return ok(graph);
}
