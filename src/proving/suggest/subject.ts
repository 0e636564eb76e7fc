import type { Goal } from '../../data/goal.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { TheoremContext } from '../../generator/index.ts';
import type { Lean, SessionState } from '../../lean/index.ts';
import { openFailure, openProblem } from '../open/failure.ts';
import { openFile } from '../open/file.ts';
import { openSorry } from '../open/theorem.ts';
import { goalStatement } from './goal-statement.ts';

/** What tactics are suggested for. */
export interface Subject extends Disposable {
  readonly goals: readonly Goal[];
  readonly theorem: TheoremContext;
  /** The state in Lean, or why there is none to check tactics in. It is held until the subject is disposed of. */
  readonly state: Result<SessionState, string>;
}

const noContext: TheoremContext = { name: '', localTheorems: [] };

/** A state as somebody printed it. Without Lean, or where Lean cannot read it, tactics are not checked. */
export async function subjectFromText(text: string, lean: Lean | undefined, signal: AbortSignal): Promise<Subject> {
  const held: SessionState[] = [];
  const subject = (goals: readonly Goal[], state: Subject['state']): Subject => ({
    goals,
    theorem: noContext,
    state,
    [Symbol.dispose]: () => lean?.release(held),
  });
  const printed: Goal = { tag: '', pretty: text.trim(), hypotheses: [], target: '', head: '', constants: [] };
  const unchecked = (reason: string): Subject => subject([printed], fail(reason));
  if (lean === undefined) return unchecked('Lean was not asked.');
  const goal = goalStatement(text);
  if (goal === undefined) return unchecked('The text is no goal: hypotheses, then a line that begins with ⊢.');
  // The text is foreign, as a tactic is. So it is given to Lean as one: refused by what it holds, within the limits.
  const started = await lean.startStatement('True', signal);
  if (!started.ok) {
    const failure = openFailure(started.error);
    return unchecked(`Lean cannot read the goal: ${failure.kind === 'cancelled' ? failure.kind : failure.message}`);
  }
  held.push(...started.value.map(({ state }) => state));
  const [origin] = started.value;
  if (origin === undefined) return unchecked('Lean did not answer.');
  const [read] = await lean.run(origin.state, [`refine (fun (_ : ${goal.statement}) => trivial) ?_`], signal);
  if (read?.kind === 'error') return unchecked(`Lean cannot read the goal: ${read.message}`);
  const stated = read?.kind === 'progress' ? read.states : [];
  held.push(...stated.map(({ state }) => state));
  const [start, ...others] = stated;
  if (start === undefined || others.length > 0) return unchecked('Lean sees another goal in the text.');
  if (goal.names.length === 0) return subject(start.goals, ok(start.state));
  const [intro] = await lean.run(start.state, [`intro ${goal.names.join(' ')}`], signal);
  const after = intro?.kind === 'progress' ? intro.states : [];
  held.push(...after.map(({ state }) => state));
  const [only] = after;
  if (only === undefined) return unchecked('Lean reads the hypotheses otherwise than they are printed.');
  return subject(only.goals, ok(only.state));
}

/** The first goal of the `sorry` at a position of a file, or of the only one on its line. */
export async function subjectFromFile(
  lean: Lean,
  { text, name }: { readonly text: string; readonly name: string },
  { line, column }: { readonly line: number; readonly column: number | undefined },
  signal: AbortSignal,
): Promise<Result<Subject, Problem>> {
  const file = await openFile(lean, { text, fileName: name }, signal);
  if (!file.ok) return fail(openProblem(file.error, name));
  const { sorries } = file.value;
  const onLine = sorries.filter(({ range }) => range.start.line === line);
  const there = onLine.find(({ range }) => column === undefined || column <= range.stop.column + 1);
  if (there === undefined) {
    const lines = sorries.map(({ range }) => range.start.line).join(', ');
    return fail({
      code: 'no-sorry',
      message: `There is no sorry on line ${line}.`,
      where: { file: name, line },
      hint: lines === '' ? 'Put a `sorry` where a tactic is wanted.' : `The sorrys of this file are on lines ${lines}.`,
    });
  }
  const opened = await openSorry(lean, file.value, there, signal);
  if (!opened.ok) return fail(openProblem(opened.error, name));
  const theorem = opened.value;
  const [first] = theorem.states;
  if (first === undefined) {
    theorem[Symbol.dispose]();
    return fail({ code: 'lean-failed', message: 'The sorry has no goal.', where: { file: name, line } });
  }
  const { goals, state } = first;
  return ok({
    goals,
    theorem: theorem.context,
    state: ok(state),
    [Symbol.dispose]: () => theorem[Symbol.dispose](),
  });
}
