import { test } from 'node:test';
import type { GraphBuilder, Value } from '../../../src/onnx/graph.ts';
import { assertGradients, type Formula, type Parameter } from './central-differences.ts';

/** An operator under test: how it is used, and on which parameters. */
type Case = readonly [name: string, formula: Formula, ...parameters: Parameter[]];

const of = (...dims: number[]): Parameter => ({ dims });
const positive = (...dims: number[]): Parameter => ({ dims, from: 0.5, to: 2 });
const op =
  (opType: string, attributes: Parameters<GraphBuilder['op']>[2] = {}): Formula =>
  (graph, ...values) =>
    graph.op(opType, values, attributes);
const bools = (graph: GraphBuilder, values: Value): Value => graph.op('Greater', [values, graph.float(0)]);

const arithmetic: Case[] = [
  ['Add of equal shapes', op('Add'), of(2, 3), of(2, 3)],
  ['Add, broadcasting both inputs', op('Add'), of(2, 1, 3), of(4, 1)],
  ['Sub of a vector from a matrix', op('Sub'), of(2, 3), of(3)],
  ['Sub of a matrix from a scalar', op('Sub'), of(), of(2, 3)],
  ['Mul, broadcasting a leading axis and one of length one', op('Mul'), of(3, 1), of(2, 3, 4)],
  ['Mul of a value with itself', (graph, x) => graph.op('Mul', [x, x]), of(2, 3)],
  ['Mul of shapes of one', op('Mul'), of(1, 1), of(1)],
  ['Div by a column', op('Div'), of(2, 3), positive(2, 1)],
  ['Div of a scalar', op('Div'), of(), positive(3)],
  ['Pow in base and exponent', op('Pow'), positive(2, 3), positive(3)],
  ['Pow with a constant exponent and a negative base', (graph, x) => graph.op('Pow', [x, graph.float(2)]), of(4)],
  ['Where with a broadcast branch', (graph, a, b) => graph.op('Where', [bools(graph, a), a, b]), of(2, 3), of(1, 3)],
  ['Expand of a column', (graph, x) => graph.op('Expand', [x, graph.int([2, 3, 4])]), of(3, 1)],
];

const elementwise: Case[] = [
  ...['Neg', 'Exp', 'Tanh', 'Sigmoid', 'Sin', 'Cos', 'Identity'].map((name): Case => [name, op(name), of(2, 3)]),
  ...['Sqrt', 'Log', 'Reciprocal'].map((name): Case => [name, op(name), positive(2, 3)]),
  ['Relu', op('Relu'), { dims: [4], data: [-1.5, 0.5, 2, -0.25] }],
  ['Abs', op('Abs'), { dims: [4], data: [-1.5, 0.5, 2, -0.25] }],
];

const matmul: Case[] = [
  ['MatMul of matrices', op('MatMul'), of(2, 3), of(3, 4)],
  ['MatMul of a batch with one matrix', op('MatMul'), of(2, 3, 4), of(4, 2)],
  ['MatMul of batches', op('MatMul'), of(2, 2, 3, 4), of(2, 2, 4, 2)],
  ['MatMul, broadcasting the batch of both', op('MatMul'), of(2, 1, 2, 3), of(3, 3, 2)],
  ['MatMul of shapes of one', op('MatMul'), of(1, 1, 1), of(1, 1)],
  ['Gemm', op('Gemm'), of(2, 3), of(3, 4), of(4)],
  [
    'Gemm with transpositions and factors',
    op('Gemm', { transA: { int: 1 }, transB: { int: 1 }, alpha: { float: 0.5 }, beta: { float: 2 } }),
    of(3, 2),
    of(4, 3),
    of(2, 1),
  ],
  ['Gemm with the left matrix transposed', op('Gemm', { transA: { int: 1 } }), of(3, 2), of(3, 4)],
];

const reduction: Case[] = [
  ['ReduceSum, axes kept', (graph, x) => graph.op('ReduceSum', [x, graph.int([0, -1])]), of(2, 3, 2)],
  [
    'ReduceSum, axes dropped',
    (graph, x) => graph.op('ReduceSum', [x, graph.int([1])], { keepdims: { int: 0 } }),
    of(2, 3, 2),
  ],
  ['ReduceSum of everything', op('ReduceSum', { keepdims: { int: 0 } }), of(2, 3)],
  ['ReduceMean', (graph, x) => graph.op('ReduceMean', [x, graph.int([-1])]), of(2, 5)],
  ['ReduceMax', (graph, x) => graph.op('ReduceMax', [x, graph.int([-1])], { keepdims: { int: 0 } }), of(3, 5)],
  ['ReduceMin', (graph, x) => graph.op('ReduceMin', [x, graph.int([0])]), of(3, 5)],
  ['Softmax', op('Softmax', { axis: { int: -1 } }), of(2, 4)],
  ['Softmax of a middle axis', op('Softmax', { axis: { int: 1 } }), of(2, 3, 2)],
  ['Softmax of one element', op('Softmax'), of(2, 1)],
  ['LogSoftmax', op('LogSoftmax', { axis: { int: -1 } }), of(3, 4)],
];

const layout: Case[] = [
  ['Reshape', (graph, x) => graph.op('Reshape', [x, graph.int([0, -1])]), of(2, 3, 2)],
  ['Squeeze', (graph, x) => graph.op('Squeeze', [x, graph.int([1])]), of(2, 1, 3)],
  ['Unsqueeze', (graph, x) => graph.op('Unsqueeze', [x, graph.int([0, 2])]), of(2, 3)],
  ['Transpose', op('Transpose', { perm: { ints: [2, 0, 1] } }), of(2, 3, 4)],
  ['Transpose in reverse order', op('Transpose'), of(2, 3, 4)],
  ['Concat', op('Concat', { axis: { int: -1 } }), of(2, 3), of(2, 1), of(2, 2)],
  [
    'Split, one part unused',
    (graph, x) => graph.ops('Split', 3, [x, graph.int([1, 3, 2])], { axis: { int: 1 } })[1]!,
    of(2, 6),
  ],
  [
    'Split in equal parts',
    (graph, x) => {
      const [a, b] = graph.ops('Split', 2, [x], { axis: { int: -1 }, num_outputs: { int: 2 } });
      return graph.op('Sub', [graph.op('Mul', [a!, a!]), b!]);
    },
    of(2, 6),
  ],
  [
    'Slice of the middle',
    (graph, x) => graph.op('Slice', [x, graph.int([1, -3]), graph.int([3, 1000]), graph.int([0, 1])]),
    of(4, 5),
  ],
  ['Slice without axes', (graph, x) => graph.op('Slice', [x, graph.int([1]), graph.int([-1])]), of(4, 2)],
  ['Trilu', op('Trilu', { upper: { int: 0 } }), of(3, 3)],
  [
    'Cast to the same precision',
    (graph, x) => graph.op('Cast', [x], { to: { int: graph.floatType === 'float32' ? 1 : 11 } }),
    of(3),
  ],
];

const indexing: Case[] = [
  ['Gather with repeated indices', (graph, x) => graph.op('Gather', [x, graph.int([2, 0, 2, 2, -1])]), of(4, 3)],
  ['Gather with a scalar index', (graph, x) => graph.op('Gather', [x, graph.int(1)]), of(3, 2)],
  [
    'Gather along a later axis',
    (graph, x) => graph.op('Gather', [x, graph.int([1, 1, 0])], { axis: { int: 1 } }),
    of(2, 3, 4),
  ],
  [
    'Gather of a matrix of indices',
    (graph, x) => {
      const indices = graph.op('Reshape', [graph.int([0, 2, 2, 1, 0, 0]), graph.int([2, 3])]);
      return graph.op('Gather', [x, indices], { axis: { int: -1 } });
    },
    of(2, 3),
  ],
  ['Gather of one row of one', (graph, x) => graph.op('Gather', [x, graph.int([0])]), of(1, 1)],
  [
    'GatherElements with repeated indices',
    (graph, x) => {
      const indices = graph.op('Reshape', [graph.int([1, 1, 0, 2]), graph.int([2, 2])]);
      return graph.op('GatherElements', [x, indices], { axis: { int: 1 } });
    },
    of(2, 3),
  ],
];

/** onnxruntime has no float64 kernel for some operators: there the same function is written with others. */
const eitherWay =
  (inFloat32: Formula, inFloat64: Formula): Formula =>
  (graph, ...values) =>
    (graph.floatType === 'float32' ? inFloat32 : inFloat64)(graph, ...values);

const rootMeanSquare: Formula = (graph, x, scale) => {
  const square = graph.op('ReduceMean', [graph.op('Mul', [x!, x!]), graph.int([-1])]);
  const root = graph.op('Sqrt', [graph.op('Add', [square, graph.float(1e-5)])]);
  return graph.op('Mul', [graph.op('Div', [x!, root]), scale!]);
};

const softplus: Formula = (graph, x) => graph.op('Log', [graph.op('Add', [graph.op('Exp', [x!]), graph.float(1)])]);

/** The Maclaurin series of erf, which converges to float64 precision within |x| ≤ 1 after 20 terms. */
const erf: Formula = (graph, x) => {
  const square = graph.op('Mul', [x!, x!]);
  let power = x!;
  let factorial = 1;
  let sum = x!;
  for (let n = 1; n < 20; n++) {
    power = graph.op('Mul', [power, square]);
    factorial *= n;
    const factor = graph.float((n % 2 === 0 ? 1 : -1) / (factorial * (2 * n + 1)));
    sum = graph.op('Add', [sum, graph.op('Mul', [power, factor])]);
  }
  return graph.op('Mul', [sum, graph.float(2 / Math.sqrt(Math.PI))]);
};

const half: Formula = (graph, x) => graph.op('Mul', [x!, graph.float(0.5)]);

/** x · Φ(x), with the series of erf. */
const gelu: Formula = (graph, x) => {
  const shares = erf(graph, graph.op('Mul', [x!, graph.float(Math.SQRT1_2)]));
  return graph.op('Mul', [half(graph, x!), graph.op('Add', [shares, graph.float(1)])]);
};

const geluByTanh: Formula = (graph, x) => {
  const cube = graph.op('Mul', [graph.op('Mul', [x!, x!]), x!]);
  const inner = graph.op('Add', [x!, graph.op('Mul', [cube, graph.float(0.044715)])]);
  const tanh = graph.op('Tanh', [graph.op('Mul', [inner, graph.float(Math.sqrt(2 / Math.PI))])]);
  return graph.op('Mul', [half(graph, x!), graph.op('Add', [tanh, graph.float(1)])]);
};

const normalization: Case[] = [
  ['Gelu', eitherWay(op('Gelu'), gelu), of(2, 3)],
  ['Gelu by tanh', eitherWay(op('Gelu', { approximate: { string: 'tanh' } }), geluByTanh), of(2, 3)],
  ['Erf', eitherWay(op('Erf'), erf), of(2, 3)],
  ['Softplus', eitherWay(op('Softplus'), softplus), of(2, 3)],
  ['SimplifiedLayerNormalization', eitherWay(op('SimplifiedLayerNormalization'), rootMeanSquare), of(2, 3, 4), of(4)],
  ['LayerNormalization', op('LayerNormalization', { epsilon: { float: 1e-5 } }), of(2, 3, 4), of(4), of(4)],
  ['LayerNormalization over two axes', op('LayerNormalization', { axis: { int: 1 } }), of(2, 3, 4), of(3, 4), of(3, 4)],
];

for (const [name, formula, ...parameters] of [
  ...arithmetic,
  ...elementwise,
  ...matmul,
  ...reduction,
  ...layout,
  ...indexing,
  ...normalization,
]) {
  test(`the gradient of ${name} agrees with central differences`, () => assertGradients(formula, parameters));
  test(`the gradient of ${name} agrees with central differences where lengths are not known beforehand`, () =>
    assertGradients(formula, parameters, { lengths: 'unknown' }));
}
