import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { basename, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { type OnnxOptions, plainSampling } from '../options.ts';
import { OnnxGenerator } from './generator.ts';
import { readDescription } from './model/config.ts';
import { findModelFiles } from './model/folder.ts';
import { hubSettings, locateModel } from './model/hub.ts';
import { startOn } from './model/provider.ts';
import { readStops } from './stops.ts';
import { EngineThread } from './thread/engine-thread.ts';
import { TextTokenizer } from './tokenizer.ts';

const defaultRemember = 10_000;

/** Loads a model and everything that belongs to it. */
export async function createOnnxGenerator(options: OnnxOptions): Promise<Result<OnnxGenerator, Problem>> {
  const onNotice = options.onNotice ?? (() => {});
  const located = await locateModel(options.model, options.precision, hubSettings(process.env), onNotice);
  if (!located.ok) return located;
  const folder = located.value;
  const description = await readDescription(folder);
  if (!description.ok) return description;
  const files = await findModelFiles(folder, description.value.encoderDecoder, options.precision);
  if (!files.ok) return files;
  const tokenizer = await TextTokenizer.load(folder);
  if (!tokenizer.ok) return tokenizer;
  const stops = readStops(description.value, tokenizer.value, folder);
  if (!stops.ok) return stops;

  const { threads } = options;
  const started = await startOn(
    options.device ?? 'cpu',
    (provider) =>
      EngineThread.start({
        folder,
        files: files.value,
        description: description.value,
        session: { provider, threads },
        memory: options.memory ?? Math.min(totalmem(), process.constrainedMemory() || totalmem()) / 4,
      }),
    onNotice,
  );
  if (!started.ok) return started;
  const engine = started.value.value;
  const mismatch = vocabularyMismatch(tokenizer.value.size, engine.vocabulary, folder);
  if (mismatch !== undefined) {
    await engine.close();
    return fail(mismatch);
  }
  const identity = await hashFile(files.value.kind === 'one' ? files.value.decoder : files.value.next);
  return ok(
    new OnnxGenerator({
      name: `onnx:${await nameOf(options.model)}@${identity.slice(0, 8)}`,
      provider: started.value.provider,
      engine,
      tokenizer: tokenizer.value,
      description: description.value,
      stops: stops.value,
      decoding: options.decoding ?? plainSampling,
      maxTokens: options.maxTokens ?? description.value.maxTokens,
      remember: options.remember ?? defaultRemember,
    }),
  );
}

/** A folder is named by its last part: results are compared between machines, where paths differ. */
const nameOf = (model: string): Promise<string> =>
  stat(model).then(
    () => basename(resolve(model)),
    () => model,
  );

/**
 * Models pad their vocabulary to a round number, so that a few logits have no token. A tokenizer with more tokens than
 * logits, or with far fewer, belongs to another model.
 */
export function vocabularyMismatch(tokens: number, logits: number, folder: string): Problem | undefined {
  if (tokens <= logits && tokens >= 0.9 * logits) return undefined;
  return {
    code: 'vocabulary-mismatch',
    message: `The tokenizer knows ${tokens} tokens, but the model gives logits for ${logits}: they do not belong together.`,
    where: { file: folder },
    hint: 'Take tokenizer.json from the model that the ONNX files were exported from.',
  };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
