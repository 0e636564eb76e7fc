import type { Problem } from '../data/problem.ts';
import { fail, type Result } from '../data/result.ts';
import type { TacticGenerator } from './generator.ts';
import { createOnnxGenerator } from './onnx/create.ts';
import type { GeneratorOptions } from './options.ts';

export type CreateGenerator = (options: GeneratorOptions) => Promise<Result<TacticGenerator, Problem>>;

/**
 * Starts a generator: loads its model, or checks what it was told about a server. Everything that a person can put
 * right (a missing file, a device that does not start, a bad address) comes back as a `Problem`.
 */
export const createGenerator: CreateGenerator = async (options) => {
  if (options.kind === 'onnx') return createOnnxGenerator(options);
  return fail({ code: 'unknown-generator', message: `There is no generator of the kind '${options.kind}'.` });
};
