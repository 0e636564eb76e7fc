import { Tensor } from 'onnxruntime-node';
import type { GraphBuilder, Value } from '../../onnx/graph.ts';
import { gather, reduceSum } from '../../onnx/operators.ts';
import type { FloatType } from '../../onnx/tensor.ts';
import type { Batch } from '../step/batch.ts';
import type { Parameter } from './parameters.ts';

/** Tensors by the names of the inputs that they are for. */
export type Feeds = Record<string, Tensor>;

/** A model that can be trained on batches of some kind. */
export interface TrainableModel<B = Batch> {
  readonly parameters: readonly Parameter[];
  /**
   * A graph whose inputs are the parameters, under their own names, and a batch, and the value in it that is the loss,
   * summed over what the batch asks to be predicted.
   */
  loss(floatType: FloatType): { readonly graph: GraphBuilder; readonly loss: Value };
  /** The inputs of a batch. */
  feeds(batch: B): Feeds;
}

/** The inputs of a batch of proof steps. */
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

export function stepFeeds(batch: Batch): Feeds {
  const dims = [batch.batch, batch.time];
  const targets = batch.targetRows.length;
  return {
    [batchInputs.inputIds]: new Tensor('int64', batch.inputIds, dims),
    [batchInputs.attentionMask]: new Tensor('int64', batch.attentionMask, dims),
    [batchInputs.positionIds]: new Tensor('int64', batch.positionIds, dims),
    [batchInputs.targetRows]: new Tensor('int64', batch.targetRows, [targets]),
    [batchInputs.targetIds]: new Tensor('int64', batch.targetIds, [targets, 1]),
  };
}

/** The summed -log p(token) over output tokens, for outputs [batch · time, width] of a model, of which `logits` makes scores of tokens. */
export function crossEntropy(graph: GraphBuilder, outputs: Value, logits: (rows: Value) => Value): Value {
  const rows = graph.input(batchInputs.targetRows, 'int64', ['targets']);
  const ids = graph.input(batchInputs.targetIds, 'int64', ['targets', 1]);
  // The input is masked: only places that predict an output token reach the output layer.
  const logProbabilities = graph.op('LogSoftmax', [logits(gather(graph, outputs, rows))], { axis: { int: -1 } });
  const chosen = graph.op('GatherElements', [logProbabilities, ids], { axis: { int: 1 } });
  return graph.op('Neg', [reduceSum(graph, chosen, [0, 1], false)]);
}
