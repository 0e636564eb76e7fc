import type { CacheEntry } from '../model/signature.ts';
import { type CacheArray, cacheArray } from '../model/tensors.ts';

/** One tensor of the cache: [rows, outer, capacity, inner], with room for more rows behind. */
interface Store {
  readonly entry: CacheEntry;
  data: CacheArray;
}

/** Keys and values of a prompt that all rows of a cache begin with, stored once. */
export interface SharedPrompt {
  /** In tokens. */
  readonly length: number;
  /** By input of the cache: [1, …outer, length, …inner]. */
  readonly data: ReadonlyMap<string, CacheArray>;
}

/** A row of a cache, to be taken so many times. */
export interface CacheRows {
  readonly cache: KvCache;
  readonly row: number;
  readonly times: number;
}

/**
 * Keys and values of the rows that decode together. Every row has `capacity` slots for tokens, of which the first
 * `lengths[row]` are used; what lies in the others is masked. Attention to an encoder has a second set of slots, one
 * for each token of the prompt, which never grows.
 */
export class KvCache {
  readonly #self: Store[];
  readonly #cross: Store[];
  /** What stands before the slots of every row; rows and slots count without it. */
  readonly shared: SharedPrompt | undefined;
  #capacity = 0;
  #crossCapacity = 0;
  #lengths: number[] = [];
  #crossLengths: number[] = [];

  constructor(entries: readonly CacheEntry[], shared?: SharedPrompt) {
    const store = (entry: CacheEntry): Store => ({ entry, data: cacheArray(entry.type, 0) });
    this.#self = entries.filter(({ cross }) => !cross).map(store);
    this.#cross = entries.filter(({ cross }) => cross).map(store);
    this.shared = shared;
  }

  get rows(): number {
    return this.#lengths.length;
  }

  /** Slots of each row. */
  get capacity(): number {
    return this.#capacity;
  }

  get crossCapacity(): number {
    return this.#crossCapacity;
  }

  /** Slots that each row uses. */
  get lengths(): readonly number[] {
    return this.#lengths;
  }

  get crossLengths(): readonly number[] {
    return this.#crossLengths;
  }

  /** The caches as inputs take them: their names, elements and shapes. Views, valid until the cache changes. */
  *inputs(): Generator<{ readonly name: string; readonly data: CacheArray; readonly dims: readonly number[] }> {
    for (const { stores, capacity } of this.#kinds()) {
      for (const { entry, data } of stores) {
        const dims = entry.dims(this.rows, capacity);
        yield { name: entry.past, data: data.subarray(0, this.rows * rowSize(entry, capacity)), dims };
      }
    }
  }

  /** Takes over whole tensors: of `rows` rows and `capacity` slots each, all with the given lengths. */
  adopt(
    tensors: ReadonlyMap<string, CacheArray>,
    capacity: number,
    lengths: readonly number[],
    cross?: { readonly capacity: number; readonly lengths: readonly number[] },
  ): void {
    for (const store of [...this.#self, ...this.#cross]) {
      const data = tensors.get(store.entry.past);
      if (data !== undefined) store.data = data;
    }
    this.#capacity = capacity;
    this.#lengths = [...lengths];
    if (cross !== undefined) {
      this.#crossCapacity = cross.capacity;
      this.#crossLengths = [...cross.lengths];
    }
  }

  /**
   * Puts the newest token's keys and values into the next free slot of every row. There has to be one.
   *
   * @param stride slots of each row in `data`; the token is in the last
   */
  push(tensors: ReadonlyMap<string, CacheArray>, stride: number): void {
    for (const { entry, data } of this.#self) {
      const added = tensors.get(entry.past)!;
      const { outer, inner } = entry;
      for (let row = 0; row < this.rows; row++) {
        for (let head = 0; head < outer; head++) {
          const block = row * outer + head;
          const from = ((block + 1) * stride - 1) * inner;
          const to = (block * this.#capacity + this.#lengths[row]!) * inner;
          for (let i = 0; i < inner; i++) data[to + i] = added[from + i]!;
        }
      }
    }
    this.#lengths = this.#lengths.map((length) => length + 1);
  }

  /** Appends rows of other caches, each so many times. Slots are added where one needs more. */
  append(sources: readonly CacheRows[]): void {
    const most = (own: number, lengths: readonly (number | undefined)[]) =>
      Math.max(own, ...lengths.map((n) => n ?? 0));
    this.resize(
      most(
        this.#capacity,
        sources.map(({ cache, row }) => cache.#lengths[row]),
      ),
      most(
        this.#crossCapacity,
        sources.map(({ cache, row }) => cache.#crossLengths[row]),
      ),
    );
    this.#reserve(sources.reduce((rows, { times }) => rows + times, this.rows));
    for (const source of sources) this.#append(source);
  }

  #append({ cache, row, times }: CacheRows): void {
    const first = this.rows;
    const kinds = [...this.#kinds()];
    for (const [k, source] of [...cache.#kinds()].entries()) {
      const target = kinds[k]!;
      const used = source.lengths[row] ?? 0;
      for (const [i, { entry, data }] of target.stores.entries()) {
        const { outer, inner } = entry;
        const from = source.stores[i]!.data;
        for (let head = 0; head < outer; head++) {
          const start = (row * outer + head) * source.capacity * inner;
          const block = from.subarray(start, start + used * inner);
          for (let copy = 0; copy < times; copy++) {
            data.set(block, ((first + copy) * outer + head) * target.capacity * inner);
          }
        }
      }
    }
    for (let copy = 0; copy < times; copy++) {
      this.#lengths.push(cache.#lengths[row]!);
      if (cache.#crossLengths.length > 0) this.#crossLengths.push(cache.#crossLengths[row]!);
    }
  }

  /** A cache of so many empty rows that begin with the text of a row of this one. */
  shareRow(row: number, rows: number): KvCache {
    const length = this.#lengths[row]!;
    const data = new Map<string, CacheArray>();
    for (const { entry, data: own } of this.#self) {
      const { past, outer, inner, type } = entry;
      const copy = cacheArray(type, outer * length * inner);
      for (let head = 0; head < outer; head++) {
        const start = (row * outer + head) * this.#capacity * inner;
        copy.set(own.subarray(start, start + length * inner), head * length * inner);
      }
      data.set(past, copy);
    }
    const sharing = new KvCache(
      this.#self.map(({ entry }) => entry),
      { length, data },
    );
    sharing.#lengths = new Array(rows).fill(0);
    return sharing;
  }

  /** Copies rows in the given order, then keeps the first `count`. */
  rearrange(copies: readonly { readonly from: number; readonly to: number }[], count: number): void {
    this.#reserve(count);
    for (const { stores, capacity, lengths } of this.#kinds()) {
      for (const { entry, data } of stores) {
        const size = rowSize(entry, capacity);
        for (const { from, to } of copies) data.copyWithin(to * size, from * size, (from + 1) * size);
      }
      if (lengths.length > 0) {
        for (const { from, to } of copies) lengths[to] = lengths[from]!;
        lengths.length = count;
      }
    }
  }

  /** Changes the number of slots of each row; used slots have to fit. */
  resize(capacity: number, crossCapacity: number): void {
    if (capacity !== this.#capacity) this.#relayout(this.#self, this.#capacity, capacity, this.#lengths);
    if (crossCapacity !== this.#crossCapacity) {
      this.#relayout(this.#cross, this.#crossCapacity, crossCapacity, this.#crossLengths);
    }
    this.#capacity = capacity;
    this.#crossCapacity = crossCapacity;
  }

  #relayout(stores: readonly Store[], before: number, after: number, lengths: readonly number[]): void {
    for (const store of stores) {
      const { outer, inner, type } = store.entry;
      const data = cacheArray(type, this.rows * outer * after * inner);
      for (let row = 0; row < this.rows; row++) {
        for (let head = 0; head < outer; head++) {
          const block = row * outer + head;
          const start = block * before * inner;
          data.set(store.data.subarray(start, start + lengths[row]! * inner), block * after * inner);
        }
      }
      store.data = data;
    }
  }

  /** Makes room for so many rows. */
  #reserve(rows: number): void {
    for (const { stores, capacity } of this.#kinds()) {
      for (const store of stores) {
        const needed = rows * rowSize(store.entry, capacity);
        if (store.data.length >= needed) continue;
        const data = cacheArray(store.entry.type, needed);
        data.set(store.data);
        store.data = data;
      }
    }
  }

  *#kinds(): Generator<{ stores: readonly Store[]; capacity: number; lengths: number[] }> {
    yield { stores: this.#self, capacity: this.#capacity, lengths: this.#lengths };
    yield { stores: this.#cross, capacity: this.#crossCapacity, lengths: this.#crossLengths };
  }
}

const rowSize = ({ outer, inner }: CacheEntry, capacity: number): number => outer * capacity * inner;
