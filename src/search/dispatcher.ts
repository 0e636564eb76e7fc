import type { OpenState, ProofEnvironment } from '../contracts/environment.ts';
import type { Proposal, Source, TacticGenerator, TheoremContext } from '../contracts/generator.ts';
import type { Accounts } from './accounts.ts';
import type { Agenda, AskTask, CheckTask } from './agenda.ts';
import type { SearchListener } from './events.ts';
import { tacticsTo } from './graph/path.ts';
import type { SearchOptions } from './options.ts';
import { atTemperature } from './priority/scorer.ts';
import { crash, type ErrorEnding, generatorFailure } from './result.ts';
import { requestSeed } from './seed.ts';
import { tidyCandidates, tidyTactic } from './tactic.ts';

export interface DispatcherParts<S> {
  readonly agenda: Agenda<S>;
  readonly environment: ProofEnvironment<S>;
  /** Where the search begins. */
  readonly roots: readonly OpenState<S>[];
  readonly sources: readonly Source[];
  readonly theorem: TheoremContext;
  readonly options: SearchOptions;
  readonly accounts: Accounts;
  readonly seed: number;
  /** Aborts when the search has ended: answers that come later are not entered any more. */
  readonly signal: AbortSignal;
  readonly onEvent: SearchListener | undefined;
  /** Something has come back. */
  readonly onProgress: () => void;
  readonly onError: (ending: ErrorEnding) => void;
}

/** What a generator is as sources: its own, or itself alone. */
export const sourcesOf = (generator: TacticGenerator): readonly Source[] =>
  generator.sources ?? [{ generator, share: 1 }];

/**
 * Has tasks done: asks the sources for candidates, and has Lean check them. Each source has at most one call under way,
 * so that what becomes ready meanwhile goes into its next call together; Lean works on as many batches as the search is wide.
 */
export class Dispatcher<S> {
  readonly #parts: DispatcherParts<S>;
  /** Questions under way. */
  #asking = 0;
  /** Batches in Lean. */
  #checking = 0;
  /** Those of them that may keep it for long. */
  #slow = 0;
  readonly #askedSources = new Set<number>();
  /** Why sources failed, each by its number. */
  readonly #failures = new Map<number, ErrorEnding>();

  constructor(parts: DispatcherParts<S>) {
    this.#parts = parts;
  }

  /** Is anything under way? */
  get busy(): boolean {
    return this.#asking + this.#checking > 0;
  }

  /** Is a source thinking? */
  get isAsking(): boolean {
    return this.#asking > 0;
  }

  /** May another task be started, of those that wait to be asked together? */
  hasRoom(gathered: number): boolean {
    const { width } = this.#parts.options;
    if (width === 1) return !this.busy && gathered === 0;
    return this.#checking < width && gathered < width;
  }

  /** Is this source free to answer? */
  mayAsk(source: number): boolean {
    return (
      !this.#askedSources.has(source) && (this.#parts.options.width === 1 || this.#asking < this.#parts.options.width)
    );
  }

  /**
   * May tactics be started that may keep Lean for long? Where there is more than one instance, one is kept from them, so that
   * what searches by itself runs beside the search and not in front of it.
   */
  get maySlow(): boolean {
    const { width } = this.#parts.options;
    return width === 1 || this.#slow < width - 1;
  }

  /** Has Lean try the tactics of a task. */
  check(task: CheckTask<S>): void {
    const { agenda, environment, accounts, signal } = this.#parts;
    const { node, candidates, patience } = task;
    const { state } = node;
    if (state === undefined) throw new Error(`node ${node.id} has no state to try tactics on`);
    this.#checking++;
    if (task.isSlow) this.#slow++;
    accounts.checks += candidates.length;
    this.#guard(async () => {
      const tactics = candidates.map(({ tactic }) => tactic);
      const outcomes = await environment.run(state, tactics, signal, patience);
      if (signal.aborted) {
        const late = outcomes.flatMap((outcome) => (outcome.kind === 'progress' ? outcome.states : []));
        agenda.release(late.map(({ state }) => state));
        return;
      }
      this.#checking--;
      if (task.isSlow) this.#slow--;
      accounts.engine(() => agenda.checked(task, outcomes));
      this.#parts.onProgress();
    });
  }

  /** Asks for candidates, each source about all of its states in one call. */
  ask(tasks: readonly AskTask<S>[]): void {
    this.#parts.accounts.expansions += tasks.length;
    this.#asking += tasks.length;
    for (const [index, own] of Map.groupBy(tasks, ({ source }) => source)) {
      const source = this.#parts.sources[index];
      if (source === undefined) throw new Error(`there is no source ${index}`);
      this.#askedSources.add(index);
      this.#guard(() => this.#askSource(source, own));
    }
  }

  async #askSource({ generator, share }: Source, tasks: readonly AskTask<S>[]): Promise<void> {
    const { theorem, seed, accounts, options, signal } = this.#parts;
    const requests = tasks.map(({ node, question }) => {
      const { goals, key } = node;
      const count = Math.ceil(options.candidates * share) * 2 ** question;
      return { theorem, goals, count, seed: requestSeed(seed, key, question + 1), before: tacticsTo(node) };
    });
    const proposals = await accounts.model(() => generator.propose(requests, signal));
    if (signal.aborted) return;
    await this.#lookUpNames(proposals);
    if (signal.aborted) return;
    this.#asking -= tasks.length;
    for (const { source } of tasks) this.#askedSources.delete(source);
    for (const [index, task] of tasks.entries()) {
      const proposal = proposals[index];
      if (proposal === undefined) throw new Error(`the generator ${generator.name} left a request unanswered`);
      this.#answer(task, proposal, requests[index]?.count ?? 0);
    }
    this.#parts.onProgress();
  }

  /** Asks Lean once about each name that the tactics need. What it does not know where the search began, it knows nowhere. */
  async #lookUpNames(proposals: readonly Proposal[]): Promise<void> {
    const { environment, agenda, accounts, roots, signal } = this.#parts;
    const { vocabulary } = agenda;
    const [root] = roots;
    if (vocabulary === undefined || environment.unknownNames === undefined || root === undefined) return;
    const candidates = proposals.flatMap((proposal) => (proposal.kind === 'failed' ? [] : proposal.candidates));
    const tactics = candidates.map(({ tactic }) => tidyTactic(tactic));
    const names = accounts.engine(() => vocabulary.unasked(tactics));
    const unknown = names.length === 0 ? noNames : await environment.unknownNames(root.state, names, signal);
    accounts.engine(() => vocabulary.learn(names, unknown, tactics));
  }

  /** Enters an answer. A source that failed has nothing to offer; when all of them have, the search has failed. */
  #answer(task: AskTask<S>, proposal: Proposal, wanted: number): void {
    const { agenda, accounts, options, sources, onEvent, onError } = this.#parts;
    const { node, source, question } = task;
    const { generator, share } = sources[source]!;
    if (proposal.kind === 'failed') {
      this.#failures.set(source, generatorFailure(generator.name, proposal.message));
      if (this.#failures.size === sources.length) onError(joined([...this.#failures.values()]));
      accounts.engine(() => agenda.answered(task, [], false));
      return;
    }
    this.#failures.delete(source);
    accounts.tokens += proposal.tokens;
    const more = proposal.candidates.length >= wanted && question + 1 < options.questions;
    const candidates = accounts.engine(() => {
      const tidy = atTemperature(tidyCandidates(proposal.candidates), options.temperature);
      const shift = Math.log(share);
      if (shift === 0) return tidy;
      return tidy.map((candidate) => ({ ...candidate, logProbability: candidate.logProbability + shift }));
    });
    const fresh = accounts.engine(() => agenda.answered(task, candidates, more, proposal.value));
    onEvent?.({ kind: 'expanded', node: node.id, question, candidates: fresh, tokens: proposal.tokens });
  }

  #guard(work: () => Promise<void>): void {
    work().catch((cause) => this.#parts.onError(crash(cause)));
  }
}

const noNames: ReadonlySet<string> = new Set();

function joined(failures: readonly ErrorEnding[]): ErrorEnding {
  const [first] = failures;
  if (first === undefined || failures.length === 1) return first ?? crash(new Error('no source failed'));
  return { ...first, problem: { ...first.problem, message: failures.map(({ problem }) => problem.message).join(' ') } };
}
