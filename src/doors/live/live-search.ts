import type { OpenState, TacticOutcome } from '../../contracts/environment.ts';
import type { TacticGenerator } from '../../contracts/generator.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { SessionState } from '../../lean/index.ts';
import { find, shorten } from '../../proving/index.ts';
import type { SearchEvent } from '../../search/index.ts';
import { type StartedSubject, verifyFound, type Workbench } from '../workbench/index.ts';
import { Gate, gatedEnvironment, gatedGenerator } from './gate.ts';
import { LiveGraph, stepsOf } from './live-graph.ts';
import { limits, type PageNews, type PageRequest, type Phase } from './messages.ts';
import { Stopwatch } from './stopwatch.ts';

/** Whoever watches a search. */
export interface Watcher {
  readonly tell: (news: PageNews) => void;
  /** Can it take more just now? Changes of the graph wait until it can. */
  readonly ready: () => boolean;
}

/** How often the watcher is told of changes, in milliseconds. */
const beat = 100;

/**
 * Searches for a proof of one `sorry` while a person watches, pauses, tries tactics by hand and has the search begin
 * again elsewhere. It lives until its signal aborts, and holds of Lean what the subject holds.
 */
export class LiveSearch {
  readonly #subject: StartedSubject;
  readonly #generator: TacticGenerator;
  readonly #graph: LiveGraph<SessionState>;
  readonly #gate = new Gate();
  readonly #watch = new Stopwatch();
  readonly #watcher: Watcher;
  readonly #signal: AbortSignal;
  /** The search under way, if there is one. */
  #search: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  #phase: Phase = 'opening';
  #why: string | undefined;
  /** Reading of the stopwatch at which the search pauses. */
  #pauseAt = 0;
  #finishing = false;
  /** Checks that the watcher was told of. */
  #told = 0;

  private constructor(subject: StartedSubject, generator: TacticGenerator, watcher: Watcher, signal: AbortSignal) {
    this.#subject = subject;
    this.#generator = generator;
    this.#watcher = watcher;
    this.#signal = signal;
    this.#graph = new LiveGraph(subject.theorem.states);
  }

  /** Opens the `sorry` and searches; `onOpen` gets the search to talk to. Resolves when the signal has aborted. */
  static async run(
    workbench: Workbench,
    { name, text, line, column, seconds }: Extract<PageRequest, { kind: 'prove' }>,
    { watcher, signal, onOpen }: { watcher: Watcher; signal: AbortSignal; onOpen: (search: LiveSearch) => void },
  ): Promise<Result<void, Problem>> {
    watcher.tell({ kind: 'progress', progress: { phase: 'opening', seconds: 0, checks: 0, nodes: 0 } });
    const subject = { kind: 'sorry' as const, document: { name, text }, position: { line, column } };
    return workbench.withSubject<void>(subject, signal, async (started) => {
      const generator = await workbench.generator();
      if (!generator.ok) return fail(generator.error);
      const search = new LiveSearch(started, generator.value, watcher, signal);
      await search.#live(seconds, () => onOpen(search));
      return ok(undefined);
    });
  }

  get searching(): boolean {
    return this.#phase === 'searching' || this.#phase === 'verifying';
  }

  pause(why = 'stopped'): void {
    if (this.#phase !== 'searching') return;
    this.#gate.shut();
    this.#watch.stop();
    this.#turn('paused', why);
  }

  resume(seconds: number): void {
    if (this.#phase !== 'paused' || this.#search === undefined) return;
    if (this.#graph.size >= limits.nodes) {
      this.#turn('paused', `the graph has ${limits.nodes} goals, which is as many as are shown`);
      return;
    }
    this.#go(seconds);
  }

  inspect(node: number): void {
    const details = this.#graph.details(node);
    if (details !== undefined) this.#watcher.tell({ kind: 'node', details });
  }

  /** Has Lean check a tactic on a node, whatever the search is doing. */
  async try(node: number, tactic: string): Promise<void> {
    const from = this.#graph.stateOf(node);
    if (from === undefined || this.#graph.size >= limits.nodes) {
      const message =
        from === undefined ? 'There is no such goal.' : `The graph is full: it has ${limits.nodes} goals.`;
      this.#watcher.tell({ kind: 'problem', problem: { code: 'not-tried', message } });
      return;
    }
    const [outcome] = await this.#subject.lean.run(from.state, [tactic], this.#signal);
    if (outcome === undefined || this.#signal.aborted) return;
    // States are known by how they were made, so they need not stay in Lean until somebody wants them.
    if (outcome.kind === 'progress') this.#subject.lean.release(outcome.states.map(({ state }) => state));
    const tried = this.#graph.enter(node, { tactic, logProbability: 0, byHand: true }, outcome);
    this.#flush();
    this.#watcher.tell({ kind: 'tried', node, tried });
    if (this.#graph.proved) await this.#finish();
  }

  /** Ends the search under way, and searches for a proof of one node. */
  async searchFrom(node: number, seconds: number): Promise<void> {
    const from = this.#graph.stateOf(node);
    if (from === undefined || this.#finishing) return;
    await this.#endSearch();
    if (this.#finishing || this.#search !== undefined || this.#signal.aborted) return;
    const states = [{ state: from.state, key: from.state.key, goals: from.goals }];
    this.#begin({ states, context: this.#subject.theorem.context }, [node]);
    this.#go(seconds);
  }

  async #live(seconds: number, onOpen: () => void): Promise<void> {
    const { theorem } = this.#subject;
    const place = theorem.place.kind === 'sorry' ? theorem.place.declaration.name : theorem.context.name;
    this.#watcher.tell({ kind: 'opened', theorem: place, roots: this.#graph.roots });
    this.#begin(theorem, this.#graph.roots);
    this.#go(seconds);
    onOpen();
    const timer = setInterval(() => this.#tick(), beat);
    if (!this.#signal.aborted) {
      await new Promise((resolve) => this.#signal.addEventListener('abort', resolve, { once: true }));
    }
    clearInterval(timer);
    await this.#endSearch();
  }

  /** Where the theorem has a place, whole proofs that a model writes for it are tried first, as everywhere. */
  #begin(theorem: Parameters<typeof find>[1], nodes: readonly number[]): void {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.#signal]);
    const listener = new SearchListener(this.#graph, theorem.states, nodes);
    const whole = this.#subject.lean;
    const outline: typeof whole.outline = (...question) => whole.outline(...question);
    const lean = { ...gatedEnvironment(whole, this.#gate, listener.outcomes), outline };
    const generator = gatedGenerator(this.#generator, this.#gate);
    const search = find({ lean, generator }, theorem, { signal, onEvent: listener.listen });
    const done = search.then(async (result) => {
      if (stop.signal.aborted || this.#signal.aborted) return;
      this.#search = undefined;
      if (this.#finishing || (result.kind === 'found' && this.#graph.proved)) return;
      if (result.kind === 'error') {
        this.#watcher.tell({ kind: 'problem', problem: { code: 'search-failed', message: result.message } });
      }
      this.#end(
        result.kind === 'failed'
          ? 'no tactic is left to try'
          : result.kind === 'found'
            ? 'the goal is proved, others are open'
            : 'the search broke down',
      );
    });
    this.#search = { stop, done };
  }

  async #endSearch(): Promise<void> {
    const search = this.#search;
    this.#search = undefined;
    search?.stop.abort();
    await search?.done;
  }

  #go(seconds: number): void {
    this.#pauseAt = this.#watch.seconds + seconds;
    this.#gate.open();
    this.#watch.start();
    this.#turn('searching');
  }

  #end(why: string): void {
    this.#gate.open();
    this.#watch.stop();
    this.#turn('ended', why);
  }

  #tick(): void {
    // What was under way when it was stopped may have been what proves it.
    if (this.#graph.proved) void this.#finish();
    else if (this.#phase === 'searching') {
      if (this.#graph.size >= limits.nodes) this.pause('the graph is full');
      else if (this.#watch.seconds >= this.#pauseAt) this.pause('out of time');
      else this.#tellProgress();
    }
    // Answers still come in after it has paused, and a person may try tactics by hand.
    if (this.#phase === 'paused' && this.#told !== this.#graph.checks) this.#tellProgress();
    this.#flush();
  }

  async #finish(): Promise<void> {
    if (this.#finishing) return;
    this.#finishing = true;
    try {
      await this.#verify();
    } catch (bug) {
      const message = `The verification broke down: ${bug instanceof Error ? bug.message : String(bug)}`;
      this.#watcher.tell({ kind: 'problem', problem: { code: 'verification-failed', message } });
      this.#end('it could not be verified');
    }
  }

  /** The graph holds a proof: it is shortened, verified and told. */
  async #verify(): Promise<void> {
    await this.#endSearch();
    this.#watch.stop();
    this.#gate.open();
    this.#turn('verifying');
    this.#flush();
    const proof = this.#graph.proof();
    const { lean, theorem } = this.#subject;
    const script = await shorten(lean, theorem, proof, this.#signal);
    const { checks, expansions } = this.#graph;
    const effort = () => ({ seconds: this.#watch.seconds, checks, expansions });
    const verified = await verifyFound(this.#subject, script, { effort, signal: this.#signal });
    if (this.#signal.aborted) return;
    if (verified.ok) {
      const { answer } = verified.value;
      const steps = answer.outcome === 'proved' ? stepsOf(proof.branches) : [];
      this.#watcher.tell({ kind: 'answer', answer, steps });
      this.#end(answer.outcome === 'proved' ? 'proved' : 'the proof did not pass the judge');
    } else {
      this.#watcher.tell({ kind: 'problem', problem: verified.error });
      this.#end('it could not be verified');
    }
  }

  #turn(phase: Phase, why?: string): void {
    this.#phase = phase;
    this.#why = why;
    this.#flush();
    this.#tellProgress();
  }

  #tellProgress(): void {
    this.#told = this.#graph.checks;
    const progress = { phase: this.#phase, seconds: this.#watch.seconds, checks: this.#graph.checks };
    const why = this.#why;
    this.#watcher.tell({
      kind: 'progress',
      progress: { ...progress, nodes: this.#graph.size, ...(why !== undefined && { why }) },
    });
  }

  #flush(): void {
    if (!this.#watcher.ready()) return;
    const change = this.#graph.changes();
    if (change.nodes.length + change.steps.length + change.marks.length === 0) return;
    this.#watcher.tell({ kind: 'graph', change });
  }
}

/** Enters into the graph what one search finds: its nodes have numbers of their own. */
class SearchListener {
  readonly #graph: LiveGraph<SessionState>;
  /** By the search's number of a node: its number in the graph, and its key. */
  readonly #nodes: { readonly id: number; readonly key: string }[];
  /** What Lean has answered and the search has not told yet, by state and tactic. */
  readonly #outcomes = new Map<string, TacticOutcome<SessionState>>();

  constructor(graph: LiveGraph<SessionState>, roots: readonly OpenState<SessionState>[], nodes: readonly number[]) {
    this.#graph = graph;
    const unique = new Map(roots.map(({ key }, i) => [key, nodes[i]!]));
    this.#nodes = [...unique].map(([key, id]) => ({ id, key }));
  }

  readonly outcomes = (
    { key }: SessionState,
    tactics: readonly string[],
    outcomes: readonly TacticOutcome<SessionState>[],
  ): void => {
    for (const [i, tactic] of tactics.entries()) {
      if (outcomes[i] !== undefined) this.#outcomes.set(nameOf(key, tactic), outcomes[i]);
    }
  };

  readonly listen = (event: SearchEvent): void => {
    if (event.kind === 'status' && event.status === 'failed') {
      const node = this.#nodes[event.node];
      if (node !== undefined) this.#graph.fail(node.id);
    }
    if (event.kind === 'expanded') this.#graph.expansions++;
    if (event.kind !== 'tactic-checked') return;
    const { node, tactic, logProbability, targets } = event;
    const from = this.#nodes[node];
    if (from === undefined) return;
    const name = nameOf(from.key, tactic);
    const outcome = this.#outcomes.get(name);
    this.#outcomes.delete(name);
    if (outcome === undefined || (outcome.kind === 'error' && outcome.error === 'cancelled')) return;
    this.#graph.enter(from.id, { tactic, logProbability, byHand: false }, outcome);
    if (outcome.kind !== 'progress') return;
    for (const [i, target] of targets.entries()) {
      const key = outcome.states[i]!.key;
      this.#nodes[target] ??= { id: this.#graph.find(key)!, key };
    }
  };
}

const nameOf = (key: string, tactic: string): string => `${key}\n${tactic}`;
