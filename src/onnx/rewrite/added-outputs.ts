import type { GraphProto, ModelProto, NodeProto, ValueInfoProto } from '../proto.ts';
import type { CacheValues } from './cache-values.ts';

/**
 * Rewrites a decoder so that it puts out the keys and values of the new tokens alone, in place of whole caches. A cache
 * is what its input joins the new tokens to, so that nothing is lost, and the runtime need not copy it out every step:
 * that copy is most of the time that a small model takes.
 *
 * @returns the graph and, for each input of the cache, the output that now holds its new tokens; `undefined` where the
 *   graph is not of that form
 */
export function outputAddedTokens<M extends ModelProto & { readonly graph: GraphProto }>(
  model: M,
  entries: readonly CacheValues[],
): { readonly model: M; readonly added: ReadonlyMap<string, string> } | undefined {
  const { graph } = model;
  const producers = new Map(graph.node.flatMap((node) => node.output.map((output) => [output, node] as const)));
  const added = new Map<string, string>();
  for (const { past, present } of entries) {
    const tokens = joinedTo(producers.get(present), past);
    if (tokens === undefined || !producers.has(tokens)) return undefined;
    added.set(past, tokens);
  }
  if (new Set(added.values()).size !== entries.length) return undefined;
  const replaced = new Set(entries.map(({ present }) => present));
  const output = [
    ...graph.output.filter(({ name }) => !replaced.has(name ?? '')),
    ...entries.map((entry) => valueInfo(added.get(entry.past)!, graph, entry)),
  ];
  return { model: { ...model, graph: { ...graph, output } }, added };
}

/** What a node joins behind the given value. */
function joinedTo(node: NodeProto | undefined, value: string): string | undefined {
  if (node?.opType !== 'Concat' || node.input.length !== 2 || node.input[0] !== value) return undefined;
  return node.input[1];
}

/** The type of the output, without a shape: the runtime infers that. */
function valueInfo(name: string, graph: GraphProto, { present }: CacheValues): ValueInfoProto {
  const elemType = graph.output.find((output) => output.name === present)?.type?.tensorType?.elemType;
  return { name, type: { tensorType: { ...(elemType !== undefined && { elemType }) } } };
}
