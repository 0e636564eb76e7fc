import type { Problem } from '../data/problem.ts';
import { ok, type Result } from '../data/result.ts';
import { type Attribute, type Attributes, attributeFromProto, attributeToProto } from './attribute.ts';
import { inferTypes } from './infer.ts';
import type { GraphProto, ModelProto, ValueInfoProto } from './proto.ts';
import { type Dim, isAnonymous, type Shape, unknown, type ValueType } from './shape.ts';
import {
  type ElementType,
  elementTypeOf,
  elementTypes,
  type FloatType,
  floats,
  int64,
  type Tensor,
  tensorFromProto,
  tensorToProto,
} from './tensor.ts';

/** The name of a value in a graph: an input, an initializer or the output of a node. */
export type Value = string;

export interface Node {
  readonly opType: string;
  readonly domain: string;
  /** `''` is an optional input that is left out. */
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

export interface GraphOptions {
  readonly name?: string;
  /** The type of the constants that `float` makes; a graph in float64 is for checking one in float32. */
  readonly floatType?: FloatType;
}

/** The operator set that graphs are written in. */
export const opset = 21;

/**
 * Writes an ONNX graph node by node. A model is a plain function over it: `(graph, x) => graph.op('MatMul', [x, w])`.
 * Types and shapes are inferred on the way where the operator allows; `shapeOf` tells, `declare` adds what is known.
 */
export class GraphBuilder {
  readonly name: string;
  readonly floatType: FloatType;
  readonly nodes: Node[] = [];
  readonly inputs: Value[] = [];
  readonly outputs: Value[] = [];
  readonly initializers = new Map<Value, Tensor>();
  readonly #types = new Map<Value, ValueType>();
  readonly #folded = new Map<Value, Tensor>();
  readonly #constants = new Map<string, Value>();
  readonly #used = new Set<Value>();

  constructor({ name = 'graph', floatType = 'float32' }: GraphOptions = {}) {
    this.name = name;
    this.floatType = floatType;
  }

  /** A name that no value of this graph has, and that is now taken. */
  fresh(prefix: string): Value {
    let name = prefix;
    for (let i = 1; this.#used.has(name); i++) name = `${prefix}_${i}`;
    this.#used.add(name);
    return name;
  }

  input(name: Value, type: ElementType, shape: Shape): Value {
    this.#claim(name);
    this.inputs.push(name);
    this.#types.set(name, { type, shape });
    return name;
  }

  initializer(name: Value, tensor: Tensor): Value {
    this.#claim(name);
    return this.#store(name, tensor);
  }

  /** Makes a value an output of the graph, under `name` if one is given. */
  output(value: Value, name: Value = value): Value {
    if (name !== value) this.op('Identity', [value], {}, [name]);
    this.outputs.push(name);
    return name;
  }

  /** Adds a node with one output (or with those that `outputs` names) and returns its first output. */
  op(opType: string, inputs: readonly Value[], attributes: Attributes = {}, outputs?: readonly Value[]): Value {
    const names = outputs ?? [this.fresh(opType)];
    if (outputs) for (const name of outputs) this.#claim(name);
    this.addNode({ opType, domain: '', inputs, outputs: names, attributes });
    return names[0]!;
  }

  /** Adds a node with `count` outputs. */
  ops(opType: string, count: number, inputs: readonly Value[], attributes: Attributes = {}): readonly Value[] {
    const outputs = Array.from({ length: count }, () => this.fresh(opType));
    this.addNode({ opType, domain: '', inputs, outputs, attributes });
    return outputs;
  }

  addNode(node: Node): void {
    this.nodes.push(node);
    for (const output of node.outputs) this.#used.add(output);
    const { value } = node.attributes;
    if (node.opType === 'Constant' && value && 'tensor' in value) this.#folded.set(node.outputs[0]!, value.tensor);
    if (node.domain !== '') return;
    for (const [i, type] of this.#infer(node).entries()) this.#types.set(node.outputs[i]!, type);
  }

  /** States what inference cannot see. */
  declare(value: Value, shape: Shape, type: ElementType | undefined = this.typeOf(value)): Value {
    this.#types.set(value, { type, shape });
    return value;
  }

  shapeOf(value: Value): Shape | undefined {
    return this.#types.get(value)?.shape;
  }

  typeOf(value: Value): ElementType | undefined {
    return this.#types.get(value)?.type;
  }

  /** A scalar, or a vector, in the floating-point type of this graph; equal ones are stored once. */
  float(value: number | readonly number[]): Value {
    const [dims, data] = typeof value === 'number' ? [[], [value]] : [[value.length], value];
    return this.#constant(`f:${dims}:${data}`, 'float', () => floats(this.floatType, dims, data));
  }

  /** An int64 scalar or vector, as shapes, axes and indices are given; equal ones are stored once. */
  int(value: number | readonly number[]): Value {
    const [dims, data] = typeof value === 'number' ? [[], [value]] : [[value.length], value];
    return this.#constant(`i:${dims}:${data}`, 'int', () => int64(dims, data));
  }

  /** The tensor of a value that does not depend on any input. */
  constantOf(value: Value): Tensor | undefined {
    return this.initializers.get(value) ?? this.#folded.get(value);
  }

  toModel(): ModelProto {
    return {
      irVersion: 10,
      producerName: 'ariadne',
      opsetImport: [
        { domain: '', version: opset },
        ...[...new Set(this.nodes.map(({ domain }) => domain))]
          .filter(Boolean)
          .map((domain) => ({ domain, version: 1 })),
      ],
      metadataProps: [],
      graph: {
        name: this.name,
        node: this.nodes.map((node, i) => ({
          name: `${node.opType}_${i}`,
          opType: node.opType,
          domain: node.domain,
          input: node.inputs,
          output: node.outputs,
          attribute: Object.entries(node.attributes).map(([name, value]) => attributeToProto(name, value)),
        })),
        initializer: Array.from(this.initializers, ([name, tensor]) => tensorToProto(name, tensor)),
        input: this.inputs.map((name) => this.#valueInfo(name)),
        output: this.outputs.map((name) => this.#valueInfo(name)),
        valueInfo: [],
      },
    };
  }

  /** A builder that goes on from a graph that was read; initializers that are also inputs stay initializers. */
  static from(graph: GraphProto, options: GraphOptions = {}): Result<GraphBuilder, Problem> {
    const builder = new GraphBuilder({ name: graph.name ?? 'graph', ...options });
    for (const proto of graph.initializer) {
      const tensor = tensorFromProto(proto);
      if (!tensor.ok) return tensor;
      builder.initializer(proto.name ?? '', tensor.value);
    }
    for (const info of graph.input) {
      if (builder.initializers.has(info.name ?? '')) continue;
      const { type, shape } = typeFromProto(info);
      builder.input(info.name ?? '', type ?? 'float32', shape ?? []);
    }
    const appended = builder.append(graph);
    if (!appended.ok) return appended;
    builder.outputs.push(...graph.output.map(({ name }) => name ?? ''));
    return ok(builder);
  }

  /** Adds the nodes of a graph that was read; the values that they take from outside are there already, by name. */
  append(graph: Pick<GraphProto, 'node' | 'valueInfo' | 'output'>): Result<void, Problem> {
    const declared = new Map([...graph.valueInfo, ...graph.output].map((info) => [info.name, typeFromProto(info)]));
    for (const node of graph.node) {
      const attributes: Record<string, Attribute> = {};
      for (const proto of node.attribute) {
        const attribute = attributeFromProto(proto);
        if (!attribute.ok) return attribute;
        attributes[proto.name ?? ''] = attribute.value;
      }
      const { input: inputs, output: outputs } = node;
      this.addNode({ opType: node.opType ?? '', domain: node.domain ?? '', inputs, outputs, attributes });
      for (const output of outputs) {
        const { type, shape } = declared.get(output) ?? unknown;
        if (shape && !this.shapeOf(output)) this.declare(output, shape, type);
      }
    }
    return ok(undefined);
  }

  #claim(name: Value): void {
    if (this.#used.has(name)) throw new Error(`The graph already has a value '${name}'.`);
    this.#used.add(name);
  }

  #store(name: Value, tensor: Tensor): Value {
    this.initializers.set(name, tensor);
    this.#types.set(name, { type: tensor.type, shape: tensor.dims });
    return name;
  }

  #constant(key: string, prefix: string, tensor: () => Tensor): Value {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const value = this.#store(this.fresh(`const_${prefix}`), tensor());
    this.#constants.set(key, value);
    return value;
  }

  #infer({ opType, inputs, outputs, attributes }: Node): readonly ValueType[] {
    const constant = this.#folded.get(outputs[0]!);
    if (constant) return [{ type: constant.type, shape: constant.dims }];
    if (opType === 'Cast' && attributes.to && 'int' in attributes.to) {
      return [{ type: elementTypeOf(attributes.to.int), shape: this.shapeOf(inputs[0]!) }];
    }
    const types = inputs.map((input) => this.#types.get(input) ?? unknown);
    const constants = inputs.map((input) => this.constantOf(input));
    return inferTypes(opType, { inputs: types, constants, attributes }, outputs.length);
  }

  #valueInfo(name: Value): ValueInfoProto {
    const { type, shape } = this.#types.get(name) ?? unknown;
    const dim = (length: Dim) => {
      if (typeof length === 'number') return { dimValue: length };
      return isAnonymous(length) ? {} : { dimParam: length };
    };
    const elemType = elementTypes[type ?? this.floatType];
    return { name, type: { tensorType: { elemType, ...(shape && { shape: { dim: shape.map(dim) } }) } } };
  }
}

/** The type that a graph declares for a value. */
export function typeFromProto({ type }: ValueInfoProto): ValueType {
  const tensor = type?.tensorType;
  const dims = tensor?.shape?.dim.map(({ dimValue, dimParam }) => dimValue ?? dimParam);
  return {
    type: elementTypeOf(tensor?.elemType ?? 0),
    shape: dims?.every((dim) => dim !== undefined && dim !== '') ? (dims as Dim[]) : undefined,
  };
}
