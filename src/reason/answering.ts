import type { TacticGenerator } from '../contracts/generator.ts';
import type { LanguageProblem } from '../data/benchmark/benchmark.ts';
import type { ReasoningProblem } from '../data/benchmark/reasoning-problem.ts';
import { type AttemptOutcome, type AttemptStats, noStats } from '../eval/attempt.ts';
import type { AttemptRequest, AttemptResult, Prover } from '../eval/prover.ts';
import type { Lean } from '../lean/index.ts';
import { type Decision, decide } from './decide.ts';
import { readTheory, type Syntax, type TheoryError, type TheoryText } from './formula/theory.ts';
import type { SatModule } from './sat.ts';
import type { Translator } from './translation/translator.ts';

export interface AnsweringSetup {
  readonly lean: Lean;
  readonly generator: TacticGenerator;
  readonly sat: SatModule;
  readonly translator: Translator;
  readonly syntax: Syntax | 'auto';
}

/** An attempt at a problem in language: one translation, read and decided. */
export class AnsweringProver implements Prover<LanguageProblem> {
  readonly #setup: AnsweringSetup;

  constructor(setup: AnsweringSetup) {
    this.#setup = setup;
  }

  async attempt({ theorem, seed, budgets, signal }: AttemptRequest<LanguageProblem>): Promise<AttemptResult> {
    try {
      const result = await this.#answer(theorem, seed, budgets.seconds ?? Number.POSITIVE_INFINITY, signal);
      return signal.aborted ? { kind: 'cancelled' } : { kind: 'finished', ...result };
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled' };
      throw error;
    }
  }

  async #answer(
    problem: ReasoningProblem,
    seed: number,
    seconds: number,
    signal: AbortSignal,
  ): Promise<{ readonly outcome: AttemptOutcome; readonly stats: AttemptStats }> {
    const { translator, syntax } = this.#setup;
    const start = performance.now();
    const label = problem.label === undefined ? {} : { label: problem.label };
    const translation = await translator.translate(problem, seed, signal);
    const modelSeconds = (performance.now() - start) / 1000;
    const stats = (decision?: Decision): AttemptStats => ({
      ...noStats,
      seconds: (performance.now() - start) / 1000,
      modelSeconds,
      verifySeconds: decision?.seconds.lean ?? 0,
      tokens: translation.kind === 'failed' ? 0 : translation.tokens,
    });
    if (translation.kind === 'failed') {
      return { outcome: { kind: 'error', message: translation.problem.message }, stats: stats() };
    }
    if (translation.kind === 'unreadable') {
      const { reason, answer } = translation;
      return { outcome: { kind: 'unreadable', message: reason, answer, ...label }, stats: stats() };
    }
    const formulas: TheoryText = translation.text;
    const theory = readTheory(formulas, syntax);
    if (!theory.ok) {
      const answer = [...formulas.premises, formulas.conclusion].join('\n');
      const message = theory.error.map(errorText).join('\n');
      return { outcome: { kind: 'unreadable', message, answer, ...label }, stats: stats() };
    }
    const decision = await decide(theory.value, { ...this.#setup, seconds, seed }, signal, problem);
    if (decision.failed) {
      return { outcome: { kind: 'error', message: decision.reason ?? 'Lean failed' }, stats: stats(decision) };
    }
    const { verdict, certificate, models, consistent, reason } = decision;
    const outcome: AttemptOutcome = {
      kind: 'answered',
      verdict,
      ...label,
      ...(certificate !== undefined && { certificate }),
      models: { ...models },
      consistent,
      formulas: { premises: [...formulas.premises], conclusion: formulas.conclusion },
      repairs: [...theory.value.repairs],
      ...(reason !== undefined && { reason }),
    };
    return { outcome, stats: stats(decision) };
  }
}

/** Where a formula is wrong, and what is wrong with it. */
export const errorText = ({ place, column, message, text }: TheoryError): string =>
  `${place}, column ${column}: ${message}\n  ${text}\n  ${' '.repeat(Math.max(0, column - 1))}^`;
