import type { GraphBuilder, Value } from '../../onnx/graph.ts';
import { gather, reduceSum } from '../../onnx/operators.ts';
import type { FloatType } from '../../onnx/tensor.ts';
import type { Parameter } from './parameters.ts';

/** A model that can be trained: our own, or one that was exported from elsewhere. */
export interface TrainableModel {
  readonly parameters: readonly Parameter[];
  /**
   * A graph whose inputs are the parameters, under their own names, and a batch (`batchInputs`), and the value in it
   * that is the sum of -log p(token) over the output tokens of the batch.
   */
  loss(floatType: FloatType): { readonly graph: GraphBuilder; readonly loss: Value };
}

/** The inputs of a batch. */
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

/** The summed loss for outputs [batch · time, width] of a model, of which `logits` makes scores of tokens. */
export function crossEntropy(graph: GraphBuilder, outputs: Value, logits: (rows: Value) => Value): Value {
  const rows = graph.input(batchInputs.targetRows, 'int64', ['targets']);
  const ids = graph.input(batchInputs.targetIds, 'int64', ['targets', 1]);
  // The input is masked: only places that predict an output token reach the output layer.
  const logProbabilities = graph.op('LogSoftmax', [logits(gather(graph, outputs, rows))], { axis: { int: -1 } });
  const chosen = graph.op('GatherElements', [logProbabilities, ids], { axis: { int: 1 } });
  return graph.op('Neg', [reduceSum(graph, chosen, [0, 1], false)]);
}
