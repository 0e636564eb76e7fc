import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { readJson } from './model/config.ts';

/** A tokenizer as a model's folder holds it. */
export class TextTokenizer {
  /** One more than the largest token. */
  readonly size: number;
  readonly #tokenizer: Tokenizer;

  private constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
    this.size = 1 + Math.max(-1, ...tokenizer.get_vocab(true).values());
  }

  static async load(folder: string): Promise<Result<TextTokenizer, Problem>> {
    const file = join(folder, 'tokenizer.json');
    const tokenizer = await readJson(file, z.looseObject({ model: z.looseObject({}) }));
    if (!tokenizer.ok) return tokenizer;
    const config = await readJson(join(folder, 'tokenizer_config.json'), z.looseObject({}), {});
    if (!config.ok) return config;
    try {
      return ok(new TextTokenizer(new Tokenizer(tokenizer.value, config.value)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : error;
      return fail({
        code: 'invalid-tokenizer',
        message: `The tokenizer cannot be used: ${reason}`,
        where: { file },
      });
    }
  }

  /** Special tokens that the model expects around a text (such as one that begins it) included. */
  encode(text: string): number[] {
    return this.#tokenizer.encode(text).ids;
  }

  /** Bytes that are no UTF-8, as a model may write them token by token, become U+FFFD. */
  decode(tokens: readonly number[]): string {
    if (tokens.length === 0) return '';
    return this.#tokenizer.decode([...tokens], { skip_special_tokens: false, clean_up_tokenization_spaces: false });
  }

  /** The token whose text this is, if it is one token. */
  tokenOf(text: string): number | undefined {
    return this.#tokenizer.token_to_id(text);
  }
}
