import type { Candidate } from '../../contracts/generator.ts';

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

/** What may be tried on one state: candidates that wait for a check, and the streams that more of them come from. */
export class Offers {
  /** Checks and questions about the state that are under way. */
  underWay = 0;
  /** The likeliest last, of equals the one that came first; but for those brought forward. */
  #waiting: Candidate[] = [];
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
    return this.underWay === 0 && this.#waiting.length === 0 && this.#streams.every(({ state }) => state === 'dry');
  }

  /** The candidate that waits and comes next. */
  get foremost(): Candidate | undefined {
    return this.#waiting.at(-1);
  }

  /** Has the candidate of the greatest worth come next, where it is not the likeliest; of equals the likeliest. */
  bringForward(worth: (candidate: Candidate) => number): void {
    let best = this.#waiting.length - 1;
    let most = Number.NEGATIVE_INFINITY;
    for (let place = best; place >= 0; place--) {
      const own = worth(this.#waiting[place]!);
      if (own <= most) continue;
      most = own;
      best = place;
    }
    if (best >= 0) this.#waiting.push(...this.#waiting.splice(best, 1));
  }

  /** How often a source was asked. */
  asksOf(source: number): number {
    return this.#streams[source]?.asks ?? 0;
  }

  /** The likeliest thing to do, if there is any; sources that `mayAsk` refuses are left alone. */
  next(mayAsk: (source: number) => boolean): NextOffer | undefined {
    const candidate = this.#waiting.at(-1);
    let source = -1;
    let bound = candidate?.logProbability ?? Number.NEGATIVE_INFINITY;
    for (const [index, stream] of this.#streams.entries()) {
      const better = stream.bound > bound || (candidate === undefined && source < 0);
      if (stream.state !== 'ready' || !better || !mayAsk(index)) continue;
      source = index;
      bound = stream.bound;
    }
    if (source >= 0) return { kind: 'ask', source, bound };
    return candidate && { kind: 'check', candidate };
  }

  /** Takes the likeliest candidate away. */
  take(): Candidate | undefined {
    return this.#waiting.pop();
  }

  /** Has the tactic of a candidate that was taken overrun its first limits? */
  hasOverrun({ tactic }: Candidate): boolean {
    return this.#overran.has(tactic);
  }

  /** Lets a candidate that overran its first limits wait for a second try. */
  putBack(candidate: Candidate): void {
    this.#overran.add(candidate.tactic);
    this.#waiting = merge(this.#waiting, [candidate]);
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
    this.#waiting = merge(this.#waiting, fresh);
    return fresh.length;
  }
}

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
