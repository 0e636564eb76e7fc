import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InferredOptionTypes, Options } from 'yargs';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { visible } from '../../data/visible.ts';
import type { DecodingOptions, GeneratorOptions, OpenAiOptions } from '../../generator/index.ts';
import { plainSampling } from '../../generator/options.ts';

const small = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'models', 'small');

/** The folder of the model that ships with the project, where it is there. */
export const shippedModel = (): string | undefined => (existsSync(small) ? small : undefined);

/** Options of every command that searches: where tactics come from. */
export const generatorOptions = {
  generator: {
    choices: ['mix', 'portfolio', 'onnx', 'openai'] as const,
    describe: 'where tactics come from (default: mix where a model is there, else portfolio)',
  },
  model: { type: 'string', describe: 'model folder, Hugging Face id, or model name of the server' },
  device: {
    choices: ['auto', 'cpu', 'cuda', 'webgpu'] as const,
    default: 'cpu' as const,
    describe: 'where the model runs',
  },
  url: { type: 'string', describe: 'base URL of a completions server, such as http://localhost:8000/v1' },
  api: {
    choices: ['completions', 'chat', 'proofs'] as const,
    describe: 'what the server is asked: to complete a prompt, for a tactic, for whole proofs (default: by the model)',
  },
  temperature: { type: 'number', default: plainSampling.temperature, describe: 'divides the logits of the model' },
  'top-p': {
    type: 'number',
    default: plainSampling.topP,
    describe: 'draw from the most probable tokens up to this mass',
  },
  'top-k': { type: 'number', default: plainSampling.topK, describe: 'draw from that many tokens; 0: all' },
  beam: { type: 'boolean', default: false, describe: 'beam search in place of sampling' },
} satisfies Record<string, Options>;

export type GeneratorArguments = InferredOptionTypes<typeof generatorOptions>;

/** What the command line asks for, as options of `createGenerator`. */
export function chosenGenerator(args: GeneratorArguments): Result<GeneratorOptions, Problem> {
  const model = args.model ?? shippedModel();
  const kind = args.generator ?? (model === undefined ? 'portfolio' : 'mix');
  if (kind === 'portfolio') return ok({ kind });
  if (kind === 'openai') {
    if (args.url === undefined) return fail(missing('url', 'openai', 'the base URL of the server'));
    if (args.model === undefined) return fail(missing('model', 'openai', 'the name of the model'));
    const sampling = { temperature: args.temperature, topP: args['top-p'] };
    return ok({ kind, baseUrl: args.url, model: args.model, sampling, ...asked(args.api) });
  }
  if (model === undefined) return fail(missing('model', kind, 'a model folder or a Hugging Face id'));
  const onnx = { kind: 'onnx', model, device: args.device, decoding: chosenDecoding(args), onNotice: notice } as const;
  if (kind === 'onnx') return ok(onnx);
  return ok({
    kind: 'mix',
    parts: [
      { weight: 1, generator: { kind: 'portfolio' } },
      { weight: 1, generator: onnx },
    ],
  });
}

/** Without a word the model's name decides. */
const asked = (api: GeneratorArguments['api']): Pick<OpenAiOptions, 'api' | 'wholeProofs'> => {
  if (api === undefined) return {};
  return api === 'proofs' ? { wholeProofs: true } : { api, wholeProofs: false };
};

const chosenDecoding = (args: GeneratorArguments): DecodingOptions =>
  args.beam
    ? { kind: 'beam', lengthPenalty: 0 }
    : { ...plainSampling, temperature: args.temperature, topP: args['top-p'], topK: args['top-k'] };

/** What a person should know and no result says: a download, a device that did not start. */
const notice = (text: string): void => {
  process.stderr.write(`${visible(text)}\n`);
};

const missing = (option: string, generator: string, what: string): Problem => ({
  code: 'missing-option',
  message: `The generator ${generator} needs --${option}.`,
  hint: `Give ${what}.`,
});
