import type { Problem } from '../../../data/problem.ts';
import type { Result } from '../../../data/result.ts';
import type { Decoded, DecodeRequest } from '../decode/request.ts';
import type { ModelDescription } from '../model/config.ts';
import type { ModelFiles } from '../model/folder.ts';
import type { SessionOptions } from '../model/session.ts';

/** What a thread loads. */
export interface ThreadStart {
  /** Where tokenizer.json lies. */
  readonly folder: string;
  readonly files: ModelFiles;
  readonly description: ModelDescription;
  readonly session: SessionOptions;
  /** Bytes that caches may take. */
  readonly memory: number;
}

export type ToThread =
  | { readonly kind: 'decode'; readonly id: number; readonly request: DecodeRequest }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'close' };

export type FromThread =
  /** The first message: the model is loaded, with logits of this length, or is not. */
  | { readonly kind: 'loaded'; readonly result: Result<{ readonly vocabulary: number }, Problem> }
  | { readonly kind: 'decoded'; readonly id: number; readonly result: Result<Decoded, Problem> };
