import type { PremiseQuery, RankedPremise } from '../../contracts/premises.ts';
import type { Premise } from '../../data/premise.ts';
import { conclusionOf } from '../structure/conclusion.ts';
import { subtreesOf } from '../structure/subtrees.ts';
import { Scores } from './scores.ts';
import { SparseSelector } from './sparse.ts';

/** Subtrees that more of the premises have are passed over: they cost most and tell least. */
const rareEnough = 0.2;

/**
 * Premises whose conclusion is a tree like the goal's: the kernel of Weisfeiler and Lehman (Shervashidze et al. 2011) over
 * printed terms, each kind of subtree weighted by its rarity, as a cosine. Trained by nothing; after tree-based premise
 * selection for Lean 4 (Wang et al., NeurIPS 2025), which compares expressions as Lean has them.
 */
export class StructureSelector extends SparseSelector {
  readonly name = 'structure';
  readonly #norms: Float64Array;

  constructor(premises: readonly Premise[], base?: StructureSelector) {
    super(premises, ({ statement, constants }) => subtreesOf(conclusionOf(statement), constants), base);
    const rarities = Float64Array.from({ length: this.postings.words }, (_, id) =>
      Math.log(1 + this.premises.length / this.postings.frequencyOf(id)),
    );
    this.#norms = Float64Array.from(this.premises, (_, place) => {
      const square = this.postings.wordsOf(place).reduce((sum, id) => sum + rarities[id]! ** 2, 0);
      return Math.sqrt(square) || 1;
    });
  }

  rank(query: PremiseQuery, count: number): readonly RankedPremise[] {
    const scores = new Scores(this.premises.length);
    const target = query.state.slice(query.state.lastIndexOf('⊢') + 1);
    const subtrees = subtreesOf(target, query.constants);
    for (const subtree of subtrees) {
      const frequency = this.postings.frequency(subtree);
      if (frequency === 0 || frequency > Math.max(1, rareEnough * this.postings.size)) continue;
      const weight = this.postings.rarity(subtree) ** 2;
      this.postings.visit(subtree, (place) => scores.add(place, weight));
    }
    const norm = this.#norm(subtrees);
    scores.map((place, shared) => shared / (norm * this.#norms[place]!));
    return scores.top(this.premises, query, count);
  }

  #norm(subtrees: readonly string[]): number {
    return Math.sqrt(subtrees.reduce((sum, name) => sum + this.postings.rarity(name) ** 2, 0)) || 1;
  }
}
