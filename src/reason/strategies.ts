import type { Script } from '../contracts/script.ts';
import type { Formula } from './formula/formula.ts';
import { not } from './formula/formula.ts';
import { goalOf, type LeanTheory, type Question } from './lean/statement.ts';
import type { FiniteModel } from './model/model.ts';
import { findModel } from './model/search.ts';
import { refutingScript } from './model/to-lean.ts';
import { Refuter } from './refutation/ground.ts';
import { refutationScript } from './refutation/script.ts';
import type { SatModule } from './sat.ts';

/** What is known of a question before Lean has seen it. */
export type Finding =
  | { readonly kind: 'proof'; readonly script: Script; readonly premises: readonly number[] }
  | { readonly kind: 'model'; readonly script: Script; readonly model: FiniteModel }
  /** Neither was found, and there is nothing left to try. */
  | { readonly kind: 'nothing' };

/** Models larger than this are not looked for: almost all that there are are smaller. */
const largestModel = 12;

/**
 * Looks for a proof of a question and for a model that refutes it, side by side: a model of the next size, then a step of
 * the refutation, in turns of about the same length, until one of them ends both.
 */
export async function settle(
  lean: LeanTheory,
  question: Question,
  sat: SatModule,
  signal: AbortSignal,
): Promise<Finding> {
  const goal = goalOf(lean.theory, question);
  const formulas: readonly Formula[] = [...lean.theory.premises, not(goal)];
  using refuter = new Refuter(sat, formulas);
  let size = 1;
  let refuting = true;
  const spent = { models: 0, refutation: 0 };
  while (!signal.aborted && (size <= largestModel || refuting)) {
    const start = performance.now();
    if (size <= largestModel && (!refuting || spent.models <= spent.refutation)) {
      const outcome = await findModel(sat, formulas, lean.signature, size, signal);
      if (outcome.kind === 'found') {
        return { kind: 'model', model: outcome.model, script: refutingScript(lean, goal, outcome.model) };
      }
      size = outcome.kind === 'gave-up' ? largestModel + 1 : size + 1;
      spent.models += performance.now() - start;
    } else {
      const step = await refuter.step(signal);
      if (step.kind === 'refuted') {
        const premises = step.refutation.hypotheses.filter((index) => index < lean.theory.premises.length);
        return { kind: 'proof', script: refutationScript(lean, question, step.refutation), premises };
      }
      refuting = step.kind === 'open';
      spent.refutation += performance.now() - start;
    }
    await new Promise(setImmediate);
  }
  return { kind: 'nothing' };
}
