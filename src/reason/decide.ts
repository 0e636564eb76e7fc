import { setTimeout as sleep } from 'node:timers/promises';
import type { TacticGenerator } from '../contracts/generator.ts';
import { renderScript, type Script } from '../contracts/script.ts';
import type { Lean } from '../lean/index.ts';
import { type Claim, claimName, claimsFile, type ProvedClaim, type Sentences } from './certificate.ts';
import { searchSorry } from './engine-search.ts';
import type { Theory } from './formula/theory.ts';
import { type LeanTheory, leanTheory, type Question } from './lean/statement.ts';
import type { SatModule } from './sat.ts';
import { type Finding, settle } from './strategies.ts';

/** What premises say about a conclusion. `Unknown` where the budget ran out before a certificate was there. */
export type Verdict = 'True' | 'False' | 'Uncertain' | 'Inconsistent' | 'Unknown';

export interface Decision {
  readonly verdict: Verdict;
  /** The theorems that the verdict rests on, as a Lean file that Lean has verified whole. */
  readonly certificate?: string;
  /** What each theorem of the certificate says. */
  readonly claims: readonly Claim[];
  /** Sizes of the models that the certificate holds, by the question that each refutes. */
  readonly models: Partial<Record<Question, number>>;
  /** Has a model shown that the premises can hold together? */
  readonly consistent: boolean;
  /** Why there is no verdict. */
  readonly reason?: string;
  readonly seconds: { readonly search: number; readonly lean: number };
}

export interface DecisionSetup {
  readonly lean: Lean;
  /** For the engine's search, where instances alone do not do it. */
  readonly generator: TacticGenerator;
  readonly sat: SatModule;
  /** Wall-clock budget of the search; what was found is verified after that. */
  readonly seconds: number;
  readonly seed: number;
}

/** How long the questions are looked at before the engine's search begins beside it, in milliseconds. */
const headStart = 400;

/**
 * Decides a conclusion: searches for a proof of it, for a proof of its negation, and for models that refute the one and the
 * other, and has Lean verify what was found. A verdict without a certificate is never given.
 */
export async function decide(
  theory: Theory,
  setup: DecisionSetup,
  signal: AbortSignal,
  sentences?: Sentences,
): Promise<Decision> {
  return new Decider(theory, setup, signal, sentences).run();
}

class Decider {
  readonly #setup: DecisionSetup;
  readonly #signal: AbortSignal;
  readonly #sentences: Sentences | undefined;
  readonly #lean: LeanTheory;
  readonly #deadline: number;
  readonly #models: Partial<Record<Question, number>> = {};
  #searching = 0;
  #verifying = 0;

  constructor(theory: Theory, setup: DecisionSetup, signal: AbortSignal, sentences: Sentences | undefined) {
    this.#setup = setup;
    this.#signal = signal;
    this.#sentences = sentences;
    this.#lean = leanTheory(theory);
    this.#deadline = performance.now() + setup.seconds * 1000;
  }

  async run(): Promise<Decision> {
    const start = performance.now();
    const [conclusion, negation] = await Promise.all([this.#find('conclusion'), this.#find('negation')]);
    const claims = [conclusion, negation].filter((claim) => claim !== undefined);
    const contradict = claims.length === 2 && claims.every(({ follows }) => follows);
    const contradiction = contradict ? await this.#find('contradiction') : undefined;
    const wanted = contradiction === undefined ? claims : [contradiction];
    this.#searching = performance.now() - start;
    return this.#judged(wanted);
  }

  get #left(): number {
    return Math.max(0, this.#deadline - performance.now());
  }

  /** A proof that a question's answer follows, or that it does not, as far as it was found. */
  async #find(question: Question): Promise<ProvedClaim | undefined> {
    const stop = new AbortController();
    const limit = AbortSignal.timeout(Math.ceil(this.#left));
    const signal = AbortSignal.any([this.#signal, limit, stop.signal]);
    const settled = settle(this.#lean, question, this.#setup.sat, signal);
    const claimed = settled.then((finding) => this.#claim(question, finding));
    try {
      const early = await Promise.race([claimed, later(headStart, signal)]);
      return early ?? (await firstFound([claimed, this.#engine(question, [], signal)]));
    } finally {
      stop.abort();
      await settled;
    }
  }

  #claim(question: Question, finding: Finding): ProvedClaim | undefined {
    if (finding.kind === 'nothing') return undefined;
    if (finding.kind === 'model') this.#models[question] = finding.model.size;
    return { question, follows: finding.kind === 'proof', script: finding.script };
  }

  /** The engine's own search for a proof. */
  async #engine(question: Question, scripts: readonly Script[], signal: AbortSignal): Promise<ProvedClaim | undefined> {
    const { lean, generator, seed } = this.#setup;
    const text = claimsFile(this.#lean, [{ question, follows: true }]);
    const budgets = { seconds: Math.max(0.1, this.#left / 1000) };
    const script = await searchSorry(text, scripts, { lean, generator, budgets, seed, signal });
    return script === undefined ? undefined : { question, follows: true, script };
  }

  /** Has Lean verify the claims, each on its own: what it rejects is searched for once more, and left out after that. */
  async #judged(claims: readonly ProvedClaim[]): Promise<Decision> {
    if (claims.length === 0) return this.#decision([], this.#signal.aborted ? 'interrupted' : 'out of seconds');
    const first = await this.#verified(claims);
    if (typeof first === 'string') return this.#decision([], first);
    const rejected = claims.filter((claim) => !first.includes(claim));
    if (rejected.length === 0) return this.#decision(first);
    const again = await Promise.all(
      rejected.map((claim) =>
        claim.follows ? this.#engine(claim.question, variants(claim.script), this.#signal) : undefined,
      ),
    );
    const found = again.filter((claim) => claim !== undefined);
    if (found.length === 0) return this.#decision(first, 'Lean did not accept what was found');
    const second = await this.#verified([...first, ...found]);
    return typeof second === 'string' ? this.#decision(first, second) : this.#decision(second);
  }

  /** Those of the claims that Lean verifies; why it could not be asked, otherwise. */
  async #verified(claims: readonly ProvedClaim[]): Promise<readonly ProvedClaim[] | string> {
    const start = performance.now();
    const checked = await this.#setup.lean.checkProof(
      {
        original: claimsFile(
          this.#lean,
          claims.map(({ question, follows }) => ({ question, follows })),
          this.#sentences,
        ),
        completed: claimsFile(this.#lean, claims, this.#sentences),
        fileName: 'reason.lean',
        declarations: claims.map(claimName),
      },
      this.#signal,
    );
    this.#verifying += performance.now() - start;
    if (!checked.ok) return checked.error.message;
    const verified = new Set(
      checked.value.results.flatMap(({ declaration, verdict }) => (verdict === 'verified' ? [declaration] : [])),
    );
    return claims.filter((claim) => verified.has(claimName(claim)));
  }

  #decision(claims: readonly ProvedClaim[], reason?: string): Decision {
    const verdict = verdictOf(claims);
    const models = Object.fromEntries(
      claims.flatMap(({ question, follows }) => (follows ? [] : [[question, this.#models[question]!]])),
    );
    return {
      verdict,
      ...(verdict !== 'Unknown' && { certificate: claimsFile(this.#lean, claims, this.#sentences) }),
      claims: claims.map(({ question, follows }) => ({ question, follows })),
      models,
      consistent: claims.some(({ follows }) => !follows),
      ...(verdict === 'Unknown' && { reason: reason ?? 'out of seconds' }),
      seconds: { search: this.#searching / 1000, lean: this.#verifying / 1000 },
    };
  }
}

/** What verified claims come to. */
export function verdictOf(claims: readonly Claim[]): Verdict {
  const says = (question: Question, follows: boolean) =>
    claims.some((claim) => claim.question === question && claim.follows === follows);
  if (says('contradiction', true)) return 'Inconsistent';
  if (says('conclusion', true) && says('negation', true)) return 'Inconsistent';
  if (says('conclusion', true)) return 'True';
  if (says('negation', true)) return 'False';
  return says('conclusion', false) && says('negation', false) ? 'Uncertain' : 'Unknown';
}

/** The same script with other endings, where the first did not close the goal. */
function variants(script: Script): readonly Script[] {
  const front = script.slice(0, -1);
  return [[...front, 'grind (splits := 40)'], [...front, 'simp_all <;> grind'], ['grind']].filter(
    (other) => renderScript(other) !== renderScript(script),
  );
}

/** The first of these that comes to something. */
function firstFound<T>(searches: readonly Promise<T | undefined>[]): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    let open = searches.length;
    for (const search of searches) {
      search.then((found) => {
        if (--open === 0 || found !== undefined) resolve(found);
      }, reject);
    }
  });
}

/** Resolves with nothing after a while, or when the signal aborts. */
const later = (milliseconds: number, signal: AbortSignal): Promise<undefined> =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);
