/** What the number of an option may be, in words and as a test. */
interface Range {
  readonly words: string;
  readonly fits: (value: number) => boolean;
}

const count: Range = {
  words: 'a whole number from 1 up',
  fits: (value) => Number.isSafeInteger(value) && value >= 1,
};
const countOrNone: Range = {
  words: 'a whole number from 0 up',
  fits: (value) => Number.isSafeInteger(value) && value >= 0,
};
const whole: Range = { words: 'a whole number', fits: Number.isSafeInteger };
const amount: Range = { words: 'a number above 0', fits: (value) => Number.isFinite(value) && value > 0 };
const amountOrNone: Range = { words: 'a number from 0 up', fits: (value) => Number.isFinite(value) && value >= 0 };
const share: Range = { words: 'a number from 0 to 1', fits: (value) => value >= 0 && value <= 1 };
/** What BullMQ takes. */
const priority: Range = {
  words: 'a whole number from 1 to 2097152',
  fits: (value) => Number.isInteger(value) && value >= 1 && value <= 2 ** 21,
};
const port: Range = {
  words: 'a whole number from 0 to 65535',
  fits: (value) => Number.isInteger(value) && value >= 0 && value <= 65_535,
};

/** Every option that takes a number, whatever the command: an option means the same everywhere. */
export const numberRanges: Readonly<Record<string, Range>> = {
  attempts: count,
  'batch-states': count,
  'batch-tokens': count,
  candidates: count,
  checks: count,
  context: count,
  count,
  epochs: amount,
  'every-nth': count,
  expansions: count,
  goals: count,
  theorems: count,
  grace: amountOrNone,
  'hard-negatives': countOrNone,
  heads: count,
  heartbeats: countOrNone,
  hidden: count,
  inner: count,
  keep: count,
  'key-value-heads': count,
  layers: count,
  'learning-rate': amount,
  'max-tokens': count,
  merges: countOrNone,
  parallel: count,
  patience: count,
  port,
  'page-port': port,
  priority,
  'proofs-per-theorem': count,
  rounds: count,
  'rounds-patience': count,
  sample: count,
  seconds: amount,
  seed: whole,
  'step-tokens': count,
  steps: countOrNone,
  'tactic-seconds': amount,
  temperature: amountOrNone,
  tokens: count,
  translations: count,
  'top-k': countOrNone,
  'top-p': share,
  tries: count,
  'valid-checks': count,
  'valid-sample': count,
  'validate-every': count,
  'validation-share': share,
  'weight-decay': amountOrNone,
  workers: count,
};

/**
 * What is wrong with the numbers of a command line, in one sentence; `undefined` where nothing is.
 *
 * @param parsed options by name; NaN where what was written is no number
 * @param words the command line as it was written, to name what was written there
 */
export function numberComplaint(
  parsed: Readonly<Record<string, unknown>>,
  words: readonly string[],
): string | undefined {
  for (const [option, value] of Object.entries(parsed)) {
    const range = numberRanges[option];
    if (range === undefined) {
      if (Number.isNaN(value)) return `--${option} takes a number, not '${writtenAt(option, words)}'.`;
      continue;
    }
    if (Array.isArray(value)) return `--${option} is given ${value.length} times, and takes one number.`;
    // The default would take its place in silence.
    if (words.some((word, at) => word === `--${option}` && /^(--|$)/.test(words[at + 1] ?? ''))) {
      return `--${option} takes ${range.words}, and nothing follows it.`;
    }
    if (value !== undefined && (typeof value !== 'number' || !range.fits(value))) {
      return `--${option} takes ${range.words}, not '${writtenAt(option, words) ?? String(value)}'.`;
    }
  }
  return undefined;
}

function writtenAt(option: string, words: readonly string[]): string | undefined {
  const flag = `--${option}`;
  const joined = words.find((word) => word.startsWith(`${flag}=`));
  if (joined !== undefined) return joined.slice(flag.length + 1);
  const at = words.indexOf(flag);
  return at < 0 ? undefined : words[at + 1];
}
