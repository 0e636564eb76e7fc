import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Lean } from '../../lean/index.ts';
import {
  goalStatement,
  type OpenFailure,
  type OpenFile,
  type OpenTheorem,
  openFile,
  openProblem,
  openSorry,
  openTheorem,
} from '../../proving/index.ts';
import type { Script } from '../../search/index.ts';

/** A Lean text as a door was given it: a file, or what stands in an editor. */
export interface LeanDocument {
  readonly name: string;
  readonly text: string;
}

/** 1-based line and column, the column in code points; without one, anywhere on the line. */
export interface DocumentPosition {
  readonly line: number;
  readonly column?: number | undefined;
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
      return openedBy(named(await openTheorem(lean, subject, signal), 'the statement'));
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

/** The `sorry` at a position: the first on the line that does not end before the column. */
export function sorryAt(
  file: OpenFile,
  position: DocumentPosition | undefined,
): Result<OpenFile['sorries'][number], Problem> {
  const { sorries, errors, fileName } = file;
  const [only, ...others] = sorries;
  if (position === undefined && only !== undefined && others.length === 0) return ok(only);
  const there = sorries.find(({ range: { start, stop } }) => {
    if (position === undefined || position.line < start.line || position.line > stop.line) return false;
    return position.column === undefined || position.column <= stop.column + 1;
  });
  if (there !== undefined) return ok(there);
  const lines = [...new Set(sorries.map(({ range }) => range.start.line))].join(', ');
  const [error] = errors;
  const fault = error === undefined ? '' : ` Lean says on line ${error.position.line}: ${error.text}`;
  return fail({
    code: 'no-sorry',
    message:
      position === undefined
        ? 'It is not said which `sorry` is meant.'
        : `There is no \`sorry\` on line ${position.line}.`,
    where: { file: fileName, ...(position !== undefined && { line: position.line }) },
    hint: lines === '' ? `Put a \`sorry\` where a proof is wanted.${fault}` : `The \`sorry\`s are on lines ${lines}.`,
  });
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
  const opened = named(await openTheorem(lean, { kind: 'statement', statement: goal.statement }, signal), 'the goal');
  if (!opened.ok) return opened;
  const theorem = opened.value;
  const [start] = theorem.states;
  if (goal.names.length === 0 || start === undefined) return openedBy(opened);
  const intro = `intro ${goal.names.join(' ')}`;
  const [outcome] = await lean.run(start.state, [intro], signal);
  const states = outcome?.kind === 'progress' ? outcome.states : [];
  const dispose = () => {
    lean.release(states.map(({ state }) => state));
    theorem[Symbol.dispose]();
  };
  if (states.length !== 1) {
    dispose();
    return fail({ code: 'goal-misread', message: 'Lean reads the hypotheses otherwise than they are printed.' });
  }
  return ok({ theorem: { ...theorem, states }, opening: [intro], [Symbol.dispose]: dispose });
}
