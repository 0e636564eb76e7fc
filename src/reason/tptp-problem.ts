import { basename } from 'node:path';
import type { ReasoningProblem } from '../data/benchmark/reasoning-problem.ts';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { signatureOf } from './formula/theory.ts';
import { parseTptpFile } from './formula/tptp-parser.ts';
import { tptpText } from './formula/tptp-text.ts';

/** Reads a file of `fof` statements: its conjecture is the conclusion, everything else a premise. */
export function problemFromTptp(text: string, file: string): Result<readonly ReasoningProblem[], Problem> {
  const parsed = parseTptpFile(text);
  if (!parsed.ok) {
    const { message, column } = parsed.error;
    const before = [...text].slice(0, Math.max(0, column - 1)).join('');
    const line = before.split('\n').length;
    const inLine = [...before.slice(before.lastIndexOf('\n') + 1)].length + 1;
    return fail({ code: 'syntax-error', message, where: { file, line, column: inLine } });
  }
  const conjectures = parsed.value.filter(({ role }) => role === 'conjecture');
  const [conjecture] = conjectures;
  if (conjectures.length > 1) {
    return fail({ code: 'syntax-error', message: `${file} has ${conjectures.length} conjectures`, where: { file } });
  }
  const premises = parsed.value.filter(({ role }) => role !== 'conjecture');
  const all = parsed.value.map(({ formula }) => formula);
  const write = (formula: (typeof all)[number]) => tptpText(formula, signatureOf(all));
  return ok([
    {
      id: basename(file).replace(/\.[^.]*$/, ''),
      premises: premises.map(({ name }) => name),
      conclusion: conjecture?.name ?? 'the premises contradict one another',
      formulas: {
        // The marker of the syntax: a formula without a quantifier could be of either.
        premises: premises.map(({ formula }) => `fof(premise, axiom, ${write(formula)}).`),
        conclusion: `fof(goal, conjecture, ${conjecture === undefined ? '$false' : write(conjecture.formula)}).`,
      },
    },
  ]);
}
