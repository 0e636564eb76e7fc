import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { GraphBuilder, Node, Value } from '../../onnx/graph.ts';
import { add } from '../../onnx/operators.ts';
import { arithmetic } from './arithmetic.ts';
import { elementwise } from './elementwise.ts';
import { layout } from './layout.ts';
import { matmul } from './matmul.ts';
import { normalization } from './normalization.ts';
import { reduction } from './reduction.ts';
import { type GradientRule, NotDifferentiable } from './rule.ts';

const rules: Readonly<Record<string, GradientRule>> = {
  ...arithmetic,
  ...elementwise,
  ...layout,
  ...matmul,
  ...normalization,
  ...reduction,
};

/** Their outputs do not change with small changes of their inputs, or are not numbers to differentiate. */
const withoutGradient = new Set(
  `Constant ConstantOfShape Shape Size Range Equal Less LessOrEqual Greater GreaterOrEqual And Or Not Xor IsNaN IsInf
   ArgMax ArgMin NonZero OneHot Sign Floor Ceil Round EyeLike`.split(/\s+/),
);

/** Domains whose operators the rules speak of: ONNX itself, and the additions of onnxruntime. */
const domains = new Set(['', 'ai.onnx', 'com.microsoft']);

/** An operator between the parameters and the loss that no rule covers, or not in this form. */
export interface DifferentiationProblem extends Problem {
  readonly code: 'operator-without-gradient';
  readonly operator: string;
}

/**
 * Reverse-mode differentiation (Linnainmaa 1970; Griewank and Walther, "Evaluating Derivatives", 2008): appends to
 * the graph the nodes that compute the gradient of `loss` (a scalar) with respect to each of the `parameters`, and
 * returns their names in the same order. The nodes have to be in topological order, as ONNX asks for. A parameter
 * that the loss does not depend on gets zeros.
 */
export function differentiate(
  graph: GraphBuilder,
  loss: Value,
  parameters: readonly Value[],
): Result<readonly Value[], DifferentiationProblem> {
  const nodes = [...graph.nodes];
  const active = dependents(graph, nodes, parameters);
  const gradients = new Map<Value, Value>([[loss, graph.float(1)]]);
  for (const node of nodes.toReversed()) {
    const outputs = node.outputs.map((output) => gradients.get(output));
    if (outputs.every((gradient) => gradient === undefined)) continue;
    const wanted = (i: number) => active.has(node.inputs[i] ?? '');
    if (!node.inputs.some((_, i) => wanted(i))) continue;
    const rule = domains.has(node.domain) ? rules[node.opType] : undefined;
    if (!rule) return uncovered(node, 'no rule for its gradient is known');
    try {
      const inputs = rule({ graph, node, gradients: outputs, wanted });
      for (const [i, gradient] of inputs.entries()) {
        if (gradient !== undefined && wanted(i)) accumulate(graph, gradients, node.inputs[i]!, gradient);
      }
    } catch (error) {
      if (error instanceof NotDifferentiable) return uncovered(node, error.message);
      throw error;
    }
  }
  const zero = (parameter: Value) => graph.op('Mul', [parameter, graph.float(0)]);
  return ok(parameters.map((parameter) => gradients.get(parameter) ?? zero(parameter)));
}

/** The values whose change follows from a change of the parameters. */
function dependents(graph: GraphBuilder, nodes: readonly Node[], parameters: readonly Value[]): ReadonlySet<Value> {
  const active = new Set(parameters);
  for (const node of nodes) {
    if (withoutGradient.has(node.opType) || !node.inputs.some((input) => active.has(input))) continue;
    for (const output of node.outputs) if (isFloat(graph, output)) active.add(output);
  }
  return active;
}

const isFloat = (graph: GraphBuilder, value: Value): boolean => graph.typeOf(value)?.startsWith('float') ?? true;

function accumulate(graph: GraphBuilder, gradients: Map<Value, Value>, value: Value, gradient: Value): void {
  const before = gradients.get(value);
  gradients.set(value, before === undefined ? gradient : add(graph, before, gradient));
}

function uncovered(node: Node, why: string): Result<never, DifferentiationProblem> {
  const operator = node.domain === '' ? node.opType : `${node.domain}.${node.opType}`;
  return fail({
    code: 'operator-without-gradient',
    operator,
    message: `The operator ${operator} (of '${node.outputs[0] ?? ''}') cannot be differentiated: ${why}.`,
    hint: 'Export the model without fused operators, or train a model of our own.',
  });
}
