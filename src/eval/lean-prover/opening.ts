import type { StatedTheorem } from '../../data/benchmark/benchmark.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { TheoremContext } from '../../generator/index.ts';
import type { Lean, LeanFailure, LoadedFile, SorryInfo, StartedStates } from '../../lean/index.ts';
import type { AttemptOutcome } from '../attempt.ts';

/** A theorem that Lean has elaborated: where a search starts. */
export interface OpenedTheorem {
  readonly states: StartedStates;
  readonly context: TheoremContext;
  /** The place of the proof; absent for a library theorem. */
  readonly place?: { readonly file: LoadedFile; readonly sorry: SorryInfo };
}

/** Why an attempt ends before its search begins. */
export type NotOpened =
  | { readonly kind: 'cancelled' }
  | Extract<AttemptOutcome, { kind: 'invalid-statement' | 'error' }>;

/** States theorems in Lean. Files are elaborated once, however many theorems and attempts need them. */
export class TheoremOpener {
  readonly #lean: Lean;
  readonly #files = new Map<string, Promise<Result<LoadedFile, LeanFailure>>>();
  #modules: readonly string[] | undefined;

  constructor(lean: Lean) {
    this.#lean = lean;
  }

  async open(theorem: StatedTheorem, signal: AbortSignal): Promise<Result<OpenedTheorem, NotOpened>> {
    return theorem.kind === 'sorry' ? this.#openSorry(theorem, signal) : this.#openLibrary(theorem.id, signal);
  }

  async #openSorry(
    theorem: Extract<StatedTheorem, { kind: 'sorry' }>,
    signal: AbortSignal,
  ): Promise<Result<OpenedTheorem, NotOpened>> {
    const file = await this.#load(theorem.text, theorem.fileName);
    if (!file.ok) return fail(notOpened(file.error));
    const error = file.value.messages.find(({ severity }) => severity === 'error');
    const sorry = file.value.sorries.at(theorem.index);
    if (error !== undefined || sorry === undefined) {
      const message = error?.text ?? 'the file has no such sorry';
      return fail({ kind: 'invalid-statement', message });
    }
    const states = await this.#lean.startSorry(file.value, sorry.index, signal);
    if (!states.ok) return fail(notOpened(states.error));
    const context = await this.#contextOf(file.value, sorry, signal);
    if (!context.ok) return fail(notOpened(context.error));
    return ok({ states: states.value, context: context.value, place: { file: file.value, sorry } });
  }

  async #openLibrary(name: string, signal: AbortSignal): Promise<Result<OpenedTheorem, NotOpened>> {
    const states = await this.#lean.startLibrary(name, signal);
    if (!states.ok) return fail(notOpened(states.error));
    return ok({ states: states.value, context: { name, localTheorems: [], modules: [] } });
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

  async #contextOf(
    file: LoadedFile,
    sorry: SorryInfo,
    signal: AbortSignal,
  ): Promise<Result<TheoremContext, LeanFailure>> {
    const listed = await this.#lean.listFileTheorems(file, signal);
    if (!listed.ok) return listed;
    if (this.#modules === undefined) {
      const modules = await this.#lean.listModules(signal);
      if (!modules.ok) return modules;
      this.#modules = modules.value;
    }
    const names = listed.value.map(({ name }) => name);
    const own = names.indexOf(sorry.declaration);
    return ok({
      name: sorry.declaration,
      localTheorems: own < 0 ? names : names.slice(0, own),
      modules: this.#modules,
    });
  }
}

function notOpened(
  failure: LeanFailure | { readonly kind: 'refused'; readonly refusal: { readonly message: string } },
): NotOpened {
  if (failure.kind === 'cancelled') return { kind: 'cancelled' };
  if (failure.kind === 'refused') return { kind: 'invalid-statement', message: failure.refusal.message };
  return { kind: 'error', message: `Lean (${failure.kind}): ${failure.message}` };
}
