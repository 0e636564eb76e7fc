import type { Parameter } from '../../../src/train/model/parameters.ts';
import type { OptimizerConfig } from '../../../src/train/step/update-graph.ts';
import type { ReferenceWeights } from './decoder.ts';

/** AdamW as Algorithm 2 of Loshchilov and Hutter (2019) has it, after clipping by the global norm. */
export class ReferenceAdamW {
  readonly #config: OptimizerConfig;
  readonly #moments = new Map<string, { first: number[]; second: number[] }>();
  #step = 0;

  constructor(config: OptimizerConfig) {
    this.#config = config;
  }

  update(parameters: readonly Parameter[], weights: ReferenceWeights, learningRate: number): void {
    const { beta1, beta2, epsilon, weightDecay, maxNorm } = this.#config;
    this.#step++;
    const all = [...weights.values()].flat();
    const norm = Math.sqrt(all.reduce((total, { gradient }) => total + gradient ** 2, 0));
    const clip = Math.min(1, maxNorm / norm);
    for (const { name, dims } of parameters) {
      const values = weights.get(name)!;
      const zeros = () => values.map(() => 0);
      const moments = this.#moments.get(name) ?? { first: zeros(), second: zeros() };
      this.#moments.set(name, moments);
      for (const [i, scalar] of values.entries()) {
        const gradient = scalar.gradient * clip;
        moments.first[i] = beta1 * moments.first[i]! + (1 - beta1) * gradient;
        moments.second[i] = beta2 * moments.second[i]! + (1 - beta2) * gradient ** 2;
        const mean = moments.first[i]! / (1 - beta1 ** this.#step);
        const variance = moments.second[i]! / (1 - beta2 ** this.#step);
        const decay = dims.length < 2 ? 0 : weightDecay * scalar.value;
        scalar.value -= learningRate * (mean / (Math.sqrt(variance) + epsilon) + decay);
        scalar.gradient = 0;
      }
    }
  }
}
