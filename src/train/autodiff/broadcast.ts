import type { GraphBuilder, Value } from '../../onnx/graph.ts';
import { concat, reduceSum } from '../../onnx/operators.ts';
import type { Shape } from '../../onnx/shape.ts';

/**
 * Sums a gradient over the axes along which `value` was repeated by broadcasting, so that it has the shape of `value`.
 * The axes are found from the shapes while the graph is built, or, where these do not tell, while it runs.
 */
export function unbroadcast(graph: GraphBuilder, gradient: Value, value: Value): Value {
  const to = graph.shapeOf(value);
  const from = graph.shapeOf(gradient);
  const axes = from && to && repeatedAxes(from, to);
  if (!from || !to || !axes) return unbroadcastAtRuntime(graph, gradient, value);
  if (axes.length === 0) return gradient;
  const leading = from.length - to.length;
  if (axes.length === leading) return reduceSum(graph, gradient, axes, false);
  const summed = reduceSum(graph, gradient, axes);
  return leading === 0 ? summed : graph.op('Squeeze', [summed, graph.int(axes.slice(0, leading))]);
}

/** The axes of `from` that are missing or of length one in `to`; `undefined` where names leave it open. */
function repeatedAxes(from: Shape, to: Shape): number[] | undefined {
  const axes: number[] = [];
  const leading = from.length - to.length;
  for (const [axis, length] of from.entries()) {
    const target = axis < leading ? undefined : to[axis - leading];
    if (target === length) continue;
    if (target !== undefined && target !== 1) return undefined;
    axes.push(axis);
  }
  return axes;
}

function unbroadcastAtRuntime(graph: GraphBuilder, gradient: Value, value: Value): Value {
  const from = graph.op('Shape', [gradient]);
  const to = graph.op('Shape', [value]);
  const leading = graph.op('Sub', [graph.op('Shape', [from]), graph.op('Shape', [to])]);
  const padded = concat(graph, [graph.op('Expand', [graph.int([1]), leading]), to], 0);
  const differs = graph.op('Not', [graph.op('Equal', [padded, from])]);
  const axes = graph.op('Squeeze', [graph.op('NonZero', [differs]), graph.int([0])]);
  const summed = graph.op('ReduceSum', [gradient, axes], { noop_with_empty_axes: { int: 1 } });
  const result = graph.op('Reshape', [summed, to]);
  const shape = graph.shapeOf(value);
  return shape ? graph.declare(result, shape, graph.typeOf(value)) : result;
}
