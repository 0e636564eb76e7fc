import type { Problem } from '../data/problem.ts';

/** The first of these options that was given and is no number above 0 (or, for counts, no whole number from 1 up). */
export function numberProblem(
  args: Readonly<Record<string, unknown>>,
  { counts, amounts }: { readonly counts: readonly string[]; readonly amounts: readonly string[] },
): Problem | undefined {
  for (const option of [...counts, ...amounts]) {
    const value = args[option];
    if (value === undefined) continue;
    const whole = counts.includes(option);
    const fits = whole ? Number.isSafeInteger(value) && Number(value) >= 1 : Number(value) > 0;
    if (!fits) {
      return {
        code: 'bad-number',
        message: `--${option} takes ${whole ? 'a whole number from 1 up' : 'a number above 0'}, not ${String(value)}`,
      };
    }
  }
  return undefined;
}
