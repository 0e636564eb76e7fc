import type { ProofBranch, ProofTree } from './proof.ts';

/** A subproof, and where it hangs in the whole. */
export interface Subproof {
  readonly proof: ProofTree;
  /** The subproof above; absent for proofs of the states that the search started from. */
  readonly above: Subproof | undefined;
  /** Which of the branches above it is. */
  readonly branch: number;
}

/** All subproofs, each before those below it, from the top of a script to its bottom. */
export function subproofsOf(branches: readonly ProofBranch[]): readonly Subproof[] {
  const subproofs: Subproof[] = [];
  const below = (left: readonly ProofBranch[], above: Subproof | undefined): readonly Subproof[] =>
    left.map(({ proof }, branch) => ({ proof, above, branch }));
  const work = below(branches, undefined).toReversed();
  for (let subproof = work.pop(); subproof !== undefined; subproof = work.pop()) {
    subproofs.push(subproof);
    work.push(...below(subproof.proof.branches, subproof).toReversed());
  }
  return subproofs;
}

/** The whole proof with another proof in place of a subproof. */
export function replaceSubproof(
  branches: readonly ProofBranch[],
  subproof: Subproof,
  proof: ProofTree,
): readonly ProofBranch[] {
  let changed = proof;
  let place = subproof;
  for (let above = place.above; above !== undefined; above = place.above) {
    changed = { ...above.proof, branches: withBranch(above.proof.branches, place.branch, changed) };
    place = above;
  }
  return withBranch(branches, place.branch, changed);
}

const withBranch = (branches: readonly ProofBranch[], index: number, proof: ProofTree): readonly ProofBranch[] =>
  branches.with(index, { positions: branches[index]?.positions ?? [], proof });
