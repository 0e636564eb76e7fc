import type { StatedTheorem } from '../../data/benchmark/benchmark.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { TheoremContext } from '../../generator/index.ts';
import type { Lean, LeanFailure, LibraryTheorem, LoadedFile, SorryInfo, StartedStates } from '../../lean/index.ts';
import type { AttemptOutcome } from '../attempt.ts';
import { findSorry } from './find-sorry.ts';

/** A theorem that Lean has elaborated: where a search starts. */
export interface OpenedTheorem {
  readonly states: StartedStates;
  readonly context: TheoremContext;
  /** Where the proof belongs. */
  readonly place:
    | { readonly kind: 'sorry'; readonly file: LoadedFile; readonly sorry: SorryInfo }
    | { readonly kind: 'library'; readonly library: LibraryTheorem };
}

/** Why an attempt ends before its search begins. */
export type NotOpened =
  | { readonly kind: 'cancelled' }
  | Extract<AttemptOutcome, { kind: 'invalid-statement' | 'error' }>;

/** States theorems in Lean. Files are elaborated once, however many theorems and attempts need them. */
export class TheoremOpener {
  readonly #lean: Lean;
  readonly #files = new Map<string, Promise<Result<LoadedFile, LeanFailure>>>();

  constructor(lean: Lean) {
    this.#lean = lean;
  }

  async open(theorem: StatedTheorem, signal: AbortSignal): Promise<Result<OpenedTheorem, NotOpened>> {
    return theorem.kind === 'sorry'
      ? this.#openSorry(theorem, signal)
      : this.#openLibrary({ library: theorem.id, module: theorem.module }, signal);
  }

  async #openSorry(
    theorem: Extract<StatedTheorem, { kind: 'sorry' }>,
    signal: AbortSignal,
  ): Promise<Result<OpenedTheorem, NotOpened>> {
    const file = await this.#load(theorem.text, theorem.fileName);
    if (!file.ok) return fail(notOpened(file.error));
    const sorry = findSorry(file.value, theorem.index);
    const error = errorAgainst(file.value, sorry);
    if (sorry === undefined || error !== undefined) {
      return fail({ kind: 'invalid-statement', message: error ?? 'Lean does not reach the sorry' });
    }
    const states = await this.#lean.startSorry(file.value, sorry.index, signal);
    if (!states.ok) return fail(notOpened(states.error));
    const context = contextOf(file.value, sorry);
    return ok({ states: states.value, context, place: { kind: 'sorry', file: file.value, sorry } });
  }

  async #openLibrary(library: LibraryTheorem, signal: AbortSignal): Promise<Result<OpenedTheorem, NotOpened>> {
    const states = await this.#lean.startLibrary(library, signal);
    if (!states.ok) return fail(notOpened(states.error));
    return ok({
      states: states.value,
      context: { name: library.library, localTheorems: [], modules: [] },
      place: { kind: 'library', library },
    });
  }

  /** Not bound to the signal of one attempt: others wait for the same file. */
  async #load(text: string, fileName: string): Promise<Result<LoadedFile, LeanFailure>> {
    const key = `${fileName}\n${text}`;
    const loading = this.#files.get(key) ?? this.#lean.loadFile(text, fileName);
    this.#files.set(key, loading);
    const loaded = await loading;
    if (!loaded.ok) this.#files.delete(key);
    return loaded;
  }
}

/** The first error in the declaration; where Lean did not even get there, the first of the file. */
function errorAgainst({ messages }: LoadedFile, sorry: SorryInfo | undefined): string | undefined {
  const errors = messages.filter(({ severity }) => severity === 'error');
  if (sorry === undefined) return errors[0]?.text;
  const { start, stop } = sorry.declarationRange;
  return errors.find(({ position }) => start.byte <= position.byte && position.byte < stop.byte)?.text;
}

/** Theorems that come before, those with a `sorry` left out: a proof may not rest on them. */
function contextOf(file: LoadedFile, sorry: SorryInfo): TheoremContext {
  const open = new Set(file.sorries.map(({ checkName }) => checkName));
  const own = file.theorems.indexOf(sorry.checkName);
  const before = own < 0 ? file.theorems : file.theorems.slice(0, own);
  return {
    name: sorry.declaration,
    localTheorems: before.filter((name) => !open.has(name)),
    modules: file.imports,
  };
}

function notOpened(
  failure: LeanFailure | { readonly kind: 'refused'; readonly refusal: { readonly message: string } },
): NotOpened {
  if (failure.kind === 'cancelled') return { kind: 'cancelled' };
  if (failure.kind === 'refused') return { kind: 'invalid-statement', message: failure.refusal.message };
  return { kind: 'error', message: `Lean (${failure.kind}): ${failure.message}` };
}
