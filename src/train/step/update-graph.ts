import { GraphBuilder, type Value } from '../../onnx/graph.ts';
import { add, div, mul, sub } from '../../onnx/operators.ts';
import type { FloatType } from '../../onnx/tensor.ts';
import type { Parameter } from '../model/parameters.ts';

/** The constants of AdamW. */
export interface OptimizerConfig {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled from the gradient; of matrices only, the scales of norms are left alone. */
  readonly weightDecay: number;
  /** Gradients whose norm over all parameters is larger are scaled down to it. */
  readonly maxNorm: number;
}

export const defaultOptimizer: OptimizerConfig = {
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0.1,
  maxNorm: 1,
};

/** Scalar inputs of the update, of shape []. */
export const updateInputs = {
  learningRate: 'learning_rate',
  /** What the summed gradient is multiplied by: one over the number of output tokens. */
  gradientScale: 'gradient_scale',
  /** 1 - beta1^step and 1 - beta2^step, with the first step being 1. */
  correction1: 'bias_correction_1',
  correction2: 'bias_correction_2',
} as const;

export const normName = 'gradient_norm';
export const slots = ['first_moment', 'second_moment'] as const;
export const slotInput = (parameter: string, slot: (typeof slots)[number]): string => `${parameter}.${slot}`;
/** The new value of a parameter or of one of its moments. */
export const updated = (name: string): string => `${name}.updated`;
export const updateGradient = (parameter: string): string => `${parameter}.gradient`;

/**
 * One step of AdamW (Loshchilov and Hutter 2019) on all parameters after clipping by the global norm (Pascanu et al.
 * 2013): from parameters, moments and summed gradients to new parameters and moments. All elementwise, so that an
 * output may be written over its own input.
 */
export function updateGraph(
  parameters: readonly Parameter[],
  optimizer: OptimizerConfig = defaultOptimizer,
  floatType: FloatType = 'float32',
): GraphBuilder {
  const graph = new GraphBuilder({ name: 'update', floatType });
  const scalar = (name: string): Value => graph.input(name, floatType, []);
  const learningRate = scalar(updateInputs.learningRate);
  const gradientScale = scalar(updateInputs.gradientScale);
  const correction1 = scalar(updateInputs.correction1);
  const correction2 = scalar(updateInputs.correction2);
  for (const { name, dims } of parameters) {
    for (const input of [name, updateGradient(name), ...slots.map((slot) => slotInput(name, slot))]) {
      graph.input(input, floatType, dims);
    }
  }

  const squares = parameters.map(({ name }) =>
    graph.op('ReduceSumSquare', [updateGradient(name)], { keepdims: { int: 0 } }),
  );
  const norm = mul(graph, graph.op('Sqrt', [graph.op('Sum', squares)]), gradientScale);
  const clipping = graph.op('Min', [
    graph.float(1),
    div(graph, graph.float(optimizer.maxNorm), add(graph, norm, graph.float(1e-6))),
  ]);
  const scale = mul(graph, gradientScale, clipping);
  const stepSize = div(graph, learningRate, correction1);

  /** beta · old + (1 - beta) · new */
  const average = (beta: number, old: Value, fresh: Value): Value =>
    add(graph, mul(graph, old, graph.float(beta)), mul(graph, fresh, graph.float(1 - beta)));

  graph.output(norm, normName);
  for (const { name, dims } of parameters) {
    const gradient = mul(graph, updateGradient(name), scale);
    const first = average(optimizer.beta1, slotInput(name, 'first_moment'), gradient);
    const second = average(optimizer.beta2, slotInput(name, 'second_moment'), mul(graph, gradient, gradient));
    const deviation = graph.op('Sqrt', [div(graph, second, correction2)]);
    const change = div(graph, mul(graph, first, stepSize), add(graph, deviation, graph.float(optimizer.epsilon)));
    const decay = mul(graph, learningRate, graph.float(optimizer.weightDecay));
    const kept = dims.length < 2 ? name : sub(graph, name, mul(graph, name, decay));
    graph.output(sub(graph, kept, change), updated(name));
    graph.output(first, updated(slotInput(name, 'first_moment')));
    graph.output(second, updated(slotInput(name, 'second_moment')));
  }
  return graph;
}
