/**
 * Files whose Lean was kept as it was when it had elaborated them, and done nothing else: a Lean that begins there need not
 * elaborate them again, nor the beginning of another file that is the same.
 */
import type { KeptLean } from '../process/launcher.ts';
import type { FileText } from './session-state.ts';
import type { LoadedText } from './worker.ts';

export interface KeptFile extends LoadedText {
  readonly lean: KeptLean;
}

/** More would take memory; who works on more files at a time has their Leans elaborate them again. */
const most = 3;
/** Files whose verdict was slow because none was kept: so many are remembered. */
const mostMissed = 8;

export class KeptFiles {
  readonly #forget: (lean: KeptLean) => void;
  /** The one that was used last comes last. */
  #files: readonly KeptFile[] = [];
  #missed: readonly FileText[] = [];

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
  nearest(file: FileText): KeptFile | undefined {
    const kept = mostAlike(this.#files, ({ file: other }) => other, file);
    if (kept !== undefined) this.#files = [...this.#files.filter((other) => other !== kept), kept];
    return kept;
  }

  /** A verdict on this file took long, and no file was kept that it could begin with. */
  noteMissed(file: FileText): void {
    this.#missed = [...this.#missed, file].slice(-mostMissed);
  }

  /** Was a file much like this one missed? It is asked once for each: then it is kept, or cannot be. */
  takeMissed(file: FileText): boolean {
    const missed = mostAlike(this.#missed, (other) => other, file);
    this.#missed = this.#missed.filter((other) => other !== missed);
    return missed !== undefined;
  }
}

/** The one whose text has the longest beginning in common with a file, if that is at least half of the file. */
function mostAlike<T>(all: readonly T[], textOf: (one: T) => FileText, { fileName, text }: FileText): T | undefined {
  let best: T | undefined;
  let longest = text.length / 2;
  for (const one of all) {
    const other = textOf(one);
    const length = other.fileName === fileName ? commonPrefix(other.text, text) : 0;
    if (length < longest) continue;
    best = one;
    longest = length;
  }
  return best;
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
