import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import type { GraphBuilder } from '../../onnx/graph.ts';
import { add } from '../../onnx/operators.ts';
import type { FloatType } from '../../onnx/tensor.ts';
import { differentiate } from '../autodiff/differentiate.ts';
import type { TrainableModel } from '../model/trainable.ts';

export const lossName = 'loss';
export const gradientInput = (parameter: string): string => `${parameter}.gradient_before`;
export const gradientOutput = (parameter: string): string => `${parameter}.gradient`;

/** The loss of a batch, without gradients: for validation. */
export function lossGraph(
  model: Pick<TrainableModel, 'parameters' | 'loss'>,
  floatType: FloatType = 'float32',
): GraphBuilder {
  const { graph, loss } = model.loss(floatType);
  graph.output(loss, lossName);
  return graph;
}

/**
 * The loss of a batch, and for every parameter the gradient of the loss, added to the gradient of the batches before
 * that comes in: a step over several batches needs no larger memory than one batch.
 */
export function gradientGraph(
  model: Pick<TrainableModel, 'parameters' | 'loss'>,
  floatType: FloatType = 'float32',
): Result<GraphBuilder, Problem> {
  const { graph, loss } = model.loss(floatType);
  const { parameters } = model;
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
