import type { Lean } from '../lean/index.ts';
import {
  type FoundProof,
  renderScript,
  type Script,
  type SearchEvent,
  type SearchStats,
  shortenProof,
} from '../search/index.ts';
import { find, type NotFound, type ProvingSetup, type Watch } from './find.ts';
import { lineByLine } from './line-by-line.ts';
import type { OpenTheorem } from './open/theorem.ts';

/** Checks spent at most on making a proof shorter. */
const shorteningChecks = 60;

const never = new AbortController().signal;

/**
 * The fourth step: the script of a proof, made shorter as far as Lean agrees. Where the signal aborts, or the theorem
 * has several states, the script comes back as it was found.
 */
export async function shorten(
  lean: Lean,
  { states }: Pick<OpenTheorem, 'states'>,
  proof: FoundProof,
  signal: AbortSignal = never,
): Promise<Script> {
  const [root, ...others] = states;
  if (root === undefined || others.length > 0) return proof.script;
  const closes = async (script: Script): Promise<boolean> => {
    if (signal.aborted) return false;
    const [outcome] = await lean.run(root.state, [renderScript(script)], signal);
    return outcome?.kind === 'proved';
  };
  const plain = await lineByLine(lean, root, proof, signal);
  return shortenProof(plain, { check: closes, checks: shorteningChecks });
}

/** A script that closes every goal of a theorem; nothing is verified. */
export interface FoundScript {
  readonly kind: 'found';
  readonly script: Script;
  readonly stats: SearchStats;
}

/** The third and the fourth step in one: searches for a proof, and shortens what is found. */
export async function findScript(
  setup: ProvingSetup,
  theorem: OpenTheorem,
  watch: Watch<SearchEvent> = {},
): Promise<FoundScript | NotFound> {
  const found = await find(setup, theorem, watch);
  if (found.kind !== 'found') return found;
  const script = await shorten(setup.lean, theorem, found.proof, watch.signal);
  return { kind: 'found', script, stats: found.stats };
}
