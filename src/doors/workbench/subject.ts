import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Lean } from '../../lean/index.ts';
import {
  type DocumentPosition,
  goalStatement,
  introduce,
  introTactic,
  type OpenFailure,
  type OpenTheorem,
  openFile,
  openProblem,
  openSorry,
  openTheorem,
  readProposition,
  sorryAt,
} from '../../proving/index.ts';
import type { Script } from '../../search/index.ts';

/** A Lean text as a door was given it: a file, or what stands in an editor. */
export interface LeanDocument {
  readonly name: string;
  readonly text: string;
}

/** What a request is about. */
export type Subject =
  /** A `sorry` of a document; the only one where no position is given. */
  | { readonly kind: 'sorry'; readonly document: LeanDocument; readonly position: DocumentPosition | undefined }
  /** A proposition, in the default environment. */
  | { readonly kind: 'statement'; readonly statement: string }
  /** A goal as somebody printed it; printing loses things, so Lean may read another one or none. */
  | { readonly kind: 'state'; readonly state: string };

/** A subject that Lean has elaborated. */
export interface OpenSubject extends Disposable {
  readonly theorem: OpenTheorem;
  /** What stands before every script for the theorem itself: how a printed state comes out of its statement. */
  readonly opening: Script;
}

export async function openSubject(
  lean: Lean,
  subject: Subject,
  signal: AbortSignal,
): Promise<Result<OpenSubject, Problem>> {
  switch (subject.kind) {
    case 'sorry':
      return openedBy(await openAt(lean, subject.document, subject.position, signal));
    case 'statement':
      return openedBy(await openStatement(lean, subject.statement, 'the statement', signal));
    case 'state':
      return openState(lean, subject.state, signal);
  }
}

const openedBy = (opened: Result<OpenTheorem, Problem>): Result<OpenSubject, Problem> =>
  opened.ok
    ? ok({ theorem: opened.value, opening: [], [Symbol.dispose]: () => opened.value[Symbol.dispose]() })
    : opened;

const named = <T>(opened: Result<T, OpenFailure>, name: string): Result<T, Problem> =>
  opened.ok ? opened : fail(openProblem(opened.error, name));

async function openAt(
  lean: Lean,
  { name, text }: LeanDocument,
  position: DocumentPosition | undefined,
  signal: AbortSignal,
): Promise<Result<OpenTheorem, Problem>> {
  const file = named(await openFile(lean, { text, fileName: name }, signal), name);
  if (!file.ok) return file;
  const sorry = sorryAt(file.value, position);
  return sorry.ok ? named(await openSorry(lean, file.value, sorry.value, signal), name) : sorry;
}

async function openState(lean: Lean, text: string, signal: AbortSignal): Promise<Result<OpenSubject, Problem>> {
  const goal = goalStatement(text);
  if (goal === undefined) {
    return fail({
      code: 'no-goal',
      message: 'The text is no goal.',
      hint: 'A goal is one hypothesis a line, then a line that begins with ⊢, as Lean prints it.',
    });
  }
  const opened = await openStatement(lean, goal.statement, 'the goal', signal);
  if (!opened.ok) return opened;
  const theorem = opened.value;
  const [start] = theorem.states;
  if (goal.names.length === 0 || start === undefined) return openedBy(opened);
  const only = await introduce(lean, start, goal.names, signal);
  const dispose = () => {
    lean.release(only === undefined ? [] : [only.state]);
    theorem[Symbol.dispose]();
  };
  if (only === undefined) {
    dispose();
    return fail({ code: 'goal-misread', message: 'Lean reads the hypotheses otherwise than they are printed.' });
  }
  const opening = [introTactic(goal.names)];
  return ok({ theorem: { ...theorem, states: [only] }, opening, [Symbol.dispose]: dispose });
}

/** Opens a statement that somebody sent, if it holds nothing that is forbidden to a tactic, and is one term by itself. */
export async function openStatement(
  lean: Lean,
  statement: string,
  name: string,
  signal: AbortSignal,
): Promise<Result<OpenTheorem, Problem>> {
  const read = await readProposition(lean, statement, signal);
  if (read.ok) read.value[Symbol.dispose]();
  else if (read.error.kind !== 'unread') {
    const code = read.error.kind === 'refused' ? 'statement-refused' : 'lean-error';
    return fail({ code, message: read.error.message, where: { file: name } });
  }
  return named(await openTheorem(lean, { kind: 'statement', statement }, signal), name);
}
