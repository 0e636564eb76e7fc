import type { TacticGenerator, TheoremContext } from '../contracts/generator.ts';
import type { Lean, LoadedFile, SessionState, StartFailure } from '../lean/index.ts';
import {
  type Budgets,
  type FoundProof,
  prove,
  renderScript,
  type Script,
  type SearchListener,
  type SearchOptions,
  type SearchResult,
  shortenProof,
} from '../search/index.ts';
import type { SorryOutcome } from './events.ts';

/** What is the same for every search of a run. */
export interface SearchSetup {
  readonly lean: Lean;
  readonly generator: TacticGenerator;
  readonly budgets: Budgets;
  readonly options: Partial<SearchOptions>;
  readonly seed: number;
}

/** Checks spent at most on making a proof shorter. */
const shorteningChecks = 60;

/** Searches for a script for one `sorry` of a loaded file. */
export async function proveSorry(
  setup: SearchSetup,
  file: LoadedFile,
  index: number,
  theorem: TheoremContext,
  signal: AbortSignal,
  onEvent: SearchListener,
): Promise<SorryOutcome> {
  const { lean, generator, budgets, options, seed } = setup;
  const started = await lean.startSorry(file, index, signal);
  if (!started.ok) return startFailure(started.error);
  const roots = started.value;
  try {
    const result = await prove({
      environment: lean,
      generator,
      roots,
      theorem,
      options,
      budgets,
      seed,
      signal,
      onEvent,
    });
    if (result.kind !== 'proved') return openOutcome(result);
    const root = roots[0];
    const script =
      roots.length === 1 && root !== undefined
        ? await shortened(lean, root.state, result.proof, signal)
        : result.proof.script;
    return { kind: 'filled', script, stats: result.stats };
  } finally {
    lean.release(roots.map((root) => root.state));
  }
}

/** The script of a proof, made shorter as far as Lean agrees. */
export async function shortened(
  lean: Lean,
  root: SessionState,
  proof: FoundProof,
  signal: AbortSignal,
): Promise<Script> {
  const closes = async (script: Script): Promise<boolean> => {
    const [outcome] = await lean.run(root, [renderScript(script)], signal);
    return outcome?.kind === 'proved';
  };
  return shortenProof(proof, { check: closes, checks: shorteningChecks });
}

function startFailure(failure: StartFailure): SorryOutcome {
  if (failure.kind === 'cancelled') return { kind: 'interrupted' };
  return { kind: 'error', message: failure.kind === 'refused' ? failure.refusal.message : failure.message };
}

function openOutcome(result: Exclude<SearchResult, { kind: 'proved' }>): SorryOutcome {
  const { stats } = result;
  switch (result.kind) {
    case 'cancelled':
      return { kind: 'interrupted' };
    case 'error':
      return { kind: 'error', message: result.problem.message };
    case 'failed':
      return { kind: 'open', why: 'no tactic is left to try', stats };
    case 'exhausted':
      return { kind: 'open', why: `out of ${result.budget}`, stats };
  }
}
