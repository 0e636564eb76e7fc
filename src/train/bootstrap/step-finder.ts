import type { StatedTheorem } from '../../data/benchmark/benchmark.ts';
import type { Problem } from '../../data/problem.ts';
import type { StepSource } from '../../data/proof-step.ts';
import type { RemoteRun } from '../../eval/queue/remote/remote-run.ts';
import { Portfolio } from '../../generator/portfolio/index.ts';
import type { Lean } from '../../lean/index.ts';
import { TheoremOpener, theoremSource } from '../../proving/index.ts';
import { Namesakes } from './namesakes.ts';
import { injectionsByNamespace, oneShotSteps, type Sources } from './one-shot.ts';

export type FoundSteps =
  /** No steps where nothing closed the theorem. */
  | {
      readonly kind: 'found';
      readonly steps: readonly Pick<StepSource, 'state' | 'tactic'>[];
      /** Why it could not even be tried. */
      readonly error?: string;
      /** Is called once the steps are on disk. */
      readonly onStored?: () => Promise<void>;
    }
  | { readonly kind: 'cancelled' }
  /** Nothing more can be tried before a person has put something right. */
  | { readonly kind: 'stopped'; readonly problem: Problem };

/** Looks for the first steps of a theorem, here or elsewhere. */
export interface StepFinder {
  find(theorem: StatedTheorem, signal: AbortSignal): Promise<FoundSteps>;
}

/** Looks for them with a Lean. */
export class LeanStepFinder implements StepFinder {
  readonly #lean: Lean;
  readonly #sources: Sources;
  readonly #opener: TheoremOpener;

  constructor(lean: Lean, sources: Sources) {
    this.#lean = lean;
    this.#sources = sources;
    this.#opener = new TheoremOpener(lean);
  }

  async find(theorem: StatedTheorem, signal: AbortSignal): Promise<FoundSteps> {
    const opened = await this.#opener.open(theoremSource(theorem), signal);
    if (!opened.ok) return signal.aborted ? { kind: 'cancelled' } : { kind: 'found', steps: [] };
    using open = opened.value;
    const steps = await oneShotSteps(this.#lean, open.states, open.context, this.#sources, signal);
    return signal.aborted ? { kind: 'cancelled' } : { kind: 'found', steps };
  }
}

/** Has the workers of a queue look for them. */
export class RemoteStepFinder implements StepFinder {
  readonly #run: RemoteRun;

  constructor(run: RemoteRun) {
    this.#run = run;
  }

  async find(theorem: StatedTheorem, signal: AbortSignal): Promise<FoundSteps> {
    const task = { line: this.#run.lineOf(theorem.id), theorem: theorem.id, attempt: 0, seed: 0 };
    const answer = await this.#run.coordinator.ask(task, signal);
    if (answer.kind === 'cancelled' || answer.kind === 'stopped') return answer;
    const onStored = answer.forget;
    if (answer.kind === 'given-up') return { kind: 'found', steps: [], error: answer.reason, onStored };
    const { result, worker } = answer;
    if (result.kind === 'steps') return { kind: 'found', steps: result.steps, onStored };
    return { kind: 'found', steps: [], error: `the worker ${worker} sent something else than steps`, onStored };
  }
}

/** What tactics are made from, by the names of the theorems that may be used. */
export const sourcesOf = (names: readonly string[]): Sources => ({
  namesakes: new Namesakes(names),
  injections: injectionsByNamespace(names),
  portfolio: new Portfolio(),
});
