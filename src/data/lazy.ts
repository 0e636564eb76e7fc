import type { Result } from './result.ts';

/**
 * Something that starts when it is first asked for, once for all who ask, and ends with its scope. What did not start is
 * started again by whoever asks next.
 */
export class Lazy<T extends { close(): Promise<void> }, E> implements AsyncDisposable {
  readonly #start: () => Promise<Result<T, E>>;
  #started: Promise<Result<T, E>> | undefined;

  constructor(start: () => Promise<Result<T, E>>) {
    this.#start = start;
  }

  async open(): Promise<Result<T, E>> {
    this.#started ??= this.#start();
    const started = await this.#started;
    if (!started.ok) this.#started = undefined;
    return started;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const started = await this.#started;
    if (started?.ok) await started.value.close();
  }
}
