import { readFile } from 'node:fs/promises';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { externalFile, externalPlace } from '../../../onnx/external-data.ts';
import { decodeModel, encodeModel, type GraphProto } from '../../../onnx/proto.ts';
import { outputAddedTokens } from '../../../onnx/rewrite/added-outputs.ts';
import { sharePrompt } from '../../../onnx/rewrite/share-prompt.ts';
import { type DecoderGraphs, pairGraphs } from '../decode/graphs.ts';
import type { ModelFiles } from './folder.ts';
import { type GraphInMemory, Session, type SessionOptions } from './session.ts';
import { type DecoderSignature, readSignature } from './signature.ts';

/** Graphs in files above this size are run as they are: rewriting takes a copy in memory. */
const largestRewritten = 512 * 2 ** 20;

/** Loads the graphs of a decoder, and makes sure that they can continue a cache. */
export async function loadDecoder(files: ModelFiles, options: SessionOptions): Promise<Result<DecoderGraphs, Problem>> {
  if (files.kind === 'one') {
    const both = await loadGraph(files.decoder, options);
    if (!both.ok) return both;
    return withCache(pairGraphs(both.value, both.value));
  }
  const first = await loadGraph(files.first, options);
  if (!first.ok) return first;
  const next = await loadGraph(files.next, options);
  if (!next.ok) {
    await first.value.session.close();
    return next;
  }
  return withCache(pairGraphs(first.value, next.value));
}

async function withCache(graphs: DecoderGraphs): Promise<Result<DecoderGraphs, Problem>> {
  if (graphs.cache.length > 0) return ok(graphs);
  const file = graphs.next.path;
  await closeGraphs(graphs);
  return fail({
    code: 'unsupported-model',
    message: 'The model takes no cache of keys and values, so that every token would cost the whole text again.',
    where: { file },
    hint: 'Export it with: optimum-cli export onnx --task text-generation-with-past --model NAME FOLDER',
  });
}

export async function closeGraphs({ first, next }: DecoderGraphs): Promise<void> {
  for (const session of new Set([first, next])) await session.close();
}

async function loadGraph(
  path: string,
  options: SessionOptions,
): Promise<Result<{ session: Session; signature: DecoderSignature }, Problem>> {
  const session = await Session.load(path, options);
  if (!session.ok) return session;
  const signature = readSignature(session.value);
  if (signature.ok) return ok({ session: session.value, signature: signature.value });
  await session.value.close();
  return signature;
}

/**
 * The same decoder, rewritten to run faster, the fastest first: so that rows can share a prompt, and so that it puts out
 * new tokens alone. None where it cannot be: the graph is of another form, or it is too large.
 */
export async function* rewrittenDecoders(
  graphs: DecoderGraphs,
  options: SessionOptions,
): AsyncGenerator<DecoderGraphs> {
  const { path, bytes } = graphs.next;
  if (graphs.first !== graphs.next || bytes > largestRewritten) return;
  const model = decodeModel(await readFile(path), path);
  if (!model.ok) return;
  const weights = await readWeights(path, model.value.graph);
  const rewritten = outputAddedTokens(model.value, graphs.cache);
  if (weights === undefined || rewritten === undefined) return;
  const { added } = rewritten;
  const sharing = sharePrompt(rewritten.model, graphs.cache);
  for (const [shares, model] of [
    [true, sharing],
    [false, rewritten.model],
  ] as const) {
    if (model === undefined) continue;
    const session = await Session.load(path, options, { bytes: encodeModel(model), weights });
    if (session.ok) yield { ...graphs, first: session.value, next: session.value, added, shares };
  }
}

/** The files that hold weights of a graph; `undefined` where they may not or cannot be read, or are too large. */
async function readWeights(path: string, graph: GraphProto): Promise<GraphInMemory['weights'] | undefined> {
  const external = graph.initializer.filter(({ dataLocation }) => dataLocation === 1).map(externalPlace);
  const locations = [...new Set(external.map(({ location }) => location))];
  const files = await Promise.all(
    locations.map(async (location) => ({ location, file: await externalFile(path, location) })),
  );
  const readable = files.flatMap(({ location, file }) => (file.ok ? [{ location, ...file.value }] : []));
  if (readable.length < files.length) return undefined;
  if (readable.reduce((sum, { size }) => sum + size, 0) > largestRewritten) return undefined;
  try {
    return await Promise.all(
      readable.map(async ({ location, path }) => ({ path: location, data: await readFile(path) })),
    );
  } catch {
    return undefined;
  }
}
