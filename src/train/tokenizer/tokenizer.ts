import { Tokenizer } from '@huggingface/tokenizers';
import type { PromptFormat } from '../../data/prompt-format.ts';
import { byteSymbols, toByteSymbols } from './byte-symbols.ts';
import { learnMerges, type Merge } from './learn-merges.ts';

/**
 * How a text is cut before its pieces become tokens, which never reach over a cut: the parts of identifiers, each with
 * the dot or the underscore before it, and runs of symbols, each with the space before it; other white space. Names of
 * theorems are put together from such parts, after the names of what they speak of.
 */
const piece = String.raw` ?[._]?[\p{L}\p{N}'✝!?]+| ?[._]+| ?[^\s\p{L}\p{N}_'.✝!?]+|\s+`;

/** The two files that make a Hugging Face tokenizer. */
export interface TokenizerFiles {
  /** `tokenizer.json` */
  readonly tokenizer: object;
  /** `tokenizer_config.json` */
  readonly config: object;
}

/** The markers of a prompt format; they are one token each and end pieces. */
const markersOf = (format: PromptFormat): readonly string[] => [
  ...new Set([format.stop, format.beforeState, format.afterState].filter((marker) => marker !== '')),
];

/** How often each piece occurs in some texts, in byte symbols, markers left out. */
function countPieces(texts: Iterable<string>, markers: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  const pattern = new RegExp(piece, 'gu');
  const escaped = markers.map((marker) => marker.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const separator = new RegExp(escaped.join('|'), 'u');
  for (const text of texts) {
    for (const part of text.split(separator)) {
      for (const [match] of part.matchAll(pattern)) {
        const word = toByteSymbols(match);
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
    }
  }
  return counts;
}

/**
 * A byte-level tokenizer whose vocabulary is the markers of the prompt format, the 256 bytes, and `merges` byte pairs
 * learned from the texts; with none, every byte is a token, as in ByT5.
 */
export function learnTokenizer(texts: Iterable<string>, format: PromptFormat, merges: number): TokenizerFiles {
  const markers = markersOf(format);
  return tokenizerFiles(format, merges === 0 ? [] : learnMerges(countPieces(texts, markers), merges));
}

export function tokenizerFiles(format: PromptFormat, merges: readonly Merge[]): TokenizerFiles {
  const markers = markersOf(format);
  const tokens = new Set([...markers, ...byteSymbols, ...merges.map(([left, right]) => left + right)]);
  const addedTokens = markers.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  return {
    tokenizer: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: addedTokens,
      normalizer: null,
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: piece }, behavior: 'Isolated', invert: false },
          { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
        ],
      },
      post_processor: null,
      decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: false,
        vocab: Object.fromEntries(Array.from(tokens, (token, id) => [token, id])),
        merges,
      },
    },
    config: {
      tokenizer_class: 'PreTrainedTokenizerFast',
      bos_token: null,
      eos_token: format.stop,
      pad_token: format.stop,
      unk_token: null,
      add_bos_token: false,
      clean_up_tokenization_spaces: false,
    },
  };
}

/** The ids of a text, and the text of ids; markers are kept as text. */
export interface TextCodec {
  readonly vocabularySize: number;
  encode(text: string): readonly number[];
  /** With what the model expects around a prompt, such as a token that begins it. */
  encodePrompt(text: string): readonly number[];
  decode(ids: readonly number[]): string;
}

/** The tokenizer of some files, as everything that loads the model reads them. */
export function textCodec({ tokenizer, config }: TokenizerFiles): TextCodec {
  const loaded = new Tokenizer(tokenizer, config);
  return {
    vocabularySize: loaded.get_vocab(true).size,
    encode: (text) => loaded.encode(text, { add_special_tokens: false }).ids,
    encodePrompt: (text) => loaded.encode(text).ids,
    decode: (ids) =>
      ids.length === 0
        ? ''
        : loaded.decode([...ids], { skip_special_tokens: false, clean_up_tokenization_spaces: false }),
  };
}
