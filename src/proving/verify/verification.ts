import type { Judge, Judgement } from './judge.ts';
import { type Finding, isAccepted, type Verdict } from './verdict.ts';

interface Waiting {
  readonly finding: Finding;
  readonly settle: (verdict: Verdict) => void;
  readonly reject: (bug: unknown) => void;
}

/**
 * The verification of one file, finding by finding. What is accepted stays, and every verdict is on the file with all that
 * was accepted before in it: so the text `completed` is at any time one that a fresh Lean has judged whole, just as it
 * stands, and a later finding never takes an earlier one back.
 *
 * A verdict costs a fresh Lean and the whole file, whether it is on one finding or on ten: so all that comes in while one
 * is under way is judged together.
 */
export class Verification {
  readonly #judge: Judge;
  readonly #accepted: Finding[] = [];
  #completed: string;
  #waiting: Waiting[] = [];
  #busy = false;

  /** @param original the text of the file: what there is until something is accepted */
  constructor(judge: Judge, original: string) {
    this.#judge = judge;
    this.#completed = original;
  }

  /** The file with all that is accepted. */
  get completed(): string {
    return this.#completed;
  }

  async verify(finding: Finding): Promise<Verdict> {
    const [verdict] = await this.verifyAll([finding]);
    return verdict!;
  }

  /** The verdicts on some findings, judged together; where they clash, those that come first in the file stay. */
  verifyAll(findings: readonly Finding[]): Promise<readonly Verdict[]> {
    const verdicts = findings.map((finding) => {
      const { promise, resolve: settle, reject } = Promise.withResolvers<Verdict>();
      this.#waiting.push({ finding, settle, reject });
      return promise;
    });
    void this.#drain();
    return Promise.all(verdicts);
  }

  async #drain(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.toSorted((a, b) => positionOf(a.finding) - positionOf(b.finding));
      this.#waiting = [];
      try {
        await this.#settle(batch);
      } catch (bug) {
        for (const { reject } of batch) reject(bug);
      }
    }
    this.#busy = false;
  }

  /** Accepts a batch if nothing is against it; else those go first that nothing was said against, then the others. */
  async #settle(batch: readonly Waiting[]): Promise<void> {
    const judgement = await this.#judge([...this.#accepted, ...batch.map(({ finding }) => finding)]);
    const verdicts = judgement.verdicts.slice(this.#accepted.length);
    if (judgement.clashes.length === 0 && judgement.verdicts.every(isAccepted)) {
      this.#accepted.push(...batch.map(({ finding }) => finding));
      this.#completed = judgement.completed;
      for (const [i, { settle }] of batch.entries()) settle(verdicts[i]!);
      return;
    }
    const [only, ...others] = batch;
    if (only !== undefined && others.length === 0) return only.settle(refusal(verdicts[0]!, judgement));
    if (verdicts.some(({ kind }) => kind === 'cancelled')) {
      for (const { settle } of batch) settle({ kind: 'cancelled' });
      return;
    }
    for (const part of parted(batch, (_, i) => isAccepted(verdicts[i]!))) await this.#settle(part);
  }
}

const positionOf = ({ declaration }: Finding): number => declaration.sorries[0]?.range.start.byte ?? 0;

/** In two, the good ones first; in halves where all are alike. */
function parted<T>(all: readonly T[], isGood: (one: T, index: number) => boolean): readonly (readonly T[])[] {
  const good = all.filter(isGood);
  if (good.length > 0 && good.length < all.length) return [good, all.filter((one) => !good.includes(one))];
  const half = Math.ceil(all.length / 2);
  return [all.slice(0, half), all.slice(half)];
}

/** What is against a finding that was judged with nothing but accepted ones beside it. */
function refusal(own: Verdict, { verdicts, clashes }: Judgement): Verdict {
  if (!isAccepted(own)) return own;
  const broken = verdicts.find((verdict) => !isAccepted(verdict));
  if (broken !== undefined && broken.kind !== 'rejected') return broken;
  const message = clashes[0] ?? broken?.message ?? '';
  return { kind: 'rejected', reason: 'clash', message: `what was proved before it would break: ${message}` };
}
