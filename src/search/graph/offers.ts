import type { Candidate } from '../../contracts/generator.ts';
import { mayBeSlow } from '../tactic.ts';

/** A source of candidates, as one state sees it. */
interface Stream {
  /** `dry`: it has nothing more for this state. */
  state: 'ready' | 'asked' | 'dry';
  /** How often it was asked. */
  asks: number;
  /** No candidate that is still to come is likelier than this; natural logarithm, the source's share included. */
  bound: number;
}

/** What to do next with a state. */
export type NextOffer =
  | { readonly kind: 'check'; readonly candidate: Candidate }
  | { readonly kind: 'ask'; readonly source: number; readonly bound: number };

/** What of a state may be done next; what is left out may be. */
export interface Allowed {
  readonly ask?: (source: number) => boolean;
  /** May a tactic be checked that may keep Lean for long? */
  readonly slow?: boolean;
}

/** What may be tried on one state: candidates that wait for a check, and the streams that more of them come from. */
export class Offers {
  /** Checks and questions about the state that are under way. */
  underWay = 0;
  /** Tactics that are done soon: the likeliest last, of equals the one that came first; but for one brought forward. */
  #quick: Candidate[] = [];
  /** Those that may keep Lean for long, in the same order. */
  #slow: Candidate[] = [];
  /** Every tactic that was offered. */
  readonly #offered: string[] = [];
  /** Tactics that overran their first limits. */
  readonly #overran = new Set<string>();
  readonly #streams: readonly Stream[];

  /** Takes the share of each source, as a natural logarithm. */
  constructor(shares: readonly number[]) {
    this.#streams = shares.map((share) => ({ state: 'ready', asks: 0, bound: share }));
  }

  /** Nothing is left to check or to ask, and nothing is under way. */
  get spent(): boolean {
    const nothingWaits = this.#quick.length + this.#slow.length === 0;
    return this.underWay === 0 && nothingWaits && this.#streams.every(({ state }) => state === 'dry');
  }

  /** Leaves out candidates, from those on that come next, up to the first that is to stay. */
  dropWhile(isRefused: (tactic: string) => boolean): void {
    for (const waiting of [this.#quick, this.#slow]) {
      for (let next = waiting.at(-1); next !== undefined && isRefused(next.tactic); next = waiting.at(-1))
        waiting.pop();
    }
  }

  /** Has the candidates of the greatest worth come next, where they are not the likeliest; of equals the likeliest. */
  bringForward(worth: (candidate: Candidate) => number): void {
    for (const waiting of [this.#quick, this.#slow]) {
      let best = waiting.length - 1;
      let most = Number.NEGATIVE_INFINITY;
      for (let place = best; place >= 0; place--) {
        const own = worth(waiting[place]!);
        if (own <= most) continue;
        most = own;
        best = place;
      }
      if (best >= 0) waiting.push(...waiting.splice(best, 1));
    }
  }

  /** How often a source was asked. */
  asksOf(source: number): number {
    return this.#streams[source]?.asks ?? 0;
  }

  /** The likeliest thing to do of what is allowed, if there is any; of two candidates the one of greater worth. */
  next({ ask: mayAsk, slow = true }: Allowed, worth = likelihood): NextOffer | undefined {
    const [first, second] = [this.#quick.at(-1), slow ? this.#slow.at(-1) : undefined];
    const candidate =
      first !== undefined && second !== undefined && worth(second) > worth(first) ? second : (first ?? second);
    let source = -1;
    let bound = candidate?.logProbability ?? Number.NEGATIVE_INFINITY;
    for (const [index, stream] of this.#streams.entries()) {
      const better = stream.bound > bound || (candidate === undefined && source < 0);
      if (stream.state !== 'ready' || !better || mayAsk?.(index) === false) continue;
      source = index;
      bound = stream.bound;
    }
    if (source >= 0) return { kind: 'ask', source, bound };
    return candidate && { kind: 'check', candidate };
  }

  /** Takes a candidate away that came next. */
  take(candidate: Candidate): void {
    const waiting = this.#quick.at(-1) === candidate ? this.#quick : this.#slow;
    if (waiting.pop() !== candidate) throw new Error(`${candidate.tactic} is not what comes next`);
  }

  /** Has the tactic of a candidate that was taken overrun its first limits? */
  hasOverrun({ tactic }: Candidate): boolean {
    return this.#overran.has(tactic);
  }

  /** Lets a candidate that overran its first limits wait for a second try. */
  putBack(candidate: Candidate): void {
    this.#overran.add(candidate.tactic);
    this.#add([candidate]);
  }

  ask(source: number): void {
    const stream = this.#streams[source];
    if (stream === undefined) return;
    stream.state = 'asked';
    stream.asks++;
    this.underWay++;
  }

  /** Enters the answer of a source, likeliest first; `more` says whether it may be asked again. Gives how many are new. */
  answer(source: number, candidates: readonly Candidate[], more: boolean): number {
    this.underWay--;
    const stream = this.#streams[source];
    if (stream === undefined) return 0;
    stream.state = more ? 'ready' : 'dry';
    stream.bound = Math.min(stream.bound, candidates.at(-1)?.logProbability ?? stream.bound);
    const known = new Set(this.#offered);
    const fresh = candidates.filter(({ tactic }) => !known.has(tactic));
    for (const { tactic } of fresh) this.#offered.push(tactic);
    this.#add(fresh);
    return fresh.length;
  }

  #add(fresh: readonly Candidate[]): void {
    const bySlowness = Map.groupBy(fresh, ({ tactic }) => mayBeSlow(tactic));
    this.#slow = merge(this.#slow, bySlowness.get(true) ?? []);
    this.#quick = merge(this.#quick, bySlowness.get(false) ?? []);
  }
}

const likelihood = ({ logProbability }: Candidate): number => logProbability;

/** A rising list and a falling one as one rising list; what was waiting goes first among equals. */
function merge(waiting: readonly Candidate[], fresh: readonly Candidate[]): Candidate[] {
  const merged: Candidate[] = [];
  let next = 0;
  for (const candidate of fresh.toReversed()) {
    for (let old = waiting[next]; old !== undefined && old.logProbability < candidate.logProbability; ) {
      merged.push(old);
      old = waiting[++next];
    }
    merged.push(candidate);
  }
  for (; next < waiting.length; next++) merged.push(waiting[next]!);
  return merged;
}
