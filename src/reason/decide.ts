import { setTimeout as sleep } from 'node:timers/promises';
import type { TacticGenerator } from '../contracts/generator.ts';
import { renderScript, type Script } from '../contracts/script.ts';
import type { Verdict } from '../data/benchmark/reasoning-problem.ts';
import type { Lean } from '../lean/index.ts';
import {
  type Claim,
  claimsFile,
  type ProvedClaim,
  type Sentences,
  type VerifiedClaims,
  verifyClaims,
} from './certificate.ts';
import { searchSorry } from './engine-search.ts';
import type { Theory } from './formula/theory.ts';
import { type LeanTheory, leanTheory, type Question } from './lean/statement.ts';
import type { SatModule } from './sat.ts';
import { type Finding, settle } from './strategies.ts';

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
  /** Lean could not be asked: another try may come to something else. */
  readonly failed?: boolean;
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
/** How long the other question is looked at once one has its proof, in milliseconds. */
const grace = 1_000;

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
    const claims = await this.#search();
    this.#searching = performance.now() - start;
    return this.#judged(claims);
  }

  async #search(): Promise<readonly ProvedClaim[]> {
    const { conclusion } = this.#lean.theory;
    const only = async (question: Question) => {
      const claim = await this.#find(question, this.#signal);
      return claim === undefined ? [] : [claim];
    };
    if (conclusion.kind === 'truth' && !conclusion.value) return only('contradiction');
    const stop = new AbortController();
    const until = AbortSignal.any([this.#signal, stop.signal]);
    const finished = new AbortController();
    // A proof is the verdict; what is left of the other question is whether the premises hold together.
    const find = async (question: Question) => {
      const claim = await this.#find(question, until);
      if (claim?.follows) void later(grace, finished.signal).then(() => stop.abort());
      return claim;
    };
    const found = await Promise.all([find('conclusion'), find('negation')]);
    finished.abort();
    const claims = found.filter((claim) => claim !== undefined);
    if (claims.length < 2 || claims.some(({ follows }) => !follows)) return claims;
    const contradiction = await only('contradiction');
    return contradiction.length > 0 ? contradiction : claims;
  }

  get #left(): number {
    return Math.max(0, this.#deadline - performance.now());
  }

  /** A proof that a question's answer follows, or that it does not, as far as it was found. */
  async #find(question: Question, until: AbortSignal): Promise<ProvedClaim | undefined> {
    const stop = new AbortController();
    const limit = AbortSignal.timeout(Math.ceil(this.#left));
    const signal = AbortSignal.any([until, limit, stop.signal]);
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
    const script = await searchSorry({ lean, generator, budgets, seed }, text, scripts, signal);
    return script === undefined ? undefined : { question, follows: true, script };
  }

  /** Has Lean verify the claims: what it rejects is searched for once more, and left out after that. */
  async #judged(claims: readonly ProvedClaim[]): Promise<Decision> {
    let wanted = claims;
    for (let retry = true; wanted.length > 0; retry = false) {
      const verified = await this.#verified(wanted);
      if (typeof verified === 'string') return { ...this.#undecided(verified), failed: true };
      const { claims: accepted, file } = verified;
      if (accepted.length === wanted.length) return this.#decision(accepted, file);
      const rejected = wanted.filter((claim) => !accepted.includes(claim));
      wanted = [...accepted, ...(retry ? await this.#repeated(rejected) : [])];
    }
    if (this.#signal.aborted) return this.#undecided('interrupted');
    return this.#undecided(claims.length === 0 ? 'out of seconds' : 'Lean did not accept what was found');
  }

  async #repeated(rejected: readonly ProvedClaim[]): Promise<readonly ProvedClaim[]> {
    const signal = this.#signal;
    const again = rejected.map(({ question, follows, script }) =>
      follows ? this.#engine(question, variants(script), signal) : undefined,
    );
    return (await Promise.all(again)).filter((claim) => claim !== undefined);
  }

  async #verified(claims: readonly ProvedClaim[]): Promise<VerifiedClaims | string> {
    const start = performance.now();
    const verified = await verifyClaims(this.#setup.lean, this.#lean, claims, this.#sentences, this.#signal);
    this.#verifying += performance.now() - start;
    return verified;
  }

  #undecided(reason: string): Decision {
    return { verdict: 'Unknown', claims: [], models: {}, consistent: false, reason, seconds: this.#seconds };
  }

  get #seconds(): Decision['seconds'] {
    return { search: this.#searching / 1000, lean: this.#verifying / 1000 };
  }

  #decision(verified: readonly ProvedClaim[], file: string): Decision {
    const claims = verified.map(({ question, follows }) => ({ question, follows }));
    const verdict = verdictOf(claims);
    const consistent = claims.some(({ follows }) => !follows);
    const models = Object.fromEntries(
      claims.flatMap(({ question, follows }) => (follows ? [] : [[question, this.#models[question]!]])),
    );
    return verdict === 'Unknown'
      ? { verdict, claims, models, consistent, reason: 'out of seconds', seconds: this.#seconds }
      : { verdict, certificate: file, claims, models, consistent, seconds: this.#seconds };
  }
}

/** What verified claims come to. */
export function verdictOf(claims: readonly Claim[]): Verdict {
  const says = (question: Question, follows: boolean) =>
    claims.some((claim) => claim.question === question && claim.follows === follows);
  if (says('contradiction', true)) return 'Inconsistent';
  if (says('contradiction', false)) return 'Consistent';
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
