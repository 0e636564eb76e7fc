import type { GraphProto } from '../proto.ts';

/** What may come between the output layer and the logits: another shape or type, or a bias. */
const following = new Set(['Identity', 'Reshape', 'Cast', 'Add']);

/**
 * The hidden states of a language model: the value that its output layer, a product with a matrix, makes logits of, with
 * a row for each token. `undefined` where the graph ends in something else.
 */
export function hiddenStates(graph: GraphProto, logits = 'logits'): string | undefined {
  const producers = new Map(graph.node.flatMap((node) => node.output.map((output) => [output, node] as const)));
  let node = producers.get(logits);
  while (node !== undefined && following.has(node.opType ?? '')) {
    node = producers.get(node.input.find((input) => producers.has(input)) ?? '');
  }
  return node?.opType === 'Gemm' || node?.opType === 'MatMul' ? node.input[0] : undefined;
}
