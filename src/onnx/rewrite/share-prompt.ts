import type { GraphProto, ModelProto, NodeProto } from '../proto.ts';
import type { CacheValues } from './cache-values.ts';
import { GraphEditor, intOf, intsOf } from './graph-editor.ts';
import { neededNodes } from './prune.ts';

/** A value that is never built: keys or values of the shared prompt, of the cache and of the new tokens, one behind the other. */
interface Joined {
  readonly parts: Parts;
  readonly axis: number;
  readonly rank: number;
}

/** The first has one row, for all rows of the others. */
type Parts = readonly [shared: string, past: string, added: string];

/** The input that takes what all rows of a cache have in common, in one row. */
export const sharedInput = (past: string): string => `shared.${past}`;

/**
 * Rewrites a decoder so that all rows can share the keys and values of one prompt. It gains an input beside each of its
 * cache, of one row, which stands before that of every row; and attention is computed on the three parts apart:
 *
 *     x · [a b c] = [x·a  x·b  x·c]    and    [x y z] · [a; b; c] = x·a + y·b + z·c
 *
 * so that nothing is joined, and the prompt is read once for all rows, as one product of matrices. For a small model with
 * many samples of a state, copying and reading the same prompt for every row is most of what a step costs. (The idea is
 * that of Hydragen, Juravsky et al. 2024, as a rewriting of the graph.)
 *
 * What commutes with joining is followed: transposing, scaling, dividing, repeating heads. A graph in which anything
 * else is done to a cache is not rewritten: `undefined`.
 */
export function sharePrompt<M extends ModelProto & { readonly graph: GraphProto }>(
  model: M,
  entries: readonly CacheValues[],
): M | undefined {
  const { graph } = model;
  const rewriter = new Rewriter(graph, entries);
  for (const node of graph.node) if (!rewriter.visit(node)) return undefined;
  const outputs = graph.output.map(({ name }) => name ?? '');
  if (outputs.some((name) => rewriter.isJoined(name))) return undefined;
  const inputs = entries.map(({ past, dims }) => {
    const known = graph.input.find(({ name }) => name === past);
    const elemType = known?.type?.tensorType?.elemType;
    const time = dims(-1, -2).indexOf(-2);
    const dim = dims(1, 0).map((length, axis) =>
      axis === time ? { dimParam: 'shared_sequence_length' } : { dimValue: length },
    );
    return {
      name: sharedInput(past),
      type: { tensorType: { shape: { dim }, ...(elemType !== undefined && { elemType }) } },
    };
  });
  return {
    ...model,
    graph: {
      ...graph,
      input: [...graph.input, ...inputs],
      node: neededNodes(rewriter.editor.nodes, outputs),
      initializer: [...graph.initializer, ...rewriter.editor.initializers],
    },
  };
}

class Rewriter {
  readonly editor: GraphEditor;
  readonly #entries: readonly CacheValues[];
  readonly #joined = new Map<string, Joined>();

  constructor(graph: GraphProto, entries: readonly CacheValues[]) {
    this.editor = new GraphEditor(graph, 'ariadne.share');
    this.#entries = entries;
  }

  isJoined(value: string): boolean {
    return this.#joined.has(value);
  }

  /** Takes a node over, or what stands for it; false where that cannot be done. */
  visit(node: NodeProto): boolean {
    const entry = this.#entries.find(({ past }) => node.input.includes(past));
    if (entry !== undefined) return this.#visitCache(node, entry);
    if (!node.input.some((input) => this.#joined.has(input))) {
      this.editor.nodes.push(node);
      return true;
    }
    const joined = this.#joined.get(node.input[0] ?? '');
    const right = this.#joined.get(node.input[1] ?? '');
    if (joined !== undefined && right !== undefined) return false;
    if (node.opType === 'MatMul') return right !== undefined && this.#matMul(node, right);
    if (node.opType === 'Mul' && right !== undefined) {
      return this.#follow({ ...node, input: node.input.toReversed() }, right);
    }
    return joined !== undefined && this.#follow(node, joined);
  }

  /** A cache is joined to the new tokens, or asked for its length: then the prompt's length counts too. */
  #visitCache(node: NodeProto, { past, dims }: CacheValues): boolean {
    const shape = dims(-1, -2);
    const [axis, rank] = [shape.indexOf(-2), shape.length];
    if (node.opType === 'Shape') {
      this.#shape(node, past, [sharedInput(past)], { axis, rank });
      return true;
    }
    if (node.opType !== 'Concat' || node.input.length !== 2 || node.input[0] !== past) return false;
    this.#joined.set(node.output[0]!, { parts: [sharedInput(past), past, node.input[1]!], axis, rank });
    return true;
  }

  #follow(node: NodeProto, joined: Joined): boolean {
    const { parts, axis, rank } = joined;
    switch (node.opType) {
      case 'Transpose': {
        const perm = intsOf(node, 'perm') ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
        return perm[0] === 0 && this.#each(node, parts, { axis: perm.indexOf(axis), rank });
      }
      case 'Mul':
      case 'Div':
        // By a number: anything that differs along the joined axis would change the logits, which is checked.
        return this.#each(node, parts, { axis, rank });
      case 'Unsqueeze': {
        const axes = this.editor.constants.get(node.input[1] ?? '') ?? intsOf(node, 'axes');
        if (axes?.length !== 1 || axes[0]! < 1) return false;
        return this.#each(node, parts, { axis: axes[0]! <= axis ? axis + 1 : axis, rank: rank + 1 });
      }
      case 'Split': {
        const along = intOf(node, 'axis') ?? 0;
        return (along < 0 ? along + rank : along) !== axis && this.#each(node, parts, { axis, rank });
      }
      case 'Expand':
      case 'Reshape':
        return this.#resize(node, joined);
      case 'Shape':
        this.#shape(node, parts[1], [parts[0], parts[2]], { axis, rank });
        return true;
      default:
        return false;
    }
  }

  /** The same node on each part; its outputs are joined as its input is. */
  #each(node: NodeProto, parts: Parts, place: Omit<Joined, 'parts'>, lengths: Parts | undefined = undefined): boolean {
    const outputs = parts.map((part, i) => {
      const [, ...rest] = node.input;
      return this.editor.copy(node, lengths === undefined ? [part, ...rest] : [part, lengths[i]!]);
    }) as [string[], string[], string[]];
    for (const [i, output] of node.output.entries()) {
      this.#joined.set(output, { ...place, parts: [outputs[0][i]!, outputs[1][i]!, outputs[2][i]!] });
    }
    return true;
  }

  /**
   * Expand and Reshape, as they are used to repeat heads: the joined axis keeps its place from the end, so that only its
   * length, and that of the rows, differ between the parts. Any other use would change the logits, which is checked
   * after loading.
   */
  #resize(node: NodeProto, { parts, axis, rank }: Joined): boolean {
    const { editor } = this;
    const target = node.input[1]!;
    const known = editor.constants.get(target);
    const rankAfter = node.opType === 'Expand' ? rank : (known?.length ?? rank - 1);
    const axisAfter = axis - rank + rankAfter;
    if (axisAfter < 1 || known?.some((length, i) => length === -1 && i !== axisAfter)) return false;
    // A length of 1 means "as it is" to Expand, −1 means "the rest" to Reshape.
    const own = editor.ints([node.opType === 'Expand' ? 1 : -1]);
    const slice = (from: number, to: number) => editor.op('Slice', [target, editor.ints([from]), editor.ints([to])]);
    const lengths = (rows: string) =>
      editor.op('Concat', [rows, slice(1, axisAfter), own, slice(axisAfter + 1, rankAfter)], { axis: { int: 0 } });
    const whole = lengths(slice(0, 1));
    return this.#each(node, parts, { axis: axisAfter, rank: rankAfter }, [lengths(editor.ints([1])), whole, whole]);
  }

  /** The shape of parts that are joined: that of one of them, with the lengths of the others added. */
  #shape(node: NodeProto, base: string, others: readonly string[], { axis, rank }: Omit<Joined, 'parts'>): void {
    const { editor } = this;
    const alone = editor.ints(Array.from({ length: rank }, (_, i) => (i === axis ? 1 : 0)));
    const whole = others.reduce(
      (shape, other) => editor.op('Add', [shape, editor.op('Mul', [editor.op('Shape', [other]), alone])]),
      editor.op('Shape', [base]),
    );
    const [start, end] = [intOf(node, 'start') ?? 0, intOf(node, 'end') ?? rank];
    editor.op('Slice', [whole, editor.ints([start]), editor.ints([end])], {}, node.output[0]!);
  }

  #matMul(node: NodeProto, { parts, axis, rank }: Joined): boolean {
    const { editor } = this;
    const [x] = node.input as [string];
    const output = node.output[0]!;
    if (rank !== 4) return false;
    if (axis === 3) {
      const products = [
        this.#sharedProduct(x, parts[0]),
        ...parts.slice(1).map((part) => editor.op('MatMul', [x, part])),
      ];
      editor.op('Concat', products, { axis: { int: -1 } }, output);
      return true;
    }
    if (axis !== 2) return false;
    const length = (part: string) =>
      editor.op('Slice', [editor.op('Shape', [part]), editor.ints([axis]), editor.ints([axis + 1])]);
    const lengths = editor.op('Concat', parts.map(length), { axis: { int: 0 } });
    const [first, second, third] = editor.ops('Split', 3, [x, lengths], { axis: { int: -1 } }) as [
      string,
      string,
      string,
    ];
    const own = editor.op('Add', [editor.op('MatMul', [second, parts[1]]), editor.op('MatMul', [third, parts[2]])]);
    editor.op('Add', [this.#sharedProduct(first, parts[0]), own], {}, output);
    return true;
  }

  /** x [rows, heads, n, ·] times one row's [1, heads, ·, ·]: the rows of x become those of one matrix. */
  #sharedProduct(x: string, shared: string): string {
    const perm = { perm: { ints: [2, 1, 0, 3] } };
    const product = this.editor.op('MatMul', [this.editor.op('Transpose', [x], perm), shared]);
    return this.editor.op('Transpose', [product], perm);
  }
}
