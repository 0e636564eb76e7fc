import PQueue from 'p-queue';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import type { Message } from '../lean/index.ts';
import type { ProvingSetup, Watch } from './find.ts';
import { type OpenDeclaration, selectDeclarations } from './open/declarations.ts';
import { openProblem } from './open/failure.ts';
import { type OpenFile, openFile } from './open/file.ts';
import { findingOf, type KnownScript, type Searched, searchDeclaration, verified } from './prove-declaration.ts';
import type { DeclarationReport, FileEvent } from './report.ts';
import type { Script } from './splice.ts';
import { judgeOf } from './verify/judge.ts';
import { type Finding, isAccepted, type Verdict } from './verify/verdict.ts';
import { Verification } from './verify/verification.ts';

export interface ProveFileInput {
  readonly text: string;
  readonly fileName: string;
  /** Only these declarations; all where it is empty. */
  readonly theorems?: readonly string[];
  readonly keeper?: Keeper;
}

/**
 * Who keeps what was found, so that none of it is lost however the run ends. Both are awaited before the next search
 * begins; where one fails, the run ends with that problem.
 */
export interface Keeper {
  /** Scripts of an earlier run: they are not searched for, but verified as all are. */
  readonly known?: KnownScript;
  /** A script that is yet to be verified, for the `sorry` with this index. */
  found?(sorry: number, script: Script): Promise<Result<void, Problem>>;
  /** The file with all that is verified, just as it was judged. */
  completed?(text: string): Promise<Result<void, Problem>>;
}

export interface FileReport {
  readonly reports: readonly DeclarationReport[];
  /** What is wrong elsewhere in the file. */
  readonly errors: readonly Message[];
  /** The file with all that is verified in the place of its `sorry`s: the very text that was judged last. */
  readonly completed: string;
}

/**
 * Proves the `sorry`s of a Lean file: searches for all of them, as many at a time as Lean has workers, and has a fresh Lean
 * verify each declaration whose searches are over, in the file with all that is verified already, while the searches for
 * the others go on.
 */
export async function proveFile(
  setup: ProvingSetup,
  input: ProveFileInput,
  watch: Watch<FileEvent> = {},
): Promise<Result<FileReport, Problem>> {
  const { fileName } = input;
  const file = await openFile(setup.lean, input, watch.signal);
  if (!file.ok) return fail(openProblem(file.error, fileName));
  const declarations = toProve(file.value, input.theorems ?? []);
  if (!declarations.ok) return declarations;
  const { errors } = file.value;
  watch.onEvent?.({ kind: 'file-opened', file: fileName, declarations: declarations.value, errors });
  const run = new FileRun(setup, file.value, input.keeper ?? {}, watch);
  const reports = await run.prove(declarations.value);
  return reports.ok ? ok({ reports: reports.value, errors, completed: run.completed }) : reports;
}

/** One file on its way: what is verified so far, and the searches that add to it. */
class FileRun {
  readonly #setup: ProvingSetup;
  readonly #file: OpenFile;
  readonly #keeper: Keeper;
  readonly #watch: Watch<FileEvent>;
  readonly #stop = new AbortController();
  readonly #verification: Verification;
  /** Resolves when every declaration has had its first verdict. */
  readonly #judgedOnce = Promise.withResolvers<void>();
  #unjudged = 0;
  #problem: Problem | undefined;

  constructor(setup: ProvingSetup, file: OpenFile, keeper: Keeper, watch: Watch<FileEvent>) {
    const signal = AbortSignal.any([this.#stop.signal, ...(watch.signal === undefined ? [] : [watch.signal])]);
    this.#setup = setup;
    this.#file = file;
    this.#keeper = keeper;
    this.#watch = { ...watch, signal };
    this.#verification = new Verification(judgeOf(setup.lean, file, signal), file.text);
  }

  get completed(): string {
    return this.#verification.completed;
  }

  async prove(declarations: readonly OpenDeclaration[]): Promise<Result<readonly DeclarationReport[], Problem>> {
    const { workers } = this.#setup.lean;
    const concurrency = Math.min(workers, declarations.length);
    const width = Math.max(1, Math.floor(workers / concurrency));
    const setup = { ...this.#setup, search: { width, ...this.#setup.search } };
    this.#unjudged = declarations.length;
    const queue = new PQueue({ concurrency });
    const reports = await Promise.all(
      declarations.map(async (declaration) =>
        this.#settle((await queue.add(() => this.#search(setup, declaration))) as Searched),
      ),
    );
    return this.#problem === undefined ? ok(reports) : fail(this.#problem);
  }

  async #search(setup: ProvingSetup, declaration: OpenDeclaration): Promise<Searched> {
    const searched = await searchDeclaration(setup, this.#file, declaration, this.#watch, this.#keeper.known);
    for (const [i, outcome] of searched.sorries.entries()) {
      if (outcome.kind === 'found' && outcome.stats !== undefined) {
        this.#note(await this.#keeper.found?.(declaration.sorries[i]!.index, outcome.script));
      }
    }
    return searched;
  }

  async #settle(searched: Searched): Promise<DeclarationReport> {
    const report = await verified(searched, (finding) => this.#verify(finding));
    if (findingOf(searched).fillings.length === 0) this.#countVerdict();
    this.#watch.onEvent?.({ kind: 'declaration-finished', report, completed: this.completed });
    return report;
  }

  async #verify(finding: Finding): Promise<Verdict> {
    this.#watch.onEvent?.({ kind: 'verifying', declaration: finding.declaration });
    const before = this.completed;
    let verdict = await this.#verification.verify(finding);
    this.#countVerdict();
    if (verdict.kind === 'rejected' && verdict.reason === 'sorry') {
      // It rests on another `sorry` of the file, which may be filled by the time that all else is judged.
      await this.#judgedOnce.promise;
      if (this.completed !== before) verdict = await this.#verification.verify(finding);
    }
    if (isAccepted(verdict)) this.#note(await this.#keeper.completed?.(this.completed));
    return verdict;
  }

  #countVerdict(): void {
    this.#unjudged--;
    if (this.#unjudged === 0) this.#judgedOnce.resolve();
  }

  /** What cannot be kept ends the run. */
  #note(kept: Result<void, Problem> | undefined): void {
    if (kept === undefined || kept.ok) return;
    this.#problem ??= kept.error;
    this.#stop.abort();
  }
}

/** The declarations with these names; a file without any, and an unknown name, are problems. */
function toProve(file: OpenFile, names: readonly string[]): Result<readonly OpenDeclaration[], Problem> {
  const { declarations, errors, fileName } = file;
  if (declarations.some(({ sorries }) => sorries.length > 0)) {
    return names.length === 0 ? ok(declarations) : selectDeclarations(declarations, names, fileName);
  }
  const [error] = errors;
  if (error !== undefined) {
    const { line, column } = error.position;
    return fail({ code: 'lean-error', message: error.text, where: { file: fileName, line, column } });
  }
  return fail({
    code: 'no-sorry',
    message: 'There is no `sorry` in the file, so there is nothing to prove.',
    where: { file: fileName },
    hint: 'Write `sorry` where you want a proof, as in `theorem t : 1 + 1 = 2 := by sorry`.',
  });
}
