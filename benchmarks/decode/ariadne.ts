import { Engine } from '../../src/generator/onnx/decode/engine.ts';
import { readDescription } from '../../src/generator/onnx/model/config.ts';
import { findModelFiles } from '../../src/generator/onnx/model/folder.ts';
import { loadModel } from '../../src/generator/onnx/model/load.ts';
import { plainSampling } from '../../src/generator/options.ts';
import { answer, promptsOf, type Start } from './message.ts';

const { folder, threads } = JSON.parse(process.argv[2]!) as Start;
const description = await readDescription(folder);
if (!description.ok) throw new Error(description.error.message);
const files = await findModelFiles(folder, description.value.encoderDecoder, undefined);
if (!files.ok) throw new Error(files.error.message);
const loaded = await loadModel(files.value, description.value, { provider: 'cpu', threads });
if (!loaded.ok) throw new Error(loaded.error.message);
const decoder = loaded.value;
const stops = { tokens: new Set(description.value.endOfText), isComplete: () => false };
const engine = new Engine(decoder, stops, decoder.vocabulary, 8 * 2 ** 30);

answer(async (workload, round) => {
  const prompts = promptsOf(workload, decoder.vocabulary, round);
  const busyBefore = decoder.busy;
  const start = performance.now();
  const results = await Promise.all(
    prompts.map((prompt, state) =>
      engine.decode(
        {
          prompt,
          count: workload.samples,
          seed: round * 1000 + state,
          decoding: plainSampling,
          maxTokens: workload.tokens,
        },
        new AbortController().signal,
      ),
    ),
  );
  const milliseconds = performance.now() - start;
  const tokens = results.reduce((sum, result) => sum + (result.ok ? result.value.tokens : Number.NaN), 0);
  return { seconds: milliseconds / 1000, tokens, inside: (decoder.busy - busyBefore) / milliseconds };
});
