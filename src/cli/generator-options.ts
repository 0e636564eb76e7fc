import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InferredOptionTypes, Options } from 'yargs';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import type { GeneratorOptions } from '../generator/index.ts';

/** The model that ships with the project. */
const shippedModel = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'models', 'small');

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
} satisfies Record<string, Options>;

export type GeneratorArguments = InferredOptionTypes<typeof generatorOptions>;

/** What the command line asks for, as options of `createGenerator`. */
export function chosenGenerator(args: GeneratorArguments): Result<GeneratorOptions, Problem> {
  const model = args.model ?? (existsSync(shippedModel) ? shippedModel : undefined);
  const kind = args.generator ?? (model === undefined ? 'portfolio' : 'mix');
  if (kind === 'portfolio') return ok({ kind });
  if (kind === 'openai') {
    if (args.url === undefined) return fail(missing('url', 'openai', 'the base URL of the server'));
    if (args.model === undefined) return fail(missing('model', 'openai', 'the name of the model'));
    return ok({ kind, baseUrl: args.url, model: args.model });
  }
  if (model === undefined) return fail(missing('model', kind, 'a model folder or a Hugging Face id'));
  const onnx = { kind: 'onnx', model, device: args.device } as const;
  if (kind === 'onnx') return ok(onnx);
  return ok({
    kind: 'mix',
    parts: [
      { weight: 1, generator: { kind: 'portfolio' } },
      { weight: 1, generator: onnx },
    ],
  });
}

const missing = (option: string, generator: string, what: string): Problem => ({
  code: 'missing-option',
  message: `The generator ${generator} needs --${option}.`,
  hint: `Give ${what}.`,
});
