import type { Budgets } from '../contracts/budget.ts';
import type { Proposal, ProposalRequest, TacticGenerator } from '../contracts/generator.ts';
import { renderScript, type Script } from '../contracts/script.ts';
import { MixedGenerator } from '../generator/mix.ts';
import type { Lean } from '../lean/index.ts';
import { prove } from '../search/index.ts';

export interface EngineSearch {
  readonly lean: Lean;
  /** Where tactics come from, apart from the scripts. */
  readonly generator: TacticGenerator;
  readonly budgets: Budgets;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Searches for the script of the one `sorry` of a file, as every theorem is searched for. Scripts that are given are tried first. */
export async function searchSorry(
  text: string,
  scripts: readonly Script[],
  { lean, generator, budgets, seed, signal }: EngineSearch,
): Promise<Script | undefined> {
  const file = await lean.loadFile(text, 'reason.lean', signal);
  if (!file.ok) return undefined;
  const started = await lean.startSorry(file.value, 0, signal);
  if (!started.ok) return undefined;
  const roots = started.value;
  try {
    const result = await prove({
      environment: lean,
      generator: scripts.length === 0 ? generator : withScripts(generator, scripts),
      roots,
      theorem: { name: '', localTheorems: [] },
      budgets,
      seed,
      signal,
    });
    return result.kind === 'proved' ? result.proof.script : undefined;
  } finally {
    lean.release(roots.map(({ state }) => state));
  }
}

/** A generator that proposes whole scripts for the state that it is asked about first. */
class ScriptedGenerator implements TacticGenerator {
  readonly name = 'scripts';
  readonly #scripts: readonly Script[];
  #root: string | undefined;

  constructor(scripts: readonly Script[]) {
    this.#scripts = scripts;
  }

  async propose(requests: readonly ProposalRequest[]): Promise<readonly Proposal[]> {
    return requests.map(({ goals }) => {
      const state = goals.map(({ pretty }) => pretty).join('\n\n');
      this.#root ??= state;
      const scripts = state === this.#root ? this.#scripts : [];
      const candidates = scripts.map((script, index) => ({
        tactic: renderScript(script),
        logProbability: -Math.log(2) * (index + 1),
      }));
      return { kind: 'candidates', candidates, tokens: 0 };
    });
  }

  async close(): Promise<void> {}
}

const withScripts = (generator: TacticGenerator, scripts: readonly Script[]): TacticGenerator =>
  new MixedGenerator([
    { generator: new ScriptedGenerator(scripts), weight: 9 },
    { generator, weight: 1 },
  ]);
