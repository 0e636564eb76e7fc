import { setImmediate } from 'node:timers/promises';
import { type Budgets, usedUp } from '../contracts/budget.ts';
import type { OpenState, ProofEnvironment } from '../contracts/environment.ts';
import type { TacticGenerator, TheoremContext } from '../contracts/generator.ts';
import { Accounts } from './accounts.ts';
import { Agenda, type Allowance, type AskTask, type CheckTask } from './agenda.ts';
import type { Clock } from './clock.ts';
import { Dispatcher, sourcesOf } from './dispatcher.ts';
import type { SearchListener } from './events.ts';
import { type Opening, OpeningEnvironment } from './opening.ts';
import { checkOptions, type SearchOptions } from './options.ts';
import { extractProofs } from './proof/extraction.ts';
import { scriptOf } from './proof/layout.ts';
import { crash, type Ending, type FoundProof, generatorFailure, type SearchResult } from './result.ts';
import { WakeSignal } from './wake-signal.ts';

export interface BestFirstParts<S> {
  readonly environment: ProofEnvironment<S>;
  readonly generator: TacticGenerator;
  readonly roots: readonly OpenState<S>[];
  readonly theorem: TheoremContext;
  readonly opening: Opening<S> | undefined;
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

/** One best-first search: decides when the next thing is started, and when it is over. */
export class BestFirst<S> {
  readonly #parts: BestFirstParts<S>;
  readonly #accounts: Accounts;
  readonly #agenda: Agenda<S>;
  readonly #dispatcher: Dispatcher<S>;
  readonly #stop = new AbortController();
  readonly #progress = new WakeSignal();
  #ending: Ending | undefined;
  /** States that come free during the opening: it may go on from them. */
  #held: S[] | undefined;

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
    const sources = sourcesOf(generator);
    const shares = sources.map(({ share }) => Math.log(share));
    const release = (states: readonly S[]) => {
      if (this.#held === undefined) environment.release(states);
      else this.#held.push(...states);
    };
    const agenda = new Agenda({ roots, options, shares, accounts, onEvent, release, audit });
    this.#parts = parts;
    this.#accounts = accounts;
    this.#agenda = agenda;
    this.#dispatcher = new Dispatcher({
      ...parts,
      agenda,
      sources,
      accounts,
      signal: this.#stop.signal,
      onProgress: () => this.#progress.raise(),
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
    const ending = await this.#open()
      .then(() => this.#loop())
      .catch(crash);
    this.#end(ending);
    callOff();
    signal.removeEventListener('abort', cancel);
    return this.#close(ending);
  }

  async #open(): Promise<void> {
    const { opening, environment, budgets, generator } = this.#parts;
    if (opening === undefined || this.#ending !== undefined) return;
    const held: S[] = [];
    this.#held = held;
    const checksLeft = () => (budgets.checks ?? Number.POSITIVE_INFINITY) - this.#accounts.checks;
    const parts = { environment, agenda: this.#agenda, accounts: this.#accounts, checksLeft };
    try {
      const { tokens, failure } = await opening(new OpeningEnvironment(parts), this.#stop.signal);
      this.#accounts.tokens += tokens;
      if (failure !== undefined) this.#end(generatorFailure(generator.name, failure));
    } finally {
      this.#held = undefined;
      environment.release(held);
    }
  }

  async #loop(): Promise<Ending> {
    let breath = this.#parts.clock.now();
    for (;;) {
      const ending = this.#ending ?? this.#advance();
      if (ending !== undefined) return ending;
      await this.#progress.raised();
      if (this.#parts.clock.now() - breath < longestHold) continue;
      await setImmediate();
      breath = this.#parts.clock.now();
    }
  }

  /** Starts whatever can be started. Says how the search ends if nothing can be and nothing is under way. */
  #advance(): Ending | undefined {
    const spent = usedUp(this.#parts.budgets, this.#accounts.spent());
    const { status } = this.#agenda;
    if (status !== 'open') return { kind: status };
    if (spent === 'seconds') return { kind: 'exhausted', budget: spent };
    this.#startTasks();
    if (this.#dispatcher.busy) return undefined;
    const budget = usedUp(this.#parts.budgets, this.#accounts.spent());
    return budget === undefined ? { kind: 'failed' } : { kind: 'exhausted', budget };
  }

  /** Starts the best tasks, as many as there is room for. A budget that is used up stops what would go on spending it. */
  #startTasks(): void {
    const { budgets, options } = this.#parts;
    const asks: AskTask<S>[] = [];
    this.#agenda.reconsider(this.#dispatcher.maySlow);
    while (this.#dispatcher.hasRoom(asks.length)) {
      const { checks, expansions, tokens } = this.#accounts.spent();
      const left = (budgets.checks ?? Number.POSITIVE_INFINITY) - checks;
      if (left <= 0) break;
      const mayAskMore =
        expansions + asks.length < (budgets.expansions ?? Number.POSITIVE_INFINITY) &&
        tokens < (budgets.tokens ?? Number.POSITIVE_INFINITY);
      const mayAsk = (source: number) => mayAskMore && this.#dispatcher.mayAsk(source);
      const batch = Math.min(options.batch, left);
      const task = this.#next({ batch, mayAsk }, asks.length > 0 || this.#dispatcher.isAsking);
      if (task === undefined) break;
      if (task.kind === 'ask') asks.push(task);
      else this.#dispatcher.check(task);
    }
    this.#dispatcher.ask(asks);
  }

  /** What to do next. What may keep Lean for long takes the last instance only where there is nothing else to come. */
  #next(allowed: Pick<Allowance, 'batch' | 'mayAsk'>, isAsking: boolean): CheckTask<S> | AskTask<S> | undefined {
    const { maySlow } = this.#dispatcher;
    const apart = this.#parts.options.width > 1;
    const task = this.#accounts.engine(() => this.#agenda.next({ ...allowed, apart, slow: maySlow }));
    if (task !== undefined || maySlow || isAsking) return task;
    return this.#accounts.engine(() => {
      this.#agenda.reconsider(true);
      return this.#agenda.next({ ...allowed, apart, slow: true });
    });
  }

  /** The first word counts. */
  #end(ending: Ending): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    this.#stop.abort();
    this.#progress.raise();
  }

  #close(ending: Ending): SearchResult {
    this.#agenda.release();
    const result = this.#resultOf(ending);
    const { onEvent } = this.#parts;
    if (result.kind === 'proved') onEvent?.({ kind: 'proved', script: result.proof.script });
    onEvent?.({ kind: 'finished', result });
    return result;
  }

  #resultOf(ending: Ending): SearchResult {
    if (ending.kind !== 'proved') return { ...ending, stats: this.#accounts.stats(this.#agenda.graph) };
    const proof = this.#accounts.engine(() => this.#proof());
    return { ...ending, proof, stats: this.#accounts.stats(this.#agenda.graph) };
  }

  #proof(): FoundProof {
    const branches = extractProofs(this.#agenda.graph.root);
    return { branches, script: scriptOf(branches), closers: this.#accounts.closers() };
  }
}
