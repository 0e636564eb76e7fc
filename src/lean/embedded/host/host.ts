/** The instances of one process: they share compiled code, and each may end without the others. */

import type { KeptMemory } from '../image/kept-memory.ts';
import type { LeanImage, PreparedFiles } from '../image/restore.ts';
import { type InstanceEvents, LeanInstance } from './instance.ts';
import type { Request } from './instance-thread.ts';

export interface HostEvents {
  /** What an instance has to say. */
  instance(id: number): InstanceEvents;
  /** Its thread and its memory are gone. */
  ended(id: number): void;
  /** An instance was lost before it was ready. */
  notStarted(message: string): void;
}

/** The number of the memory that the snapshot holds. */
export const snapshotMemory = 0;

interface Spare {
  readonly instance: LeanInstance;
  readonly memory: number;
}

export class LeanHost {
  readonly #image: LeanImage;
  readonly #files: PreparedFiles;
  readonly #events: HostEvents;
  readonly #instances = new Map<number, LeanInstance>();
  /** Memories that were kept, by the numbers under which they were asked for. */
  readonly #memories = new Map<number, KeptMemory>();
  /** Restored ahead of time: no request has reached them. */
  readonly #spares: Spare[] = [];
  #spareCount = 0;
  #spareMemory = snapshotMemory;
  #isVerified = false;

  constructor(image: LeanImage, files: PreparedFiles, events: HostEvents) {
    this.#image = image;
    this.#files = files;
    this.#events = events;
  }

  /** Gives a fresh instance a number; it begins with the memory of this number. */
  open(id: number, memory = snapshotMemory): void {
    // Another spare is made when an instance has ended: this one has the processor first.
    const spare = this.#spares.findIndex((other) => other.memory === memory);
    const instance = spare < 0 ? this.#make(memory) : this.#spares.splice(spare, 1)[0]!.instance;
    this.#instances.set(id, instance);
    const events = this.#events.instance(id);
    instance.events = {
      ready: () => this.#nowReady(),
      send: events.send,
      kept: (request, kept) => this.#memories.set(memoryIn(request.params), kept),
      lost: (message, last) => {
        if (!instance.isReady) this.#events.notStarted(message);
        events.lost(message, last);
        this.close(id);
      },
    };
  }

  memoryOf(id: number): number {
    return this.#instances.get(id)?.memory ?? 0;
  }

  submit(id: number, request: Request): void {
    this.#instances.get(id)?.submit(request);
  }

  cancel(id: number, request: Request['id']): void {
    this.#instances.get(id)?.cancel(request);
  }

  close(id: number): void {
    const instance = this.#instances.get(id);
    if (instance === undefined) return;
    this.#instances.delete(id);
    void instance.terminate().then(() => {
      collectGarbage();
      this.#events.ended(id);
      this.#fillUp();
    });
  }

  /** Nothing will be opened with this memory any more. */
  forget(memory: number): void {
    this.#memories.delete(memory);
    this.#dropSpares((spare) => spare.memory === memory);
  }

  /** How many fresh instances are to wait for `open`, and with which memory. */
  keepSpares(count: number, memory = snapshotMemory): void {
    this.#spareCount = count;
    this.#spareMemory = memory;
    this.#dropSpares((spare, index) => spare.memory !== memory || index >= count);
    this.#fillUp();
  }

  #dropSpares(isUnwanted: (spare: Spare, index: number) => boolean): void {
    const unwanted = this.#spares.filter(isUnwanted);
    for (const spare of unwanted) {
      this.#spares.splice(this.#spares.indexOf(spare), 1);
      void spare.instance.terminate().then(collectGarbage);
    }
  }

  /** One after the other, once the first instance is up: what is asked for has the processor first. */
  #fillUp(): void {
    const waiting = this.#spares.map(({ instance }) => instance);
    const isBusy = [...this.#instances.values(), ...waiting].some((instance) => !instance.isReady);
    if (isBusy || this.#spares.length >= this.#spareCount) return;
    const spare = { instance: this.#make(this.#spareMemory), memory: this.#spareMemory };
    this.#spares.push(spare);
    spare.instance.events = {
      ready: () => this.#nowReady(),
      send: () => {},
      lost: () => {
        this.#dropSpares((other) => other === spare);
        this.#spareCount = 0;
      },
    };
  }

  #nowReady(): void {
    this.#isVerified = true;
    this.#fillUp();
  }

  #make(memory: number): LeanInstance {
    const kept = this.#memories.get(memory);
    const task = { image: this.#image, files: this.#files, verify: !this.#isVerified, kept };
    return new LeanInstance(task, { send: () => {}, lost: () => {} });
  }
}

export const memoryIn = (params: unknown): number =>
  typeof params === 'object' && params !== null && 'memory' in params ? Number(params.memory) : snapshotMemory;

/** Memory of an instance is freed when the last reference goes, and there is too little else here to make that happen. */
const collectGarbage = (): void => globalThis.gc?.();
