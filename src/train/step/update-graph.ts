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

/** Scalar inputs of the graphs, of shape []. */
export const updateInputs = {
  learningRate: 'learning_rate',
  /** What the summed gradient is multiplied by to get the mean: one over the number of output tokens. */
  meanScale: 'mean_scale',
  /** The same after clipping. */
  gradientScale: 'gradient_scale',
  /** 1 - beta1^step and 1 - beta2^step, with the first step being 1. */
  correction1: 'bias_correction_1',
  correction2: 'bias_correction_2',
} as const;

/** The norm of the mean gradient before clipping. */
export const normName = 'gradient_norm';
export const slots = ['first_moment', 'second_moment'] as const;
export const slotInput = (parameter: string, slot: (typeof slots)[number]): string => `${parameter}.${slot}`;
/** The new value of a parameter or of one of its moments. */
export const updated = (name: string): string => `${name}.updated`;
export const updateGradient = (parameter: string): string => `${parameter}.gradient`;

/**
 * The norm of the gradient over all parameters, and the scale that brings it down to the largest norm that is allowed
 * (Pascanu et al. 2013). It is known before anything is changed, so that a gradient of NaN can be left out.
 */
export function clippingGraph(
  parameters: readonly Parameter[],
  maxNorm: number,
  floatType: FloatType = 'float32',
): GraphBuilder {
  const graph = new GraphBuilder({ name: 'clipping', floatType });
  const meanScale = graph.input(updateInputs.meanScale, floatType, []);
  const squares = parameters.map(({ name, dims }) => {
    const gradient = graph.input(updateGradient(name), floatType, dims);
    return graph.op('ReduceSumSquare', [gradient], { keepdims: { int: 0 } });
  });
  const norm = mul(graph, graph.op('Sqrt', [graph.op('Sum', squares)]), meanScale);
  const fits = div(graph, graph.float(maxNorm), add(graph, norm, graph.float(1e-6)));
  graph.output(norm, normName);
  graph.output(mul(graph, meanScale, graph.op('Min', [graph.float(1), fits])), updateInputs.gradientScale);
  return graph;
}

/**
 * One step of AdamW (Loshchilov and Hutter 2019) on all parameters: from parameters, moments, summed gradients and
 * their scale to new parameters and moments. All elementwise, so that an output may be written over its own input.
 */
export function updateGraph(
  parameters: readonly Parameter[],
  optimizer: OptimizerConfig = defaultOptimizer,
  floatType: FloatType = 'float32',
): GraphBuilder {
  const graph = new GraphBuilder({ name: 'update', floatType });
  const scalar = (name: string): Value => graph.input(name, floatType, []);
  const learningRate = scalar(updateInputs.learningRate);
  const scale = scalar(updateInputs.gradientScale);
  const correction2 = scalar(updateInputs.correction2);
  const stepSize = div(graph, learningRate, scalar(updateInputs.correction1));
  const kept = sub(graph, graph.float(1), mul(graph, learningRate, graph.float(optimizer.weightDecay)));

  /** beta · old + (1 - beta) · new */
  const average = (beta: number, old: Value, fresh: Value): Value =>
    add(graph, mul(graph, old, graph.float(beta)), mul(graph, fresh, graph.float(1 - beta)));

  for (const { name, dims } of parameters) {
    const input = (tensor: string): Value => graph.input(tensor, floatType, dims);
    const parameter = input(name);
    const gradient = mul(graph, input(updateGradient(name)), scale);
    const first = average(optimizer.beta1, input(slotInput(name, 'first_moment')), gradient);
    const second = average(optimizer.beta2, input(slotInput(name, 'second_moment')), mul(graph, gradient, gradient));
    const deviation = graph.op('Sqrt', [div(graph, second, correction2)]);
    const change = div(graph, mul(graph, first, stepSize), add(graph, deviation, graph.float(optimizer.epsilon)));
    const decayed = dims.length < 2 ? parameter : mul(graph, parameter, kept);
    graph.output(sub(graph, decayed, change), updated(name));
    graph.output(first, updated(slotInput(name, 'first_moment')));
    graph.output(second, updated(slotInput(name, 'second_moment')));
  }
  return graph;
}
