import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import type { CacheValues } from '../../../onnx/rewrite/cache-values.ts';
import type { Session, ValueMetadata } from './session.ts';
import type { CacheType } from './tensors.ts';

/**
 * One tensor of a model's cache, of shape [rows, …outer, time, …inner]: what comes between rows and time, and what comes
 * after, is taken as one axis each. Keys and values of [rows, heads, time, width] and the fused ones of multi-query
 * attention, [rows, time, 2 · width], then look alike.
 */
export interface CacheEntry extends CacheValues {
  readonly type: CacheType;
  readonly outer: number;
  readonly inner: number;
  /** Does it hold what attention to the encoder needs? Then its time is that of the prompt, and it never grows. */
  readonly cross: boolean;
}

/** The inputs of a decoder that are not its cache, in the forms that exports take. */
export interface DecoderInputs {
  readonly ids: 'int64' | 'int32';
  readonly mask: 'int64' | 'int32' | undefined;
  readonly positions: 'int64' | 'int32' | undefined;
  /** A flag that says whether the cache holds anything (merged decoders). */
  readonly useCacheBranch: boolean;
  /** A scalar: for how many of the last positions logits are wanted. */
  readonly logitsToKeep: string | undefined;
  readonly encoderStates: boolean;
  readonly encoderMask: 'int64' | 'int32' | undefined;
}

export interface DecoderSignature {
  readonly inputs: DecoderInputs;
  readonly cache: readonly CacheEntry[];
}

const plainInputs = new Set([
  'input_ids',
  'attention_mask',
  'position_ids',
  'use_cache_branch',
  'num_logits_to_keep',
  'logits_to_keep',
  'encoder_hidden_states',
  'encoder_attention_mask',
]);
const pastPrefix = 'past_key_values';
const presentPrefix = 'present';

/** Reads what a decoder takes and gives from the names, types and shapes of its graph. */
export function readSignature(session: Session): Result<DecoderSignature, Problem> {
  const unsupported = (message: string, hint?: string) =>
    fail<Problem>({
      code: 'unsupported-model',
      message,
      where: { file: session.path },
      ...(hint !== undefined && { hint }),
    });
  for (const name of ['input_ids', ...session.inputs.keys()]) {
    if (name === 'input_ids' && !session.inputs.has(name)) return unsupported(`The model has no input 'input_ids'.`);
    if (!plainInputs.has(name) && !name.startsWith(pastPrefix)) {
      return unsupported(`The model has an input '${name}', and nothing says what to put there.`);
    }
  }
  if (!session.outputs.has('logits')) return unsupported(`The model has no output 'logits'.`);

  const cache: CacheEntry[] = [];
  for (const [name, input] of session.inputs) {
    if (!name.startsWith(pastPrefix)) continue;
    const entry = cacheEntry(input, session);
    if (typeof entry === 'string') return unsupported(entry);
    cache.push(entry);
  }
  return ok({ inputs: decoderInputs(session), cache });
}

function decoderInputs({ inputs }: Session): DecoderInputs {
  const integer = (name: string) => {
    const type = inputs.get(name)?.type;
    return type === undefined ? undefined : type === 'int32' ? 'int32' : 'int64';
  };
  return {
    ids: integer('input_ids') ?? 'int64',
    mask: integer('attention_mask'),
    positions: integer('position_ids'),
    useCacheBranch: inputs.has('use_cache_branch'),
    logitsToKeep: ['num_logits_to_keep', 'logits_to_keep'].find((name) => inputs.has(name)),
    encoderStates: inputs.has('encoder_hidden_states'),
    encoderMask: integer('encoder_attention_mask'),
  };
}

/** The entry, or what is wrong with it. */
function cacheEntry(input: ValueMetadata, session: Session): CacheEntry | string {
  const present = presentPrefix + input.name.slice(pastPrefix.length);
  const output = session.outputs.get(present);
  const cross = input.name.includes('.encoder.');
  if (output === undefined && !cross) return `The input '${input.name}' has no output '${present}'.`;
  if (input.type !== 'float32' && input.type !== 'float16') {
    return `The cache '${input.name}' is of type ${input.type}; float32 and float16 are supported.`;
  }
  // Exporters name an axis whose length they did not follow; where the output tells the length, it counts.
  const shape = input.shape.map((dim, axis) => {
    const other = output?.shape[axis];
    return typeof dim !== 'number' && typeof other === 'number' ? other : dim;
  });
  const open = shape.flatMap((dim, axis) => (axis > 0 && typeof dim !== 'number' ? [axis] : []));
  const [time] = open;
  if (time === undefined || open.length > 1 || typeof shape[0] === 'number') {
    return `The cache '${input.name}' has the shape [${input.shape.join(', ')}], in which rows and time cannot be told.`;
  }
  const fixed = shape.map((dim) => (typeof dim === 'number' ? dim : 1));
  const product = (dims: readonly number[]) => dims.reduce((a, b) => a * b, 1);
  return {
    past: input.name,
    present,
    type: input.type,
    outer: product(fixed.slice(1, time)),
    inner: product(fixed.slice(time + 1)),
    cross,
    dims: (rows, length) => fixed.with(0, rows).with(time, length),
  };
}
