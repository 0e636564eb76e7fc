/** The instances of one process: they share compiled code, and each may end without the others. */

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

export class LeanHost {
  readonly #image: LeanImage;
  readonly #files: PreparedFiles;
  readonly #events: HostEvents;
  readonly #instances = new Map<number, LeanInstance>();
  /** Restored ahead of time: no request has reached them. */
  readonly #spares: LeanInstance[] = [];
  #spareCount = 0;
  #isVerified = false;

  constructor(image: LeanImage, files: PreparedFiles, events: HostEvents) {
    this.#image = image;
    this.#files = files;
    this.#events = events;
  }

  /** Gives a fresh instance a number. */
  open(id: number): void {
    // Another spare is made when an instance has ended: this one has the processor first.
    const instance = this.#spares.shift() ?? this.#make();
    this.#instances.set(id, instance);
    const events = this.#events.instance(id);
    instance.events = {
      ready: () => this.#nowReady(),
      send: events.send,
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

  /** How many fresh instances are to wait for `open`. */
  keepSpares(count: number): void {
    this.#spareCount = count;
    this.#fillUp();
    for (const instance of this.#spares.splice(count)) void instance.terminate().then(collectGarbage);
  }

  /** One after the other, once the first instance is up: what is asked for has the processor first. */
  #fillUp(): void {
    const isBusy = [...this.#instances.values(), ...this.#spares].some((instance) => !instance.isReady);
    if (isBusy || this.#spares.length >= this.#spareCount) return;
    const spare = this.#make();
    this.#spares.push(spare);
    spare.events = {
      ready: () => this.#nowReady(),
      send: () => {},
      lost: () => {
        this.#spares.splice(this.#spares.indexOf(spare), 1);
        this.#spareCount = 0;
      },
    };
  }

  #nowReady(): void {
    this.#isVerified = true;
    this.#fillUp();
  }

  #make(): LeanInstance {
    const task = { image: this.#image, files: this.#files, verify: !this.#isVerified };
    return new LeanInstance(task, { send: () => {}, lost: () => {} });
  }
}

/** Memory of an instance is freed when the last reference goes, and there is too little else here to make that happen. */
const collectGarbage = (): void => globalThis.gc?.();
