import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { batchByLength } from '../../generator/onnx/decode/admission.ts';
import { emptyCacheFeeds, plainFeeds } from '../../generator/onnx/decode/graphs.ts';
import { Session } from '../../generator/onnx/model/session.ts';
import { readSignature } from '../../generator/onnx/model/signature.ts';
import { floatData } from '../../generator/onnx/model/tensors.ts';
import { encodeModel, type GraphProto, type ModelProto } from '../../onnx/proto.ts';
import { hiddenStates } from '../../onnx/rewrite/hidden-states.ts';

/** Tokens of prompts that are read in one run. */
const batchTokens = 4096;

type Model = ModelProto & { readonly graph: GraphProto };

/**
 * What a model knows when it has read each prompt: the mean of its hidden states at all tokens, of equal length for all.
 * (The hidden state at the last token says mostly which tactic comes next: states that can be proved are told from others
 * less well by it.)
 */
export async function readFeatures(
  model: Model,
  path: string,
  prompts: readonly (readonly number[])[],
  signal: AbortSignal,
): Promise<Result<readonly Float32Array[], Problem>> {
  const hidden = hiddenStates(model.graph);
  if (hidden === undefined) return fail(otherModel(path));
  const output = [...model.graph.output, { name: hidden, type: { tensorType: { elemType: 1 } } }];
  const bytes = encodeModel({ ...model, graph: { ...model.graph, output } });
  const loaded = await Session.load(path, { provider: 'cpu', threads: undefined }, { bytes, weights: [] });
  if (!loaded.ok) return loaded;
  const session = loaded.value;
  try {
    const signature = readSignature(session);
    if (!signature.ok) return signature;
    const { inputs, cache } = signature.value;
    const features: Float32Array[] = [];
    const lengths = prompts.map(({ length }) => length);
    for (const batch of batchByLength(lengths, batchTokens)) {
      if (signal.aborted) return fail({ code: 'interrupted', message: 'The reading of the states was interrupted.' });
      const rows = batch.map((index) => prompts[index]!);
      const longest = Math.max(...rows.map(({ length }) => length));
      const table = (cell: (row: readonly number[], column: number) => number) =>
        rows.flatMap((row) => Array.from({ length: longest }, (_, column) => cell(row, column)));
      const feeds = {
        ...plainFeeds(inputs, {
          ids: table((row, column) => row[column] ?? 0),
          mask: () => table((row, column) => (column < row.length ? 1 : 0)),
          positions: () => table((_, column) => column),
          rows: rows.length,
          cached: false,
          keep: 0,
        }),
        ...emptyCacheFeeds(session, cache, rows.length),
      };
      const states = floatData((await session.run(feeds, [hidden]))[hidden]!);
      const width = states.length / (rows.length * longest);
      for (const [row, index] of batch.entries()) {
        const own = states.subarray(row * longest * width, (row * longest + lengths[index]!) * width);
        features[index] = meanRow(own, width);
      }
    }
    return ok(features);
  } finally {
    await session.close();
  }
}

function meanRow(rows: Float32Array, width: number): Float32Array {
  const mean = new Float32Array(width);
  for (const [i, value] of rows.entries()) mean[i % width]! += value;
  return mean.map((sum) => (sum * width) / rows.length);
}

export const otherModel = (path: string): Problem => ({
  code: 'other-model',
  message: `${path} does not end in an output layer whose hidden states could be read`,
  where: { file: path },
  hint: 'Take a causal model that `ariadne train` wrote, or one exported with a plain output layer.',
});
