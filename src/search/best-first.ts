import { setImmediate } from 'node:timers/promises';
import { type Budgets, usedUp } from '../contracts/budget.ts';
import type { OpenState, ProofEnvironment } from '../contracts/environment.ts';
import type { TacticGenerator, TheoremContext } from '../contracts/generator.ts';
import { Accounts } from './accounts.ts';
import type { Clock } from './clock.ts';
import { Engine } from './engine.ts';
import type { SearchListener } from './events.ts';
import { Expander } from './expander.ts';
import { checkOptions, type SearchOptions } from './options.ts';
import { extractProofs } from './proof/extraction.ts';
import { scriptOf } from './proof/layout.ts';
import { crash, type Ending, type FoundProof, type SearchResult } from './result.ts';
import { WakeSignal } from './wake-signal.ts';

export interface BestFirstParts<S> {
  readonly environment: ProofEnvironment<S>;
  readonly generator: TacticGenerator;
  readonly roots: readonly OpenState<S>[];
  readonly theorem: TheoremContext;
  readonly options: SearchOptions;
  readonly budgets: Budgets;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onEvent: SearchListener | undefined;
  readonly clock: Clock;
  readonly audit: boolean;
}

/** Longest time, in milliseconds, that timers and signals are kept waiting where all answers come at once. */
const longestHold = 25;

/** One best-first search: decides what is started when, and when it is over. */
export class BestFirst<S> {
  readonly #parts: BestFirstParts<S>;
  readonly #accounts: Accounts;
  readonly #engine: Engine<S>;
  readonly #expander: Expander<S>;
  readonly #stop = new AbortController();
  readonly #wake = new WakeSignal();
  #ending: Ending | undefined;

  constructor(parts: BestFirstParts<S>) {
    const { environment, generator, roots, theorem, options, budgets, seed, onEvent, audit } = parts;
    onEvent?.({
      kind: 'search-started',
      theorem: theorem.name,
      generator: generator.name,
      seed,
      options,
      budgets,
      roots: roots.length,
    });
    const accounts = new Accounts(parts.clock);
    const release = (states: readonly S[]) => environment.release(states);
    const engine = new Engine({ roots, options, accounts, onEvent, release, audit });
    this.#parts = parts;
    this.#accounts = accounts;
    this.#engine = engine;
    this.#expander = new Expander({
      ...parts,
      engine,
      accounts,
      checks: budgets.checks ?? Number.POSITIVE_INFINITY,
      signal: this.#stop.signal,
      onProgress: () => this.#wake.raise(),
      onError: (ending) => this.#end(ending),
    });
  }

  async run(): Promise<SearchResult> {
    const { signal, clock, budgets, options } = this.#parts;
    const cancel = () => this.#end({ kind: 'cancelled' });
    const timeUp = () => this.#end({ kind: 'exhausted', budget: 'seconds' });
    const problem = checkOptions(options);
    if (problem !== undefined) this.#end({ kind: 'error', problem });
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    const callOff = budgets.seconds === undefined ? () => {} : clock.alarm(budgets.seconds * 1000, timeUp);
    const ending = await this.#loop().catch(crash);
    this.#end(ending);
    callOff();
    signal.removeEventListener('abort', cancel);
    return this.#close(ending);
  }

  async #loop(): Promise<Ending> {
    let breath = this.#parts.clock.now();
    for (;;) {
      const ending = this.#ending ?? this.#advance();
      if (ending !== undefined) return ending;
      await this.#wake.raised();
      if (this.#parts.clock.now() - breath < longestHold) continue;
      await setImmediate();
      breath = this.#parts.clock.now();
    }
  }

  /** Starts whatever can be started. Says how the search ends if nothing can be and nothing is under way. */
  #advance(): Ending | undefined {
    const { status } = this.#engine;
    const budget = usedUp(this.#parts.budgets, this.#accounts.spent());
    if (status === 'proved') return { kind: 'proved' };
    if (budget === 'seconds') return { kind: 'exhausted', budget };
    if (budget === undefined && status === 'open' && !this.#expander.asking) this.#expandMore();
    if (this.#expander.busy > 0) return undefined;
    if (budget !== undefined) return { kind: 'exhausted', budget };
    if (this.#accounts.engine(() => this.#engine.openRound())) this.#expandMore();
    return this.#expander.busy > 0 ? undefined : { kind: 'failed' };
  }

  #expandMore(): void {
    const { options, budgets } = this.#parts;
    const allowed = (budgets.expansions ?? Number.POSITIVE_INFINITY) - this.#accounts.expansions;
    const room = Math.min(options.width - this.#expander.busy, allowed);
    const nodes = this.#accounts.engine(() => this.#engine.select(room));
    if (nodes.length === 0) return;
    this.#accounts.expansions += nodes.length;
    this.#expander.start(nodes);
  }

  /** The first word counts. */
  #end(ending: Ending): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    this.#stop.abort();
    this.#wake.raise();
  }

  #close(ending: Ending): SearchResult {
    this.#engine.release();
    const result = this.#resultOf(ending);
    const { onEvent } = this.#parts;
    if (result.kind === 'proved') onEvent?.({ kind: 'proved', script: result.proof.script });
    onEvent?.({ kind: 'finished', result });
    return result;
  }

  #resultOf(ending: Ending): SearchResult {
    if (ending.kind !== 'proved') return { ...ending, stats: this.#accounts.stats(this.#engine.graph) };
    const proof = this.#accounts.engine(() => this.#proof());
    return { ...ending, proof, stats: this.#accounts.stats(this.#engine.graph) };
  }

  #proof(): FoundProof {
    const branches = extractProofs(this.#engine.graph.root);
    return { branches, script: scriptOf(branches), closers: this.#accounts.closers() };
  }
}
