import type { Proposal, ProposalRequest, TacticGenerator } from '../contracts/generator.ts';
import { renderScript, type Script } from '../contracts/script.ts';
import { MixedGenerator } from '../generator/mix.ts';
import { findScript, openTheorem, type ProvingSetup } from '../proving/index.ts';

/**
 * Searches for the script of the last `sorry` of a file, as every theorem is searched for. Scripts that are given are tried
 * first.
 */
export async function searchSorry(
  { generator, ...setup }: ProvingSetup,
  text: string,
  scripts: readonly Script[],
  signal: AbortSignal,
): Promise<Script | undefined> {
  const opened = await openTheorem(setup.lean, { kind: 'sorry', text, fileName: 'reason.lean', index: -1 }, signal);
  if (!opened.ok) return undefined;
  using theorem = opened.value;
  const withGiven = scripts.length === 0 ? generator : withScripts(generator, scripts);
  const found = await findScript({ ...setup, generator: withGiven }, theorem, { signal });
  return found.kind === 'found' ? found.script : undefined;
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
