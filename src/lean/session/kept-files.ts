/**
 * Files whose Lean was kept as it was when it had elaborated them, and done nothing else: a Lean that begins there need not
 * elaborate them again, nor the beginning of another file that is the same.
 */
import { dirname } from 'node:path';
import type { KeptLean } from '../process/launcher.ts';
import type { FileText } from './session-state.ts';
import type { LoadedText } from './worker.ts';

export interface KeptFile extends LoadedText {
  readonly lean: KeptLean;
}

/** More would take memory; who works on more files at a time has their Leans elaborate them again. */
const most = 3;

export class KeptFiles {
  readonly #forget: (lean: KeptLean) => void;
  /** The one that was used last comes last. */
  #files: readonly KeptFile[] = [];

  constructor(forget: (lean: KeptLean) => void) {
    this.#forget = forget;
  }

  get latest(): KeptFile | undefined {
    return this.#files.at(-1);
  }

  add(kept: KeptFile): void {
    this.#files = [...this.#files, kept];
    for (const { lean } of this.#files.slice(0, -most)) this.#forget(lean);
    this.#files = this.#files.slice(-most);
  }

  /** The one that has most in common with a file, if that is at least half of the file. */
  nearest({ fileName, text }: FileText): KeptFile | undefined {
    let best: KeptFile | undefined;
    let longest = text.length / 2;
    for (const kept of this.#files) {
      const length = dirname(kept.file.fileName) === dirname(fileName) ? commonPrefix(kept.file.text, text) : 0;
      if (length < longest) continue;
      best = kept;
      longest = length;
    }
    if (best !== undefined) this.#files = [...this.#files.filter((other) => other !== best), best];
    return best;
  }
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
