import type { GraphBuilder, Value } from '../../onnx/graph.ts';
import { add, cast, div, mul, sub } from '../../onnx/operators.ts';
import { type GradientRule, upstream } from './rule.ts';

/** From x and y = f(x) to gradient · f'(x). */
type Derivative = (graph: GraphBuilder, gradient: Value, x: Value, y: Value) => Value;

const unary =
  (derivative: Derivative): GradientRule =>
  (application) => {
    const { graph, node } = application;
    return [derivative(graph, upstream(application), node.inputs[0]!, node.outputs[0]!)];
  };

const oneMinus = (graph: GraphBuilder, x: Value): Value => sub(graph, graph.float(1), x);

/** x · Φ(x), with the normal distribution Φ or with its approximation by tanh. */
const geluRule: GradientRule = (application) => {
  const { graph, node } = application;
  const [x] = node.inputs as [Value];
  const { approximate } = node.attributes;
  const byTanh = approximate !== undefined && 'string' in approximate && approximate.string === 'tanh';
  const square = mul(graph, x, x);
  let phi: Value;
  let slope: Value;
  if (byTanh) {
    const scale = Math.sqrt(2 / Math.PI);
    const cubic = mul(graph, square, graph.float(0.044715));
    const inner = mul(graph, mul(graph, x, graph.float(scale)), add(graph, cubic, graph.float(1)));
    const tanh = graph.op('Tanh', [inner]);
    phi = mul(graph, add(graph, tanh, graph.float(1)), graph.float(0.5));
    const change = mul(graph, add(graph, mul(graph, cubic, graph.float(3)), graph.float(1)), graph.float(scale / 2));
    slope = mul(graph, oneMinus(graph, mul(graph, tanh, tanh)), change);
  } else {
    const erf = graph.op('Erf', [mul(graph, x, graph.float(Math.SQRT1_2))]);
    phi = mul(graph, add(graph, erf, graph.float(1)), graph.float(0.5));
    const bell = graph.op('Exp', [mul(graph, square, graph.float(-0.5))]);
    slope = mul(graph, bell, graph.float(1 / Math.sqrt(2 * Math.PI)));
  }
  return [mul(graph, upstream(application), add(graph, phi, mul(graph, x, slope)))];
};

export const elementwise: Record<string, GradientRule> = {
  Identity: unary((_, gradient) => gradient),
  Neg: unary((graph, gradient) => graph.op('Neg', [gradient])),
  Sqrt: unary((graph, gradient, _, y) => div(graph, mul(graph, gradient, graph.float(0.5)), y)),
  Reciprocal: unary((graph, gradient, _, y) => graph.op('Neg', [mul(graph, gradient, mul(graph, y, y))])),
  Exp: unary((graph, gradient, _, y) => mul(graph, gradient, y)),
  Log: unary((graph, gradient, x) => div(graph, gradient, x)),
  Tanh: unary((graph, gradient, _, y) => mul(graph, gradient, oneMinus(graph, mul(graph, y, y)))),
  Sigmoid: unary((graph, gradient, _, y) => mul(graph, gradient, mul(graph, y, oneMinus(graph, y)))),
  Softplus: unary((graph, gradient, x) => mul(graph, gradient, graph.op('Sigmoid', [x]))),
  Erf: unary((graph, gradient, x) => {
    const bell = graph.op('Exp', [graph.op('Neg', [mul(graph, x, x)])]);
    return mul(graph, gradient, mul(graph, graph.float(2 / Math.sqrt(Math.PI)), bell));
  }),
  Gelu: geluRule,
  Sin: unary((graph, gradient, x) => mul(graph, gradient, graph.op('Cos', [x]))),
  Cos: unary((graph, gradient, x) => graph.op('Neg', [mul(graph, gradient, graph.op('Sin', [x]))])),
  Abs: unary((graph, gradient, x) => mul(graph, gradient, graph.op('Sign', [x]))),
  Relu: unary((graph, gradient, x) =>
    graph.op('Where', [graph.op('Greater', [x, graph.float(0)]), gradient, graph.float(0)]),
  ),
  Cast: unary((graph, gradient, x) => cast(graph, gradient, graph.typeOf(x) ?? graph.floatType)),
};
