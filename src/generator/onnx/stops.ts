import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Sample, Stops } from './decode/job.ts';
import type { ModelDescription } from './model/config.ts';
import type { TextTokenizer } from './tokenizer.ts';

/** What ends a tactic, and what of a sample is the tactic. */
export interface TacticStops extends Stops {
  /** The text before what ended it. */
  readonly textOf: (sample: Sample) => string;
}

/**
 * What ends a tactic: the end-of-text tokens of the model, and the texts that its prompt format names. A text that is
 * one token is looked for as a token, which costs nothing; another in all that was written.
 */
export function readStops(
  description: ModelDescription,
  tokenizer: TextTokenizer,
  folder: string,
): Result<TacticStops, Problem> {
  const tokens = new Set(description.endOfText);
  const texts: string[] = [];
  for (const text of new Set([description.prompt.stop, ...description.stop])) {
    const token = tokenizer.tokenOf(text);
    if (token !== undefined) tokens.add(token);
    else if (!isMarker(text)) texts.push(text);
  }
  if (tokens.size === 0 && texts.length === 0) {
    return fail({
      code: 'no-stop-token',
      message: `Nothing ends a tactic: the tokenizer has no token '${description.prompt.stop}', and config.json no eos_token_id.`,
      where: { file: folder },
      hint: `Write an ariadne.json into the folder, such as { "prompt": { "beforeState": "", "afterState": "\\n", "stop": "\\n" } }.`,
    });
  }
  return ok({
    tokens,
    isComplete: (written) => texts.length > 0 && cut(tokenizer.decode(written), texts) !== undefined,
    textOf: (sample) => {
      const last = sample.tokens.at(-1);
      const ended = last !== undefined && tokens.has(last);
      const text = tokenizer.decode(ended ? sample.tokens.slice(0, -1) : sample.tokens);
      return cut(text, texts) ?? text;
    },
  });
}

/** Markers such as `<|endoftext|>` mean a token: a model that has no such token never spells one out. */
const isMarker = (text: string): boolean => /^<.*>$/.test(text);

function cut(text: string, stops: readonly string[]): string | undefined {
  const ends = stops.map((stop) => text.indexOf(stop)).filter((index) => index >= 0);
  return ends.length === 0 ? undefined : text.slice(0, Math.min(...ends));
}
