import type { GraphBuilder, Value } from './graph.ts';
import { type ElementType, elementTypes } from './tensor.ts';

/** Operators as functions, for those whose raw form (constants as inputs, tagged attributes) hides what is meant. */
export const add = (graph: GraphBuilder, a: Value, b: Value): Value => graph.op('Add', [a, b]);
export const sub = (graph: GraphBuilder, a: Value, b: Value): Value => graph.op('Sub', [a, b]);
export const mul = (graph: GraphBuilder, a: Value, b: Value): Value => graph.op('Mul', [a, b]);
export const div = (graph: GraphBuilder, a: Value, b: Value): Value => graph.op('Div', [a, b]);
export const matMul = (graph: GraphBuilder, a: Value, b: Value): Value => graph.op('MatMul', [a, b]);

/** a·b of matrices, either of them transposed on the fly. */
export const gemm = (graph: GraphBuilder, a: Value, b: Value, transpose: { a?: boolean; b?: boolean } = {}): Value =>
  graph.op('Gemm', [a, b], { transA: { int: transpose.a ? 1 : 0 }, transB: { int: transpose.b ? 1 : 0 } });

export const transpose = (graph: GraphBuilder, x: Value, perm: readonly number[]): Value =>
  graph.op('Transpose', [x], { perm: { ints: perm } });

/** `0` keeps the length of that axis, `-1` takes what is left. */
export const reshape = (graph: GraphBuilder, x: Value, dims: readonly number[]): Value =>
  graph.op('Reshape', [x, graph.int(dims)]);

export const reduceSum = (graph: GraphBuilder, x: Value, axes: readonly number[], keepDims = true): Value =>
  graph.op('ReduceSum', [x, graph.int(axes)], { keepdims: { int: keepDims ? 1 : 0 } });

export const reduceMean = (graph: GraphBuilder, x: Value, axes: readonly number[], keepDims = true): Value =>
  graph.op('ReduceMean', [x, graph.int(axes)], { keepdims: { int: keepDims ? 1 : 0 } });

export const concat = (graph: GraphBuilder, values: readonly Value[], axis: number): Value =>
  graph.op('Concat', values, { axis: { int: axis } });

export const gather = (graph: GraphBuilder, x: Value, indices: Value, axis = 0): Value =>
  graph.op('Gather', [x, indices], { axis: { int: axis } });

export const cast = (graph: GraphBuilder, x: Value, to: ElementType): Value =>
  graph.op('Cast', [x], { to: { int: elementTypes[to] } });

/** The lengths of axes `start` to `end` (exclusive), as an int64 vector. */
export const shapeSlice = (graph: GraphBuilder, x: Value, start: number, end?: number): Value =>
  graph.op('Shape', [x], { start: { int: start }, ...(end !== undefined && { end: { int: end } }) });

/** Zeros of the shape that an int64 vector gives. */
export const zerosOf = (graph: GraphBuilder, shape: Value): Value => graph.op('Expand', [graph.float(0), shape]);
