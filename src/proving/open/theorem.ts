import type { StatedTheorem } from '../../data/benchmark/benchmark.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { TheoremContext } from '../../generator/index.ts';
import type { Lean, LibraryTheorem, SorryInfo, StartedStates } from '../../lean/index.ts';
import { librarySource } from '../../premises/index.ts';
import { contextOf } from '../context.ts';
import type { OpenDeclaration } from './declarations.ts';
import { type OpenFailure, openFailure } from './failure.ts';
import { type OpenFile, openFile, type SourceText } from './file.ts';
import { findSorry } from './find-sorry.ts';

/** Where a theorem is stated. */
export type TheoremSource =
  /** By a `sorry` of a Lean file, counted in textual order; a negative index counts from the end. */
  | (SourceText & { readonly kind: 'sorry'; readonly index: number })
  /** By a term of type `Prop`, in the default environment. */
  | { readonly kind: 'statement'; readonly statement: string }
  /** In the library: by full name, to be proved from what its module imports. */
  | { readonly kind: 'library'; readonly name: string; readonly module: string };

/** Where a theorem of a benchmark is stated: nothing around the place where that happens has a say in it. */
export const theoremSource = (theorem: StatedTheorem): TheoremSource =>
  theorem.kind === 'sorry'
    ? { ...theorem, options: theorem.options ?? [] }
    : { kind: 'library', name: theorem.id, module: theorem.module };

/** A theorem that Lean has elaborated: where a search starts, and where what it finds belongs. */
export interface OpenTheorem extends Disposable {
  /** States in Lean, all to be proved; they are held until the theorem is disposed of. */
  readonly states: StartedStates;
  readonly context: TheoremContext;
  readonly place: Place;
}

export type Place =
  | {
      readonly kind: 'sorry';
      readonly file: OpenFile;
      readonly declaration: OpenDeclaration;
      readonly sorry: SorryInfo;
    }
  | { readonly kind: 'library'; readonly theorem: LibraryTheorem };

const opened = (lean: Lean, states: StartedStates, context: TheoremContext, place: Place): OpenTheorem => ({
  states,
  context,
  place,
  [Symbol.dispose]: () => lean.release(states.map(({ state }) => state)),
});

/** Starts the proof of one `sorry` of an open file. */
export async function openSorry(
  lean: Lean,
  file: OpenFile,
  sorry: SorryInfo,
  signal?: AbortSignal,
): Promise<Result<OpenTheorem, OpenFailure>> {
  const declaration = file.declarations.find(({ sorries }) => sorries.includes(sorry));
  if (declaration === undefined) throw new Error('The sorry is not one of the file.');
  if (declaration.error !== undefined) {
    const { text: message, position } = declaration.error;
    return fail({ kind: 'invalid', message, line: position.line, column: position.column });
  }
  const states = await lean.startSorry(file, sorry.index, signal);
  if (!states.ok) return fail(openFailure(states.error));
  return ok(
    opened(lean, states.value, contextOf(lean, file, declaration), { kind: 'sorry', file, declaration, sorry }),
  );
}

/** Opens theorems. Files are elaborated once, however many theorems and attempts need them. */
export class TheoremOpener {
  readonly #lean: Lean;
  readonly #files = new Map<string, Promise<Result<OpenFile, OpenFailure>>>();

  constructor(lean: Lean) {
    this.#lean = lean;
  }

  async open(source: TheoremSource, signal?: AbortSignal): Promise<Result<OpenTheorem, OpenFailure>> {
    switch (source.kind) {
      case 'sorry':
        return this.#openSorry(source, signal);
      case 'statement':
        return this.#openStatement(source.statement, signal);
      case 'library':
        return this.#openLibrary({ library: source.name, module: source.module }, signal);
    }
  }

  async #openSorry(
    { index, ...source }: Extract<TheoremSource, { kind: 'sorry' }>,
    signal: AbortSignal | undefined,
  ): Promise<Result<OpenTheorem, OpenFailure>> {
    const file = await this.#file(source);
    if (!file.ok) return file;
    if (signal?.aborted) return fail({ kind: 'cancelled' });
    const sorry = findSorry(file.value, index);
    if (sorry !== undefined) return openSorry(this.#lean, file.value, sorry, signal);
    const message = file.value.errors[0]?.text ?? 'Lean does not reach the sorry';
    return fail({ kind: 'invalid', message });
  }

  /** The statement must be one term, whatever it looks like; then it is the statement of an `example`. */
  async #openStatement(statement: string, signal: AbortSignal | undefined): Promise<Result<OpenTheorem, OpenFailure>> {
    const states = await this.#lean.startStatement(statement, signal);
    if (!states.ok) return fail(openFailure(states.error));
    this.#lean.release(states.value.map(({ state }) => state));
    const text = `example : (\n${statement}\n) := by sorry\n`;
    return this.#openSorry({ kind: 'sorry', text, fileName: 'statement.lean', index: -1 }, signal);
  }

  async #openLibrary(
    theorem: LibraryTheorem,
    signal: AbortSignal | undefined,
  ): Promise<Result<OpenTheorem, OpenFailure>> {
    const states = await this.#lean.startLibrary(theorem, signal);
    if (!states.ok) return fail(openFailure(states.error));
    const premises = librarySource(this.#lean, theorem);
    const context = { name: theorem.library, localTheorems: [], premises };
    return ok(opened(this.#lean, states.value, context, { kind: 'library', theorem }));
  }

  /** Not bound to the signal of one attempt: others wait for the same file. */
  async #file({ text, fileName, options }: SourceText): Promise<Result<OpenFile, OpenFailure>> {
    const key = JSON.stringify([fileName, options, text]);
    const source = { text, fileName, ...(options !== undefined && { options }) };
    const opening = this.#files.get(key) ?? openFile(this.#lean, source);
    this.#files.set(key, opening);
    const opened = await opening;
    if (!opened.ok) this.#files.delete(key);
    return opened;
  }
}

/** Opens one theorem. Who opens several of one file saves time with a `TheoremOpener`. */
export const openTheorem = (
  lean: Lean,
  source: TheoremSource,
  signal?: AbortSignal,
): Promise<Result<OpenTheorem, OpenFailure>> => new TheoremOpener(lean).open(source, signal);
