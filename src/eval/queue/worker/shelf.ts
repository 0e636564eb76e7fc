import { ok, type Result } from '../../../data/result.ts';

interface Entry<T> {
  readonly opening: Promise<T>;
  users: number;
}

/**
 * Things that are costly to open and that work comes back to: a Lean with some limits, a generator with its model. What
 * nobody uses is closed when something else is wanted, so that no more is open than is in use, and one.
 */
export class Shelf<T, E> implements AsyncDisposable {
  readonly #entries = new Map<string, Entry<Result<T, E>>>();
  readonly #close: (thing: T) => Promise<unknown>;

  constructor(close: (thing: T) => Promise<unknown>) {
    this.#close = close;
  }

  /** Opens it where it is not open. It stays open at least until `release`. */
  async borrow(
    key: string,
    open: () => Promise<Result<T, E>>,
  ): Promise<Result<{ readonly value: T; readonly release: () => void }, E>> {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      await this.#clear();
      // Somebody else may have opened it meanwhile.
      entry = this.#entries.get(key) ?? { opening: open(), users: 0 };
      this.#entries.set(key, entry);
    }
    const taken = entry;
    taken.users += 1;
    const opened = await taken.opening;
    if (!opened.ok) {
      this.#entries.delete(key);
      return opened;
    }
    return ok({
      value: opened.value,
      release: () => {
        taken.users -= 1;
      },
    });
  }

  async #clear(): Promise<void> {
    const idle = [...this.#entries].filter(([, { users }]) => users === 0);
    for (const [key] of idle) this.#entries.delete(key);
    for (const [, { opening }] of idle) {
      const opened = await opening;
      if (opened.ok) await this.#close(opened.value);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const entry of this.#entries.values()) entry.users = 0;
    await this.#clear();
  }
}
