import type { Script } from '../../contracts/script.ts';
import type { FoundProof } from '../result.ts';
import { scriptOf } from './layout.ts';
import type { ProofBranch, ProofTree } from './proof.ts';
import { simplerTactics } from './simpler.ts';
import { merged, structured } from './structured.ts';
import { replaceSubproof, type Subproof, subproofsOf } from './subproof.ts';

export interface ShorteningOptions {
  /** Does this script still prove all the states that the search started from? */
  readonly check: (script: Script) => Promise<boolean>;
  /** How many scripts may be checked. */
  readonly checks: number;
}

/** Tactics tried at most in place of a whole subproof. */
const closersPerSubproof = 4;

/**
 * Makes the script of a proof shorter: closes subproofs with one tactic that closed something in the search, leaves out
 * tactics that are not needed, joins neighbours that can be one, simplifies tactics one by one, and gives names. Greedy, from large to
 * small, as delta debugging does it: each change stays if the script passes the check with it. What comes back is the script of the proof itself
 * or one that has passed.
 *
 * Source: A. Zeller and R. Hildebrandt, Simplifying and isolating failure-inducing input, IEEE TSE 28 (2002).
 */
export async function shortenProof(proof: FoundProof, options: ShorteningOptions): Promise<Script> {
  const { checks } = options;
  const trial = new Trial(proof.branches, options.check);
  await pass(trial, Math.ceil((2 * checks) / 5), (subproof) => closedAtOnce(subproof, proof.closers));
  await pass(trial, Math.ceil(checks / 2), (subproof) => subproof.proof.branches.map((branch) => branch.proof));
  await pass(trial, Math.ceil((3 * checks) / 5), joined);
  await pass(trial, Math.ceil((17 * checks) / 20), simplified);
  await pass(trial, checks, ({ proof }) => [...merged(proof), ...structured(proof)]);
  return scriptOf(trial.branches);
}

/** The shortest proof that has passed so far. */
class Trial {
  branches: readonly ProofBranch[];
  checked = 0;
  readonly #check: (script: Script) => Promise<boolean>;
  readonly #refused = new Set<string>();

  constructor(branches: readonly ProofBranch[], check: (script: Script) => Promise<boolean>) {
    this.branches = branches;
    this.#check = check;
  }

  /** Changes the proof if that passes the check. */
  async replace(subproof: Subproof, proof: ProofTree): Promise<boolean> {
    const branches = replaceSubproof(this.branches, subproof, proof);
    const script = scriptOf(branches);
    const text = script.join('\n');
    if (this.#refused.has(text)) return false;
    this.checked++;
    if (await this.#check(script)) {
      this.branches = branches;
      return true;
    }
    this.#refused.add(text);
    return false;
  }
}

/**
 * Goes over the subproofs from top to bottom; each is replaced as long as one of its replacements passes. Ends early when so
 * many checks have been made in all, those of earlier passes included.
 */
async function pass(
  trial: Trial,
  checks: number,
  replacements: (subproof: Subproof) => readonly ProofTree[],
): Promise<void> {
  let index = 0;
  for (
    let subproof = subproofsOf(trial.branches)[index];
    subproof !== undefined;
    subproof = subproofsOf(trial.branches)[index]
  ) {
    let changed = false;
    for (const replacement of replacements(subproof)) {
      if (trial.checked >= checks) return;
      changed = await trial.replace(subproof, replacement);
      if (changed) break;
    }
    if (!changed) index++;
  }
}

const charactersOf = (proof: ProofTree): number =>
  subproofsOf(proof.branches).reduce((sum, subproof) => sum + subproof.proof.tactic.length, proof.tactic.length);

/** One tactic in place of a subproof of several, if that is less to read: first those that end the subproof itself. */
function closedAtOnce({ proof }: Subproof, closers: readonly string[]): readonly ProofTree[] {
  if (proof.branches.length === 0) return [];
  const ends = subproofsOf(proof.branches)
    .filter((subproof) => subproof.proof.branches.length === 0)
    .map((subproof) => subproof.proof.tactic);
  const length = charactersOf(proof);
  return [...new Set([...ends.slice(0, closersPerSubproof / 2), ...closers])]
    .filter((tactic) => tactic.length < length)
    .slice(0, closersPerSubproof)
    .map((tactic) => ({ ...proof, tactic, branches: [] }));
}

/** The same tactic written with less. */
const simplified = ({ proof }: Subproof): readonly ProofTree[] =>
  simplerTactics(proof.tactic, proof.goals, proof.branches.length === 0).map((tactic) => ({ ...proof, tactic }));

/** A tactic and the one that follows it as one: `intro a` and `intro b`, `rw [a]` and `rw [b]`. */
function joined({ proof }: Subproof): readonly ProofTree[] {
  const [next] = proof.branches;
  if (next === undefined || proof.branches.length > 1) return [];
  const tactic = joinTactics(proof.tactic, next.proof.tactic);
  return tactic === undefined ? [] : [{ ...proof, tactic, branches: next.proof.branches }];
}

const intro = /^intro ([^\n;<>]+)$/;
const rewrite = /^rw \[([^\n;<>]+)\]$/;

function joinTactics(first: string, second: string): string | undefined {
  const names = [intro.exec(first)?.[1], intro.exec(second)?.[1]];
  if (!names.includes(undefined)) return `intro ${names.join(' ')}`;
  const rules = [rewrite.exec(first)?.[1], rewrite.exec(second)?.[1]];
  return rules.includes(undefined) ? undefined : `rw [${rules.join(', ')}]`;
}
