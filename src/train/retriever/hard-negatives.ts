import type { Premise } from '../../contracts/premises.ts';
import { uniform } from '../../generator/onnx/sampling/philox.ts';
import { namespaceOf } from '../../premises/dense/selector.ts';

/** How often a premise is drawn again that may not be taken. */
const tries = 8;

/**
 * Premises that are easily taken for another one: of the same namespace and, where that has too few, of the same module.
 */
export class HardNegatives {
  readonly #premises: readonly Premise[];
  readonly #namespaces = new Map<string, number[]>();
  readonly #modules = new Map<string, number[]>();

  constructor(premises: readonly Premise[]) {
    this.#premises = premises;
    for (const [place, { name, module }] of premises.entries()) {
      collect(this.#namespaces, namespaceOf(name), place);
      collect(this.#modules, module, place);
    }
  }

  /**
   * At most `count` places of premises that resemble the one at `place`, without duplicates; equal seeds draw equally.
   * `mayBe` says which are negatives.
   */
  draw(place: number, count: number, seed: number, mayBe: (place: number) => boolean): readonly number[] {
    const { name, module } = this.#premises[place]!;
    const chosen = new Set<number>();
    for (const group of [this.#namespaces.get(namespaceOf(name))!, this.#modules.get(module)!]) {
      for (let i = 0; i < count * tries && chosen.size < count; i++) {
        const drawn = group[Math.floor(uniform(seed, group.length, i) * group.length)]!;
        if (drawn !== place && mayBe(drawn)) chosen.add(drawn);
      }
    }
    return [...chosen];
  }
}

function collect(groups: Map<string, number[]>, key: string, place: number): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [place]);
  else group.push(place);
}
