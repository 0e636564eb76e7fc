import { Tensor } from 'onnxruntime-node';
import { sharedInput } from '../../../onnx/rewrite/share-prompt.ts';
import type { Session } from '../model/session.ts';
import type { CacheEntry, DecoderInputs, DecoderSignature } from '../model/signature.ts';
import { type CacheArray, cacheArray, cacheData, cacheTensor, integers } from '../model/tensors.ts';
import type { KvCache, SharedPrompt } from './kv-cache.ts';

/** A decoder's graph for the first step, and the one that continues a cache: often one and the same. */
export interface DecoderGraphs {
  readonly first: Session;
  readonly next: Session;
  readonly firstInputs: DecoderInputs;
  readonly nextInputs: DecoderInputs;
  readonly cache: readonly CacheEntry[];
  /** Outputs that hold the new tokens alone, by input of the cache; empty where the graph gives whole caches. */
  readonly added: ReadonlyMap<string, string>;
  /** Does it take, beside each input of the cache, one for what all rows share (`sharedInput`)? */
  readonly shares: boolean;
}

export function pairGraphs(
  first: { readonly session: Session; readonly signature: DecoderSignature },
  next: { readonly session: Session; readonly signature: DecoderSignature },
): DecoderGraphs {
  return {
    first: first.session,
    next: next.session,
    firstInputs: first.signature.inputs,
    nextInputs: next.signature.inputs,
    cache: next.signature.cache,
    added: new Map(),
    shares: false,
  };
}

/** Inputs for the tokens of a step; lengths of everything are up to the caller. */
export function plainFeeds(
  inputs: DecoderInputs,
  step: {
    readonly ids: ArrayLike<number>;
    readonly mask: () => ArrayLike<number>;
    readonly positions: () => ArrayLike<number>;
    readonly rows: number;
    readonly cached: boolean;
    /** For how many of the last positions logits are wanted; 0 for all. */
    readonly keep: number;
  },
): Record<string, Tensor> {
  const { rows } = step;
  const table = (type: 'int64' | 'int32', data: ArrayLike<number>) => integers(type, data, [rows, data.length / rows]);
  return {
    input_ids: table(inputs.ids, step.ids),
    ...(inputs.mask !== undefined && { attention_mask: table(inputs.mask, step.mask()) }),
    ...(inputs.positions !== undefined && { position_ids: table(inputs.positions, step.positions()) }),
    ...(inputs.useCacheBranch && { use_cache_branch: new Tensor('bool', [step.cached], [1]) }),
    ...(inputs.logitsToKeep !== undefined && { [inputs.logitsToKeep]: integers('int64', [step.keep], []) }),
  };
}

/** A cache of no tokens, for graphs that take one at their first step too. */
export function emptyCacheFeeds(graph: Session, entries: readonly CacheEntry[], rows: number): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const { past, type, dims } of entries) {
    if (graph.inputs.has(past)) feeds[past] = cacheTensor(cacheArray(type, 0), dims(rows, 0));
  }
  return feeds;
}

/** What all rows share, in one row: nothing where the cache has no shared prompt. */
export function sharedFeeds(entries: readonly CacheEntry[], shared: SharedPrompt | undefined): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const { past, type, dims } of entries) {
    const data = shared?.data.get(past) ?? cacheArray(type, 0);
    feeds[sharedInput(past)] = cacheTensor(data, dims(1, shared?.length ?? 0));
  }
  return feeds;
}

/** The cache as a graph takes it; entries that it has no input for are left out. */
export function cacheFeeds(graph: Session, cache: KvCache): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const { name, data, dims } of cache.inputs()) {
    if (graph.inputs.has(name)) feeds[name] = cacheTensor(data, dims);
  }
  return feeds;
}

/** Elements of the outputs that continue a cache, by the input that takes them. */
export function cacheOutputs(
  outputs: Readonly<Record<string, Tensor>>,
  names: ReadonlyMap<string, string>,
): Map<string, CacheArray> {
  return new Map(Array.from(names, ([past, output]) => [past, cacheData(outputs[output]!)]));
}

export const bytesOf = (entries: readonly CacheEntry[]): number =>
  entries.reduce((sum, { outer, inner, type }) => sum + outer * inner * (type === 'float32' ? 4 : 2), 0);
