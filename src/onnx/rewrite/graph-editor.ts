import { type Attributes, attributeFromProto, attributeToProto } from '../attribute.ts';
import type { GraphProto, NodeProto, TensorProto } from '../proto.ts';
import { int64, tensorToProto } from '../tensor.ts';

/** Writes nodes that go into an existing graph, under names that no other value of it has. */
export class GraphEditor {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  /** Vectors of integers that do not depend on inputs. */
  readonly constants: ReadonlyMap<string, readonly number[]>;
  readonly #prefix: string;
  #count = 0;

  /** @param prefix begins every name; no name of the graph begins so */
  constructor(graph: GraphProto, prefix: string) {
    this.#prefix = prefix;
    this.constants = new Map(
      constantTensors(graph).flatMap(([name, tensor]) => {
        const values = integersOf(tensor);
        return values === undefined ? [] : [[name, values] as const];
      }),
    );
  }

  /** A node with one output, which it returns. */
  op(opType: string, input: readonly string[], attributes: Attributes = {}, output = this.#fresh()): string {
    this.#push(opType, input, attributes, [output]);
    return output;
  }

  ops(opType: string, count: number, input: readonly string[], attributes: Attributes = {}): readonly string[] {
    const outputs = Array.from({ length: count }, () => this.#fresh());
    this.#push(opType, input, attributes, outputs);
    return outputs;
  }

  /** The same node on other inputs, and with outputs of its own, which it returns. */
  copy(node: NodeProto, input: readonly string[]): string[] {
    const output = node.output.map(() => this.#fresh());
    this.nodes.push({ ...node, name: this.#fresh(), input, output });
    return output;
  }

  ints(values: readonly number[]): string {
    const name = this.#fresh();
    this.initializers.push(tensorToProto(name, int64([values.length], values)));
    return name;
  }

  #push(opType: string, input: readonly string[], attributes: Attributes, output: readonly string[]): void {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeToProto(name, value));
    this.nodes.push({ name: this.#fresh(), opType, domain: '', input, output, attribute });
  }

  #fresh(): string {
    return `${this.#prefix}.${this.#count++}`;
  }
}

export function intsOf(node: NodeProto, name: string): readonly number[] | undefined {
  const value = attributeOf(node, name);
  return value !== undefined && 'ints' in value ? value.ints : undefined;
}

export function intOf(node: NodeProto, name: string): number | undefined {
  const value = attributeOf(node, name);
  return value !== undefined && 'int' in value ? value.int : undefined;
}

function attributeOf(node: NodeProto, name: string) {
  const proto = node.attribute.find((attribute) => attribute.name === name);
  const value = proto === undefined ? undefined : attributeFromProto(proto);
  return value?.ok ? value.value : undefined;
}

/** Initializers and the values of `Constant` nodes, by name. */
function constantTensors(graph: GraphProto): [string, TensorProto][] {
  const initializers = graph.initializer.map((tensor): [string, TensorProto] => [tensor.name ?? '', tensor]);
  const constants = graph.node.flatMap((node): [string, TensorProto][] => {
    const tensor = node.opType === 'Constant' ? node.attribute.find(({ name }) => name === 'value')?.t : undefined;
    return tensor === undefined ? [] : [[node.output[0] ?? '', tensor]];
  });
  return [...initializers, ...constants];
}

function integersOf({ dataType, dims, rawData, int64Data }: TensorProto): readonly number[] | undefined {
  if (dataType !== 7 || dims.length !== 1) return undefined;
  if (rawData === undefined || rawData.length === 0) return int64Data;
  return Array.from(new BigInt64Array(Uint8Array.from(rawData).buffer), Number);
}
