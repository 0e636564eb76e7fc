import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { CausalDecoder } from '../decode/causal-decoder.ts';
import type { Decoder } from '../decode/decoder.ts';
import type { DecoderGraphs } from '../decode/graphs.ts';
import { agreesWithProbe, mixesLengths, type Probe, sharesPrompts, takeProbe } from '../decode/probe.ts';
import { Seq2SeqDecoder } from '../decode/seq2seq-decoder.ts';
import type { ModelDescription } from './config.ts';
import type { ModelFiles } from './folder.ts';
import { closeGraphs, loadDecoder, rewrittenDecoders } from './graphs.ts';
import { Session, type SessionOptions } from './session.ts';
import type { CacheEntry } from './signature.ts';

/** Loads the graphs of a model as one decoder. */
export async function loadModel(
  files: ModelFiles,
  description: ModelDescription,
  options: SessionOptions,
): Promise<Result<Decoder, Problem>> {
  const graphs = await loadDecoder(files, options);
  if (!graphs.ok) return graphs;
  const vocabulary = vocabularyOf(graphs.value, description);
  if (!vocabulary.ok) {
    await closeGraphs(graphs.value);
    return vocabulary;
  }
  try {
    return files.encoder === undefined
      ? ok(await causal(graphs.value, vocabulary.value, options))
      : await encoderDecoder(files.encoder, graphs.value, vocabulary.value, description, options);
  } catch (error) {
    await closeGraphs(graphs.value);
    return fail({
      code: 'invalid-model',
      message: `The model does not run: ${error instanceof Error ? error.message : error}`,
      where: { file: graphs.value.next.path },
    });
  }
}

/** The fastest way to run the graph that gives the same logits. */
async function causal(graphs: DecoderGraphs, vocabulary: number, options: SessionOptions): Promise<Decoder> {
  const plain = new CausalDecoder(graphs, vocabulary, true);
  const probe = await takeProbe(plain);
  for await (const rewritten of rewrittenDecoders(graphs, options)) {
    const decoder = new CausalDecoder(rewritten, vocabulary, true);
    if (await agrees(decoder, probe)) {
      await plain.close();
      return decoder;
    }
    await decoder.close();
  }
  return (await mixesLengths(plain, probe)) ? plain : new CausalDecoder(graphs, vocabulary, false);
}

/** Does a rewritten graph run, and give the logits that it should, in every way that it is going to be used? */
async function agrees(decoder: CausalDecoder, probe: Probe): Promise<boolean> {
  try {
    const mixes = (await agreesWithProbe(decoder, probe)) && (await mixesLengths(decoder, probe));
    return mixes && (!decoder.shares || (await sharesPrompts(decoder, probe)));
  } catch {
    return false;
  }
}

async function encoderDecoder(
  path: string,
  graphs: DecoderGraphs,
  vocabulary: number,
  description: ModelDescription,
  options: SessionOptions,
): Promise<Result<Decoder, Problem>> {
  if (description.decoderStart === undefined) {
    return fail({
      code: 'invalid-field',
      message: `The model's config.json has no decoder_start_token_id, so that no decoding can begin.`,
      where: { file: path },
    });
  }
  const encoder = await Session.load(path, options);
  if (!encoder.ok) return encoder;
  const states = encoderStates(encoder.value);
  if (states === undefined) {
    await encoder.value.close();
    return fail({
      code: 'unsupported-model',
      message: `The encoder has no output 'last_hidden_state' of known width.`,
      where: { file: path },
    });
  }
  return ok(new Seq2SeqDecoder({ session: encoder.value, states }, graphs, vocabulary, description.decoderStart));
}

/** What the encoder says, as one more tensor of the cache. */
function encoderStates(encoder: Session): CacheEntry | undefined {
  const output = encoder.outputs.get('last_hidden_state');
  const width = output?.shape[2];
  if (typeof width !== 'number' || (output?.type !== 'float32' && output?.type !== 'float16')) return undefined;
  return {
    past: 'encoder_hidden_states',
    present: '',
    type: output.type,
    outer: 1,
    inner: width,
    cross: true,
    dims: (rows, time) => [rows, time, width],
  };
}

/** Length of a row of logits; what the graph says and what config.json says have to agree. */
function vocabularyOf({ next }: DecoderGraphs, { vocabularySize }: ModelDescription): Result<number, Problem> {
  const logits = next.outputs.get('logits')?.shape.at(-1);
  if (typeof logits === 'number' && vocabularySize !== undefined && logits < vocabularySize) {
    return fail({
      code: 'vocabulary-mismatch',
      message: `The model gives logits for ${logits} tokens, but config.json says that it knows ${vocabularySize}.`,
      where: { file: next.path },
    });
  }
  const size = typeof logits === 'number' ? logits : vocabularySize;
  if (size !== undefined) return ok(size);
  return fail({
    code: 'unsupported-model',
    message: 'Neither the graph nor config.json says how many tokens the model knows.',
    where: { file: next.path },
  });
}
