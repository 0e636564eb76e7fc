import type { GraphBuilder, Value } from '../../onnx/graph.ts';
import { add, concat, gather, shapeSlice, sub, transpose, zerosOf } from '../../onnx/operators.ts';
import { axisOf } from '../../onnx/shape.ts';
import {
  constantInts,
  type GradientRule,
  intAttribute,
  intsAttribute,
  knownShape,
  NotDifferentiable,
  upstream,
} from './rule.ts';

/** The same elements in the shape of the first input. */
const reshaped: GradientRule = (application) => {
  const { graph, node } = application;
  const [x] = node.inputs as [Value];
  const result = graph.op('Reshape', [upstream(application), graph.op('Shape', [x])]);
  const shape = graph.shapeOf(x);
  return [shape ? graph.declare(result, shape, graph.typeOf(x)) : result];
};

const transposeRule: GradientRule = (application) => {
  const { graph, node } = application;
  const reversed = () => knownShape(application, node.inputs[0]!).map((_, i, { length }) => length - 1 - i);
  const perm = intsAttribute(application, 'perm') ?? reversed();
  return [
    transpose(
      graph,
      upstream(application),
      perm.map((_, axis) => perm.indexOf(axis)),
    ),
  ];
};

/** The length of one axis, as a vector of one element. */
function lengthOf(graph: GraphBuilder, x: Value, axis: number): Value {
  const length = graph.shapeOf(x)?.[axis];
  return typeof length === 'number' ? graph.int([length]) : shapeSlice(graph, x, axis, axis + 1);
}

const concatRule: GradientRule = (application) => {
  const { graph, node } = application;
  const axis = axisOf(intAttribute(application, 'axis', 0), knownShape(application, node.inputs[0]!).length);
  const lengths = node.inputs.map((input) => graph.shapeOf(input)?.[axis]);
  const sizes = lengths.every((length) => typeof length === 'number')
    ? graph.int(lengths)
    : concat(
        graph,
        node.inputs.map((input) => lengthOf(graph, input, axis)),
        0,
      );
  const parts = graph.ops('Split', node.inputs.length, [upstream(application), sizes], { axis: { int: axis } });
  for (const [i, input] of node.inputs.entries()) {
    const shape = graph.shapeOf(input);
    if (shape) graph.declare(parts[i]!, shape, graph.typeOf(input));
  }
  return parts;
};

const splitRule: GradientRule = (application) => {
  const { graph, node, gradients } = application;
  const parts = node.outputs.map((output, i) => gradients[i] ?? zerosOf(graph, graph.op('Shape', [output])));
  const result = concat(graph, parts, intAttribute(application, 'axis', 0));
  const shape = graph.shapeOf(node.inputs[0]!);
  return [shape ? graph.declare(result, shape) : result];
};

/** The gradient of what was cut out, with zeros for what was cut away. */
const sliceRule: GradientRule = (application) => {
  const { graph, node } = application;
  const [x, starts, , axesInput, stepsInput] = node.inputs as [Value, Value, Value, Value?, Value?];
  const gradient = upstream(application);
  const steps = constantInts(application, 4);
  if (stepsInput && !steps?.every((step) => step === 1)) throw new NotDifferentiable('Slice has steps other than 1');
  const shape = graph.op('Shape', [x]);
  const axes = axesInput ?? graph.op('Range', [graph.int(0), graph.op('Size', [starts]), graph.int(1)]);
  const lengths = gather(graph, shape, axes);
  const negative = graph.op('Less', [starts, graph.int(0)]);
  const fromFront = graph.op('Where', [negative, add(graph, starts, lengths), starts]);
  const before = graph.op('Max', [graph.op('Min', [fromFront, lengths]), graph.int(0)]);
  const kept = gather(graph, graph.op('Shape', [gradient]), axes);
  const after = sub(graph, sub(graph, lengths, before), kept);
  const result = graph.op('Pad', [gradient, concat(graph, [before, after], 0), graph.float(0), axes]);
  const known = graph.shapeOf(x);
  return [known ? graph.declare(result, known, graph.typeOf(x)) : result];
};

const triluRule: GradientRule = (application) => {
  const { graph, node } = application;
  return [graph.op('Trilu', [upstream(application), ...node.inputs.slice(1)], node.attributes)];
};

/** Adds the gradient of each gathered row to the row it came from, as often as it was gathered. */
const gatherRule: GradientRule = (application) => {
  const { graph, node } = application;
  const [x, indices] = node.inputs as [Value, Value];
  const rank = knownShape(application, x).length;
  const axis = axisOf(intAttribute(application, 'axis', 0), rank);
  const order = axis === 0 ? undefined : [axis, ...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis)];
  const shape = order ? gather(graph, graph.op('Shape', [x]), graph.int(order)) : graph.op('Shape', [x]);
  let rows = upstream(application);
  if (order) {
    const indexRank = knownShape(application, indices).length;
    const indexAxes = Array.from({ length: indexRank }, (_, i) => axis + i);
    const others = order.slice(1).map((i) => (i < axis ? i : i + indexRank - 1));
    rows = transpose(graph, rows, [...indexAxes, ...others]);
  }
  const rest = graph.op('Slice', [shape, graph.int([1]), graph.int([rank])]);
  rows = graph.op('Reshape', [rows, concat(graph, [graph.int([-1]), rest], 0)]);
  const places = graph.op('Reshape', [indices, graph.int([-1, 1])]);
  const sum = graph.op('ScatterND', [zerosOf(graph, shape), places, rows], { reduction: { string: 'add' } });
  const known = graph.shapeOf(x)!;
  graph.declare(sum, order ? order.map((i) => known[i]!) : known, graph.typeOf(x));
  return [
    order
      ? transpose(
          graph,
          sum,
          order.map((_, i) => order.indexOf(i)),
        )
      : sum,
  ];
};

const gatherElementsRule: GradientRule = (application) => {
  const { graph, node } = application;
  const [x, indices] = node.inputs as [Value, Value];
  const attributes = { axis: { int: intAttribute(application, 'axis', 0) }, reduction: { string: 'add' } };
  const zeros = zerosOf(graph, graph.op('Shape', [x]));
  const result = graph.op('ScatterElements', [zeros, indices, upstream(application)], attributes);
  const shape = graph.shapeOf(x);
  return [shape ? graph.declare(result, shape, graph.typeOf(x)) : result];
};

export const layout: Record<string, GradientRule> = {
  Reshape: reshaped,
  Flatten: reshaped,
  Squeeze: reshaped,
  Unsqueeze: reshaped,
  Transpose: transposeRule,
  Concat: concatRule,
  Split: splitRule,
  Slice: sliceRule,
  Trilu: triluRule,
  Gather: gatherRule,
  GatherElements: gatherElementsRule,
};
