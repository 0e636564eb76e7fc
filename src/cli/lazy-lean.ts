import type { Problem } from '../data/problem.ts';
import type { Result } from '../data/result.ts';
import { type Lean, type OpenOptions, openLean } from '../lean/index.ts';

/** A Lean that starts when it is first asked for, and ends with its scope. */
export class LazyLean implements AsyncDisposable {
  readonly #options: OpenOptions;
  #opened: Promise<Result<Lean, Problem>> | undefined;

  constructor(options: OpenOptions) {
    this.#options = options;
  }

  open(): Promise<Result<Lean, Problem>> {
    this.#opened ??= openLean(this.#options);
    return this.#opened;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const lean = await this.#opened;
    if (lean?.ok) await lean.value.close();
  }
}
