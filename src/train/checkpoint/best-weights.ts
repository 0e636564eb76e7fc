import { join } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import type { Parameter } from '../model/parameters.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

/** The weights with the lowest validation loss, in a file of their own: checkpoints come and go. */
export class BestWeights {
  readonly #path: string;
  readonly #parameters: readonly Parameter[];

  constructor(folder: string, parameters: readonly Parameter[]) {
    this.#path = join(folder, 'best.safetensors');
    this.#parameters = parameters;
  }

  write(weights: ReadonlyMap<string, Float32Array>, step: number): Promise<Result<void, Problem>> {
    const tensors = new Map(this.#parameters.map(({ name, dims }) => [name, { dims, data: weights.get(name)! }]));
    return writeSafetensors(this.#path, { tensors, metadata: { step: String(step) } });
  }

  async read(): Promise<Result<ReadonlyMap<string, Float32Array>, Problem>> {
    const stored = await readSafetensors(this.#path);
    if (!stored.ok) return stored;
    return ok(new Map(Array.from(stored.value.tensors, ([name, { data }]) => [name, data])));
  }
}
