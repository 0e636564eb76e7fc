import type { TargetOutcome } from './events.ts';
import type { Filling } from './splice.ts';
import type { Target } from './target.ts';

/** A target with the scripts that were found for it. */
export interface Finding {
  readonly target: Target;
  readonly fillings: readonly Filling[];
  /** Is there nothing against it, as far as it was filled? */
  readonly isSound: (outcome: TargetOutcome) => boolean;
}

/** Judges some findings in one completed file; one outcome for each, in order. */
export type Judge = (findings: readonly Finding[]) => Promise<readonly TargetOutcome[]>;

interface Waiting {
  readonly finding: Finding;
  readonly settle: (outcome: TargetOutcome) => void;
  readonly reject: (bug: unknown) => void;
}

/**
 * Judges one batch at a time: all that was found while the one before was under way. A verdict costs a fresh Lean and a
 * file elaborated twice, whether it is on one declaration or on ten. Where something is held against one of several,
 * that may be another's fault, so it is judged again alone.
 */
export class VerificationQueue {
  readonly #judge: Judge;
  #waiting: Waiting[] = [];
  #busy = false;

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  verify(finding: Finding): Promise<TargetOutcome> {
    return new Promise((settle, reject) => {
      this.#waiting.push({ finding, settle, reject });
      void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#settle(batch);
      } catch (bug) {
        for (const { reject } of batch) reject(bug);
      }
    }
    this.#busy = false;
  }

  async #settle(batch: readonly Waiting[]): Promise<void> {
    const outcomes = await this.#judge(batch.map(({ finding }) => finding));
    for (const [i, { finding, settle }] of batch.entries()) {
      const outcome = outcomes[i]!;
      const isFinal = batch.length === 1 || outcome.kind === 'interrupted' || finding.isSound(outcome);
      if (isFinal) settle(outcome);
      else settle((await this.#judge([finding]))[0]!);
    }
  }
}
