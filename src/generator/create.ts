import type { TacticGenerator } from '../contracts/generator.ts';
import type { PremiseSelector } from '../contracts/premises.ts';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { MixedGenerator, type WeightedGenerator } from './mix.ts';
import { createOnnxGenerator } from './onnx/create.ts';
import { createOpenAiGenerator } from './openai/create.ts';
import type { GeneratorOptions, MixOptions } from './options.ts';
import { createPortfolio } from './portfolio/index.ts';

export type CreateGenerator = (
  options: GeneratorOptions,
  /** Where premises come from, for models on a server that read them. */
  selector?: PremiseSelector,
) => Promise<Result<TacticGenerator, Problem>>;

/**
 * Starts a generator: loads its model, or checks what it was told about a server. Everything that a person can put
 * right (a missing file, a device that does not start, a bad address) comes back as a `Problem`.
 */
export const createGenerator: CreateGenerator = async (options, selector) => {
  switch (options.kind) {
    case 'onnx':
      return createOnnxGenerator(options);
    case 'openai':
      return createOpenAiGenerator(options, process.env, selector);
    case 'mix':
      return createMix(options, selector);
    case 'portfolio':
      return ok(createPortfolio());
  }
};

async function createMix(
  { parts }: MixOptions,
  selector: PremiseSelector | undefined,
): Promise<Result<TacticGenerator, Problem>> {
  if (parts.length === 0 || parts.some(({ weight }) => !(weight > 0))) {
    return fail({ code: 'invalid-mix', message: 'A mix takes at least one generator, and every weight is above 0.' });
  }
  const started: WeightedGenerator[] = [];
  for (const { generator: options, weight } of parts) {
    const generator = await createGenerator(options, selector);
    if (!generator.ok) {
      await Promise.all(started.map((part) => part.generator.close()));
      return generator;
    }
    started.push({ generator: generator.value, weight });
  }
  return ok(new MixedGenerator(started));
}
