import { Tensor } from 'onnxruntime-node';
import type { GraphBuilder, Value } from '../../onnx/graph.ts';
import { add, matMul, mul, reduceSum, sub } from '../../onnx/operators.ts';
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

/**
 * What is trained for: that the tactics of the examples are likely, or also that those which Lean refused are not. A model is built
 * for one of them, as the second asks more of a batch.
 */
export type Objective = 'likelihood' | 'likelihood-and-refusals';

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
  /** [targets, 1]: 1 for a token of a tactic that is to be likely, 0 for one of a refused tactic. */
  likely: 'likely',
  /** [refused, targets]: 1 where a token belongs to a refused tactic. Never without a row, as a product with none is a special case. */
  refused: 'refused',
  /** [refused, 1]: 0 for a row that only stands there lest there be none. */
  isRefused: 'is_refused',
} as const;

export const stepFeeds =
  (objective: Objective) =>
  (batch: Batch): Feeds => ({
    ...plainFeeds(batch),
    ...(objective === 'likelihood-and-refusals' && refusalFeeds(batch)),
  });

function refusalFeeds({ targetRows, refused }: Batch): Feeds {
  const targets = targetRows.length;
  const rows = Math.max(1, refused.length);
  const likely = new Float32Array(targets).fill(1);
  const members = new Float32Array(rows * targets);
  for (const [row, { from, to }] of refused.entries()) {
    likely.fill(0, from, to);
    members.fill(1, row * targets + from, row * targets + to);
  }
  return {
    [batchInputs.likely]: new Tensor('float32', likely, [targets, 1]),
    [batchInputs.refused]: new Tensor('float32', members, [rows, targets]),
    [batchInputs.isRefused]: new Tensor('float32', new Float32Array(rows).fill(refused.length > 0 ? 1 : 0), [rows, 1]),
  };
}

function plainFeeds(batch: Batch): Feeds {
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

/** log p of one class, [rows, 1], for each row of scores, [rows, classes], by a softmax over them. */
export function chosenLogProbabilities(graph: GraphBuilder, scores: Value, classes: Value): Value {
  const logProbabilities = graph.op('LogSoftmax', [scores], { axis: { int: -1 } });
  return graph.op('GatherElements', [logProbabilities, classes], { axis: { int: 1 } });
}

/** Keeps -log(1 - p) finite where a refused tactic is all but certain. */
const least = 1e-4;

/**
 * The summed -log p(token) over output tokens, for a model that gives logits, [places, vocabulary], at places among batch · time:
 * the input is masked, only places that predict an output token are asked for. Of a tactic that Lean refused it is
 * -log(1 - p(tactic)) in place of that: unlikelihood (Welleck et al. 2020) of the whole text, so that a token is not made
 * unlikely that a good tactic begins with, too, and one that is unlikely already is left alone.
 */
export function crossEntropy(graph: GraphBuilder, logitsAt: (places: Value) => Value, objective: Objective): Value {
  const places = graph.input(batchInputs.targetRows, 'int64', ['targets']);
  const ids = graph.input(batchInputs.targetIds, 'int64', ['targets', 1]);
  const chosen = chosenLogProbabilities(graph, logitsAt(places), ids);
  if (objective === 'likelihood') return graph.op('Neg', [reduceSum(graph, chosen, [0, 1], false)]);
  const floatType = graph.floatType;
  const likely = graph.input(batchInputs.likely, floatType, ['targets', 1]);
  const refused = graph.input(batchInputs.refused, floatType, ['refused', 'targets']);
  const isRefused = graph.input(batchInputs.isRefused, floatType, ['refused', 1]);
  const probability = graph.op('Exp', [matMul(graph, refused, chosen)]);
  const room = graph.op('Log', [sub(graph, graph.float(1 + least), probability)]);
  const sum = add(
    graph,
    reduceSum(graph, mul(graph, likely, chosen), [0, 1], false),
    reduceSum(graph, mul(graph, isRefused, room), [0, 1], false),
  );
  return graph.op('Neg', [sum]);
}
