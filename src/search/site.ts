import type { ProofBranch, ProofTree } from './proof.ts';

/** A place in a proof: a subproof, and where it hangs. */
export interface Site {
  readonly proof: ProofTree;
  /** The site above; absent for proofs of the states that the search started from. */
  readonly above: Site | undefined;
  /** Which of the branches above it is. */
  readonly branch: number;
}

/** All sites, each before those below it, from the top of a script to its bottom. */
export function sitesOf(branches: readonly ProofBranch[]): readonly Site[] {
  const sites: Site[] = [];
  const below = (left: readonly ProofBranch[], above: Site | undefined): readonly Site[] =>
    left.map(({ proof }, branch) => ({ proof, above, branch }));
  const work = below(branches, undefined).toReversed();
  for (let site = work.pop(); site !== undefined; site = work.pop()) {
    sites.push(site);
    work.push(...below(site.proof.branches, site).toReversed());
  }
  return sites;
}

/** The whole proof with another subproof at a site. */
export function replaceAt(branches: readonly ProofBranch[], site: Site, proof: ProofTree): readonly ProofBranch[] {
  let changed = proof;
  let place = site;
  for (let above = place.above; above !== undefined; above = place.above) {
    changed = { ...above.proof, branches: withBranch(above.proof.branches, place.branch, changed) };
    place = above;
  }
  return withBranch(branches, place.branch, changed);
}

const withBranch = (branches: readonly ProofBranch[], index: number, proof: ProofTree): readonly ProofBranch[] =>
  branches.with(index, { positions: branches[index]?.positions ?? [], proof });
