import type { GraphBuilder, Node, Value } from '../../onnx/graph.ts';
import type { Shape } from '../../onnx/shape.ts';

/** What a gradient rule is given: the node, and the gradient of the loss with respect to each of its outputs. */
export interface Application {
  readonly graph: GraphBuilder;
  readonly node: Node;
  /** One per output of the node, of the output's shape; `undefined` where the loss does not depend on it. */
  readonly gradients: readonly (Value | undefined)[];
  /** Is the gradient with respect to this input asked for? A rule may skip the others. */
  readonly wanted: (input: number) => boolean;
}

/** Appends nodes that compute the gradient with respect to each input, each of that input's shape. */
export type GradientRule = (application: Application) => readonly (Value | undefined)[];

/** Thrown by rules, caught by `differentiate`: this node cannot be differentiated, and why. */
export class NotDifferentiable extends Error {}

/** The gradient of the first output, which most operators alone have. */
export function upstream({ gradients, node }: Application): Value {
  const [gradient] = gradients;
  if (gradient === undefined) throw new Error(`${node.opType} is differentiated without a gradient of its output.`);
  return gradient;
}

export function knownShape({ graph, node }: Application, value: Value): Shape {
  const shape = graph.shapeOf(value);
  if (shape === undefined) {
    throw new NotDifferentiable(
      `the rank of '${value}', which ${node.opType} uses, is not known before the graph runs`,
    );
  }
  return shape;
}

export function intAttribute({ node }: Application, name: string, otherwise: number): number {
  const attribute = node.attributes[name];
  return attribute !== undefined && 'int' in attribute ? attribute.int : otherwise;
}

export function intsAttribute({ node }: Application, name: string): readonly number[] | undefined {
  const attribute = node.attributes[name];
  return attribute !== undefined && 'ints' in attribute ? attribute.ints : undefined;
}

/** The int64 vector that an input holds in every run. */
export function constantInts({ graph, node }: Application, input: number): readonly number[] | undefined {
  const value = node.inputs[input];
  const tensor = value === undefined ? undefined : graph.constantOf(value);
  return tensor && Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}
