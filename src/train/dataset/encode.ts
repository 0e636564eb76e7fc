import { createHash } from 'node:crypto';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { TokenizedStep } from '../step/batch.ts';
import { lengthOf } from '../step/batch.ts';
import type { TextCodec } from '../tokenizer/tokenizer.ts';
import type { DatasetStep } from './dataset.ts';

/** A step as tokens, and where it came from. */
export interface Example extends TokenizedStep {
  readonly file: string;
  readonly line: number;
}

/** Examples that fit in the context, and how many did not, input and output together. */
export interface EncodedSteps {
  readonly examples: readonly Example[];
  readonly tooLong: number;
}

/**
 * Turns steps into tokens. A step with a long state is left out, as a search would not show that state whole; an
 * output that alone is longer than the context can never be written and is a problem of the dataset.
 */
export function encodeSteps(
  steps: readonly DatasetStep[],
  codec: TextCodec,
  context: number,
): Result<EncodedSteps, Problem> {
  const examples: Example[] = [];
  for (const { input, output, file, line } of steps) {
    const example = { input: codec.encodePrompt(input), output: codec.encode(output), file, line };
    if (example.output.length >= context) {
      return fail({
        code: 'output-too-long',
        message: `line ${line} of ${file}: the output has ${example.output.length} tokens, the context ${context}`,
        where: { file, line, field: 'output' },
        hint: 'Remove the step, or train with a longer context (--context).',
      });
    }
    if (lengthOf(example) <= context) examples.push(example);
  }
  return ok({ examples, tooLong: steps.length - examples.length });
}

/** Equal for equal examples in equal order, after the tokenizer. */
export function datasetHash(...sets: readonly (readonly Example[])[]): string {
  const hash = createHash('sha256');
  for (const examples of sets) {
    hash.update(`${examples.length}\n`);
    for (const { input, output, isRefused } of examples) {
      hash.update(`${isRefused ? 'not ' : ''}${input.join()}:${output.join()}\n`);
    }
  }
  return hash.digest('hex');
}
