import type { Value } from '../../onnx/graph.ts';
import { cast, div, mul, reduceSum, sub } from '../../onnx/operators.ts';
import {
  type Application,
  constantInts,
  type GradientRule,
  intAttribute,
  intsAttribute,
  NotDifferentiable,
  upstream,
} from './rule.ts';

/** The reduced axes, or `undefined` for all of them. */
function axesOf(application: Application): readonly number[] | undefined {
  const axes = constantInts(application, 1) ?? intsAttribute(application, 'axes');
  if (axes === undefined && (application.node.inputs[1] ?? '') !== '') {
    throw new NotDifferentiable(`the axes of ${application.node.opType} are computed while the graph runs`);
  }
  return axes;
}

/** A reduced value with its reduced axes put back, of length one. */
function restored(application: Application, value: Value): Value {
  const axes = axesOf(application);
  if (axes === undefined || intAttribute(application, 'keepdims', 1) !== 0) return value;
  return application.graph.op('Unsqueeze', [value, application.graph.int(axes)]);
}

/** A value repeated along the reduced axes of the first input. */
function spread({ graph, node }: Application, value: Value): Value {
  const [x] = node.inputs as [Value];
  const result = graph.op('Expand', [value, graph.op('Shape', [x])]);
  const shape = graph.shapeOf(x);
  return shape ? graph.declare(result, shape, graph.typeOf(x)) : result;
}

const reduceMeanRule: GradientRule = (application) => {
  const { graph, node } = application;
  const sizes = [node.inputs[0]!, node.outputs[0]!].map((value) => graph.op('Size', [value]));
  const count = cast(graph, div(graph, sizes[0]!, sizes[1]!), graph.floatType);
  return [spread(application, restored(application, div(graph, upstream(application), count)))];
};

/** The gradient goes to the extreme element, in equal parts where several are equal. */
const extremeRule: GradientRule = (application) => {
  const { graph, node } = application;
  const [x] = node.inputs as [Value];
  const hit = cast(graph, graph.op('Equal', [x, restored(application, node.outputs[0]!)]), graph.floatType);
  const axes = axesOf(application);
  const ties = axes ? reduceSum(graph, hit, axes) : graph.op('ReduceSum', [hit]);
  return [mul(graph, hit, div(graph, restored(application, upstream(application)), ties))];
};

const softmaxAxis = (application: Application): readonly number[] => [intAttribute(application, 'axis', -1)];

const softmaxRule: GradientRule = (application) => {
  const { graph, node } = application;
  const [y] = node.outputs as [Value];
  const weighted = mul(graph, upstream(application), y);
  const total = reduceSum(graph, weighted, softmaxAxis(application));
  return [sub(graph, weighted, mul(graph, y, total))];
};

const logSoftmaxRule: GradientRule = (application) => {
  const { graph, node } = application;
  const gradient = upstream(application);
  const probability = graph.op('Exp', [node.outputs[0]!]);
  const total = reduceSum(graph, gradient, softmaxAxis(application));
  return [sub(graph, gradient, mul(graph, probability, total))];
};

export const reduction: Record<string, GradientRule> = {
  ReduceSum: (application) => [spread(application, restored(application, upstream(application)))],
  ReduceMean: reduceMeanRule,
  ReduceMax: extremeRule,
  ReduceMin: extremeRule,
  Softmax: softmaxRule,
  LogSoftmax: logSoftmaxRule,
};
