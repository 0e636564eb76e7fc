import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphBuilder } from '../../../src/onnx/graph.ts';
import { differentiate } from '../../../src/train/autodiff/differentiate.ts';
import { assertGradients } from './central-differences.ts';

test('a value that is used twice gets the sum of both gradients', () =>
  assertGradients(
    (graph, x, w) => {
      const y = graph.op('Tanh', [graph.op('MatMul', [x, w])]);
      return graph.op('Add', [graph.op('Mul', [y, x]), graph.op('MatMul', [y, w])]);
    },
    [{ dims: [3, 3] }, { dims: [3, 3] }],
  ));

test('an operator without a gradient rule is named', () => {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', [3]);
  const y = graph.op('ReduceSum', [graph.op('CumSum', [x, graph.int(0)])], { keepdims: { int: 0 } });
  const result = differentiate(graph, y, [x]);
  assert.ok(!result.ok);
  assert.equal(result.error.operator, 'CumSum');
});

test('an operator of an unknown domain is named with its domain', () => {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', [1]);
  graph.addNode({ opType: 'Exp', domain: 'my.ops', inputs: [x], outputs: ['y'], attributes: {} });
  const result = differentiate(graph, 'y', [x]);
  assert.equal(!result.ok && result.error.operator, 'my.ops.Exp');
});

test('no gradient flows through comparisons, shapes and integers', () =>
  assertGradients(
    (graph, x) => {
      const count = graph.op('Cast', [graph.op('Size', [x])], { to: { int: graph.floatType === 'float32' ? 1 : 11 } });
      const mask = graph.op('Greater', [x, graph.float(0)]);
      return graph.op('Div', [graph.op('Where', [mask, x, graph.float(0)]), count]);
    },
    [{ dims: [5] }],
  ));

test('a parameter that the loss does not depend on gets zeros', () =>
  assertGradients((graph, x) => graph.op('Exp', [x]), [{ dims: [2] }, { dims: [3] }]));
