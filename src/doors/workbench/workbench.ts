import type { OpenState } from '../../contracts/environment.ts';
import { Lazy } from '../../data/lazy.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { TacticGenerator } from '../../generator/index.ts';
import type { Lean, SessionState } from '../../lean/index.ts';
import {
  type Check,
  checkTactics,
  type DocumentPosition,
  type OpenFile,
  openFile,
  openProblem,
  suggest,
} from '../../proving/index.ts';
import { type Budgets, renderScript, type Script } from '../../search/index.ts';
import {
  type DisproofAnswer,
  diagnosticsAnswer,
  type GoalsAnswer,
  type MinimisedAnswer,
  type PlacesAnswer,
  type PremisesAnswer,
  type SuggestionsAnswer,
  type TacticAnswer,
  type TacticsAnswer,
  type VerificationAnswer,
} from './answers.ts';
import { disprove } from './disprove.ts';
import { minimise } from './minimise.ts';
import { goalsAt } from './places.ts';
import { type Proof, prove } from './prove.ts';
import { type LeanDocument, type OpenSubject, openSubject, type Subject } from './subject.ts';
import { verifyCompleted } from './verify.ts';

/** What a workbench is made of; each part starts when it is first needed. */
export interface WorkbenchParts {
  readonly openLean: () => Promise<Result<Lean, Problem>>;
  readonly createGenerator: () => Promise<Result<TacticGenerator, Problem>>;
}

/** How a search is bounded and watched. */
export interface SearchRequest {
  readonly budgets: Budgets;
  readonly signal: AbortSignal;
  /** Called now and then with the seconds that have gone by and what is being done. */
  readonly onProgress: (seconds: number, message: string) => void;
}

/**
 * What every door offers of Ariadne: one Lean and one generator behind it, kept warm between requests. Requests are
 * answered side by side; the signal of each frees what it holds of Lean at once. Nothing is thrown but bugs.
 */
export class Workbench implements AsyncDisposable {
  readonly #lean: Lazy<Lean, Problem>;
  readonly #generator: Lazy<TacticGenerator, Problem>;

  constructor({ openLean, createGenerator }: WorkbenchParts) {
    this.#lean = new Lazy(openLean);
    this.#generator = new Lazy(createGenerator);
  }

  /** Starts what the first request will need, so that it need not wait. */
  warmUp(): void {
    void this.lean();
    void this.generator();
  }

  lean(): Promise<Result<Lean, Problem>> {
    return this.#lean.open();
  }

  generator(): Promise<Result<TacticGenerator, Problem>> {
    return this.#generator.open();
  }

  /** A document as Lean sees it. */
  async open({ name, text }: LeanDocument, signal: AbortSignal): Promise<Result<OpenFile, Problem>> {
    const lean = await this.lean();
    if (!lean.ok) return lean;
    const file = await openFile(lean.value, { text, fileName: name }, signal);
    return file.ok ? file : fail(openProblem(file.error, name));
  }

  /** Every `sorry` of a document with its goals, and what Lean says of the rest. */
  async goals(document: LeanDocument, signal: AbortSignal): Promise<Result<GoalsAnswer, Problem>> {
    const file = await this.open(document, signal);
    return file.ok ? ok(goalsOf(file.value)) : file;
  }

  /** The goals at a place of a document, `sorry` or not, and what Lean says of the text up to it. */
  async goalsAt(
    document: LeanDocument,
    position: DocumentPosition,
    signal: AbortSignal,
  ): Promise<Result<PlacesAnswer, Problem>> {
    const lean = await this.lean();
    return lean.ok ? goalsAt(lean.value, document, position, signal) : lean;
  }

  /** Checks tactics on a subject's first state, each on its own. */
  tryTactics(
    subject: Subject,
    tactics: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<TacticsAnswer, Problem>> {
    return this.withSubject(subject, signal, async ({ lean, start }) =>
      ok({ goals: goalTexts(start), tactics: await checked(lean, start.state, tactics, signal) }),
    );
  }

  /** Tactics that the generator proposes and Lean accepts, those that close the goal first. */
  suggest(
    subject: Subject,
    { count, prefix, seed }: { readonly count: number; readonly prefix: string; readonly seed: number },
    signal: AbortSignal,
  ): Promise<Result<SuggestionsAnswer, Problem>> {
    return this.withSubject(subject, signal, async ({ lean, start, theorem }) => {
      const generator = await this.generator();
      if (!generator.ok) return generator;
      const question = { goals: start.goals, theorem: theorem.context, state: ok(start.state) };
      // Of what is proposed, most is refused; so that enough is left, more is asked for.
      const options = { generator: generator.value, lean, count: 4 * count, prefix, seed };
      const found = await suggest(question, options, signal);
      if (!found.ok) return found;
      const suggestions = found.value
        .filter(({ check }) => check.kind === 'closes' || check.kind === 'valid')
        .map(({ tactic, logProbability, check }) => ({ logProbability, check: tacticAnswer(tactic, check) }))
        .slice(0, count);
      return ok({ goals: goalTexts(start), suggestions });
    });
  }

  /** Searches for a proof and verifies it. */
  prove(subject: Subject, request: SearchRequest): Promise<Result<Proof, Problem>> {
    return this.withSubject(subject, request.signal, async (opened) => {
      const generator = await this.generator();
      if (!generator.ok) return generator;
      return prove({ ...opened, generator: generator.value }, request);
    });
  }

  /** Searches for a proof of the negation. */
  async disprove(subject: Subject, request: SearchRequest): Promise<Result<DisproofAnswer, Problem>> {
    const [lean, generator] = [await this.lean(), await this.generator()];
    if (!lean.ok) return lean;
    if (!generator.ok) return generator;
    return disprove({ lean: lean.value, generator: generator.value }, subject, request);
  }

  /** The judge's verdict on a document that somebody completed. */
  async verify(
    original: LeanDocument,
    completed: string,
    signal: AbortSignal,
  ): Promise<Result<VerificationAnswer, Problem>> {
    const lean = await this.lean();
    return lean.ok ? verifyCompleted(lean.value, original, completed, signal) : lean;
  }

  /** Theorems and definitions that may be used and are likely to help, best first. */
  premises(subject: Subject, count: number, signal: AbortSignal): Promise<Result<PremisesAnswer, Problem>> {
    return this.withSubject(subject, signal, async ({ start, theorem }) => {
      const [goal] = start.goals;
      const selected = goal === undefined ? [] : await theorem.context.premises?.select(goal, count);
      return ok({
        premises: (selected ?? []).map(({ premise, score }) => ({
          name: premise.name,
          score,
          statement: premise.statement,
        })),
      });
    });
  }

  /** The smallest script and context, from a script that closes the subject. */
  minimise(subject: Subject, script: Script, signal: AbortSignal): Promise<Result<MinimisedAnswer, Problem>> {
    return this.withSubject(subject, signal, async ({ lean, start }) => {
      const closes = async (shorter: Script): Promise<boolean> => {
        const [outcome] = await lean.run(start.state, [renderScript(shorter)], signal);
        return outcome?.kind === 'proved';
      };
      const [goal] = start.goals;
      const smallest = goal && (await minimise({ goal, script, closes }));
      if (smallest !== undefined) return ok(smallest);
      const [check] = await checked(lean, start.state, [renderScript(script)], signal);
      return fail({
        code: 'script-does-not-close',
        message: check?.outcome === 'fails' ? check.message : 'The script leaves goals open.',
        hint: 'Give a script that closes the goal whole; trying it as a tactic shows what it leaves.',
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#generator[Symbol.asyncDispose]();
    await this.#lean[Symbol.asyncDispose]();
  }

  /** Opens a subject for as long as `use` takes; what it holds of Lean is given back then. */
  async withSubject<T>(
    subject: Subject,
    signal: AbortSignal,
    use: (opened: StartedSubject) => Promise<Result<T, Problem>>,
  ): Promise<Result<T, Problem>> {
    const lean = await this.lean();
    if (!lean.ok) return lean;
    const opened = await openSubject(lean.value, subject, signal);
    if (!opened.ok) return opened;
    using started = opened.value;
    const [start] = started.theorem.states;
    if (start === undefined) return fail({ code: 'no-goal', message: 'Lean sees no goal there.' });
    const { theorem, opening } = started;
    const hasDocument = subject.kind === 'sorry';
    const answer = await use({ lean: lean.value, start, theorem, opening, hasDocument });
    return signal.aborted ? fail({ code: 'cancelled', message: 'It was cancelled.' }) : answer;
  }
}

/** A subject with the Lean that holds it and its first state. */
export interface StartedSubject extends Omit<OpenSubject, typeof Symbol.dispose> {
  readonly lean: Lean;
  readonly start: OpenState<SessionState>;
  /** Is there a document that a proof can be written to? */
  readonly hasDocument: boolean;
}

const goalTexts = ({ goals }: OpenState<SessionState>): string[] => goals.map(({ pretty }) => pretty);

function goalsOf({ sorries, messages }: OpenFile): GoalsAnswer {
  return {
    sorries: sorries.map(({ range, declaration, kind, goals }) => ({
      line: range.start.line,
      column: range.start.column + 1,
      declaration,
      kind,
      goals: goals.map(({ pretty }) => pretty),
    })),
    diagnostics: diagnosticsAnswer(messages),
  };
}

async function checked(
  lean: Lean,
  state: SessionState,
  tactics: readonly string[],
  signal: AbortSignal,
): Promise<TacticAnswer[]> {
  const checks = await checkTactics(lean, state, tactics, signal);
  return checks.map((check, i) => tacticAnswer(tactics[i] ?? '', check));
}

function tacticAnswer(tactic: string, check: Check): TacticAnswer {
  switch (check.kind) {
    case 'closes':
      return { tactic, outcome: 'closes' };
    case 'valid':
      return { tactic, outcome: 'leaves', goals: [...check.goals] };
    case 'fails':
      return { tactic, outcome: 'fails', error: check.error, message: check.message };
    case 'unchecked':
      return { tactic, outcome: 'fails', error: 'crash', message: check.reason };
  }
}
