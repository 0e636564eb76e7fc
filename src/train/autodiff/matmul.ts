import type { GraphBuilder, Value } from '../../onnx/graph.ts';
import { concat, gemm, matMul, mul, shapeSlice, transpose } from '../../onnx/operators.ts';
import { unbroadcast } from './broadcast.ts';
import { type Application, type GradientRule, intAttribute, knownShape, NotDifferentiable, upstream } from './rule.ts';

/** The last two axes swapped; onnxruntime folds this into the product that follows. */
function swapped(graph: GraphBuilder, x: Value, rank: number): Value {
  const axes = Array.from({ length: rank }, (_, i) => i);
  return transpose(graph, x, [...axes.slice(0, -2), rank - 1, rank - 2]);
}

/** All axes but the last as one. */
function rows(graph: GraphBuilder, x: Value): Value {
  const width = graph.shapeOf(x)?.at(-1);
  if (typeof width === 'number') return graph.op('Reshape', [x, graph.int([-1, width])]);
  return graph.op('Reshape', [x, concat(graph, [graph.int([-1]), shapeSlice(graph, x, -1)], 0)]);
}

/** y = a·b over matrices in the last two axes, the axes before them broadcast. */
const matMulRule: GradientRule = (application) => {
  const { graph, node, wanted } = application;
  const [a, b] = node.inputs as [Value, Value];
  const gradient = upstream(application);
  const ranks = [knownShape(application, a).length, knownShape(application, b).length] as const;
  if (Math.min(...ranks) < 2) throw new NotDifferentiable('MatMul of vectors is not covered; give them a second axis');
  if (ranks[1] === 2) {
    // One big product instead of many small ones: the leading axes of a are rows like any others.
    const toA = () =>
      ranks[0] === 2 ? gemm(graph, gradient, b, { b: true }) : matMul(graph, gradient, swapped(graph, b, 2));
    const toB = () =>
      ranks[0] === 2
        ? gemm(graph, a, gradient, { a: true })
        : gemm(graph, rows(graph, a), rows(graph, gradient), { a: true });
    return [wanted(0) ? toA() : undefined, wanted(1) ? toB() : undefined];
  }
  const toA = () => unbroadcast(graph, matMul(graph, gradient, swapped(graph, b, ranks[1])), a);
  const toB = () => unbroadcast(graph, matMul(graph, swapped(graph, a, ranks[0]), gradient), b);
  return [wanted(0) ? toA() : undefined, wanted(1) ? toB() : undefined];
};

const floatAttribute = ({ node }: Application, name: string): number => {
  const attribute = node.attributes[name];
  return attribute !== undefined && 'float' in attribute ? attribute.float : 1;
};

const scaled = (graph: GraphBuilder, x: Value, factor: number): Value =>
  factor === 1 ? x : mul(graph, x, graph.float(factor));

/** y = alpha · a'·b' + beta · c, where ' is an optional transposition. */
const gemmRule: GradientRule = (application) => {
  const { graph, node, wanted } = application;
  const [a, b, c] = node.inputs as [Value, Value, Value | undefined];
  const gradient = upstream(application);
  const transA = intAttribute(application, 'transA', 0) !== 0;
  const transB = intAttribute(application, 'transB', 0) !== 0;
  const inner = scaled(graph, gradient, floatAttribute(application, 'alpha'));
  const toA = () => (transA ? gemm(graph, b, inner, { a: transB, b: true }) : gemm(graph, inner, b, { b: !transB }));
  const toB = () => (transB ? gemm(graph, inner, a, { a: true, b: transA }) : gemm(graph, a, inner, { a: !transA }));
  const toC = (value: Value) => unbroadcast(graph, scaled(graph, gradient, floatAttribute(application, 'beta')), value);
  return [wanted(0) ? toA() : undefined, wanted(1) ? toB() : undefined, c && wanted(2) ? toC(c) : undefined];
};

export const matmul: Record<string, GradientRule> = { MatMul: matMulRule, Gemm: gemmRule };
