import type { ProofBranch, ProofTree } from '../../../src/search/index.ts';
import type { Game } from './game.ts';

/** Does every step of a proof do in the game what the proof says? Fails to return on a proof that is not a finite tree. */
export function replays(game: Game, state: string, proof: ProofTree): boolean {
  const left = game[state]?.[proof.tactic];
  if (left === undefined || typeof left === 'string' || left.length !== proof.branches.length) return false;
  return (
    proof.goals[0]?.target === state && proof.branches.every((branch, i) => replays(game, left[i] ?? '', branch.proof))
  );
}

/** Number of tactics in a proof, as its script would hold them. */
export const proofSize = (branches: readonly ProofBranch[]): number =>
  branches.reduce((sum, { proof }) => sum + 1 + proofSize(proof.branches), 0);

/** Size of the smallest proof of each state that has one, by naive relaxation. */
export function smallestProofs(game: Game): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (let changed = true; changed; ) {
    changed = false;
    for (const [state, tactics] of Object.entries(game)) {
      for (const left of Object.values(tactics)) {
        if (typeof left === 'string') continue;
        const size = left.reduce((sum, name) => sum + (sizes.get(name) ?? Number.POSITIVE_INFINITY), 1);
        if (size >= (sizes.get(state) ?? Number.POSITIVE_INFINITY)) continue;
        sizes.set(state, size);
        changed = true;
      }
    }
  }
  return sizes;
}

/** Does a script prove these states in the game? Understands tactics, one a line, and `·` blocks. */
export function scriptProves(game: Game, states: readonly string[], script: readonly string[]): boolean {
  let goals = states;
  for (let line = 0; line < script.length; line++) {
    const text = script[line] ?? '';
    const [first, ...others] = goals;
    if (first === undefined) return false;
    if (text.startsWith('· ')) {
      const block = [text.slice(2)];
      while (script[line + 1]?.startsWith('  ')) block.push((script[++line] ?? '').slice(2));
      if (!scriptProves(game, [first], block)) return false;
      goals = others;
      continue;
    }
    const left = game[first]?.[text];
    if (left === undefined || typeof left === 'string') return false;
    goals = [...left, ...others];
  }
  return goals.length === 0;
}
