import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import type { Completions } from './protocol.ts';

/** Some servers answer one completion whatever is asked for; they are asked again, with other seeds, until there are enough. */
export async function sampled(
  ask: (n: number, seed: number) => Promise<Result<Completions, Problem>>,
  count: number,
  seed: number,
): Promise<Result<Completions, Problem>> {
  const first = await ask(count, seed);
  if (!first.ok) return first;
  const parts = [first.value];
  const perAnswer = first.value.completions.length;
  if (perAnswer > 0 && perAnswer < count) {
    const asks = Math.ceil((count - perAnswer) / perAnswer);
    const more = await Promise.all(Array.from({ length: asks }, (_, i) => ask(perAnswer, seed + i + 1)));
    for (const part of more) {
      if (!part.ok) return part;
      parts.push(part.value);
    }
  }
  return ok({
    completions: parts.flatMap(({ completions }) => completions).slice(0, count),
    tokens: parts.reduce((sum, { tokens }) => sum + tokens, 0),
  });
}
