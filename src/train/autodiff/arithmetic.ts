import type { Value } from '../../onnx/graph.ts';
import { div, mul, sub } from '../../onnx/operators.ts';
import { unbroadcast } from './broadcast.ts';
import { type Application, type GradientRule, upstream } from './rule.ts';

type Partial = (application: Application, gradient: Value, ...inputs: Value[]) => Value;

/** A rule for an operator that broadcasts its inputs, from the partial derivative (times the gradient) for each. */
const broadcasting =
  (...partials: (Partial | undefined)[]): GradientRule =>
  (application) => {
    const { graph, node, wanted } = application;
    const gradient = upstream(application);
    return node.inputs.map((input, i) => {
      const partial = partials[i];
      if (!partial || !wanted(i)) return undefined;
      return unbroadcast(graph, partial(application, gradient, ...node.inputs), input);
    });
  };

const passed: Partial = (_, gradient) => gradient;
const output = ({ node }: Application): Value => node.outputs[0]!;

export const arithmetic: Record<string, GradientRule> = {
  Add: broadcasting(passed, passed),
  Sub: broadcasting(passed, ({ graph }, gradient) => graph.op('Neg', [gradient])),
  Mul: broadcasting(
    ({ graph }, gradient, _, b) => mul(graph, gradient, b!),
    ({ graph }, gradient, a) => mul(graph, gradient, a!),
  ),
  Div: broadcasting(
    ({ graph }, gradient, _, b) => div(graph, gradient, b!),
    (application, gradient, _, b) => {
      const { graph } = application;
      return graph.op('Neg', [div(graph, mul(graph, gradient, output(application)), b!)]);
    },
  ),
  Pow: broadcasting(
    ({ graph }, gradient, x, y) => {
      const power = graph.op('Pow', [x!, sub(graph, y!, graph.float(1))]);
      return mul(graph, gradient, mul(graph, y!, power));
    },
    (application, gradient, x) => {
      const { graph } = application;
      return mul(graph, gradient, mul(graph, output(application), graph.op('Log', [x!])));
    },
  ),
  Where: broadcasting(
    undefined,
    ({ graph }, gradient, condition) => graph.op('Where', [condition!, gradient, graph.float(0)]),
    ({ graph }, gradient, condition) => graph.op('Where', [condition!, graph.float(0), gradient]),
  ),
  Expand: broadcasting(passed),
};
