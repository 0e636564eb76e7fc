import type { Goal } from '../../data/goal.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { TheoremContext } from '../../generator/index.ts';
import type { Lean, SessionState } from '../../lean/index.ts';
import { coreSource } from '../../premises/index.ts';
import { openProblem } from '../open/failure.ts';
import { openFile } from '../open/file.ts';
import { type DocumentPosition, sorryAt } from '../open/find-sorry.ts';
import { openSorry } from '../open/theorem.ts';
import { goalStatement } from './goal-statement.ts';
import { introduce, readProposition } from './proposition.ts';

/** What tactics are suggested for. */
export interface Question {
  readonly goals: readonly Goal[];
  readonly theorem: TheoremContext;
  /** The state in Lean, or why there is none to check tactics in. */
  readonly state: Result<SessionState, string>;
}

/** A question whose state is held until it is disposed of. */
export interface Subject extends Question, Disposable {}

const noContext: TheoremContext = { name: '', localTheorems: [] };

/** A state as somebody printed it. Without Lean, or where Lean cannot read it, tactics are not checked. */
export async function subjectFromText(text: string, lean: Lean | undefined, signal: AbortSignal): Promise<Subject> {
  const held: SessionState[] = [];
  const subject = (goals: readonly Goal[], state: Subject['state']): Subject => ({
    goals,
    theorem: lean === undefined ? noContext : { ...noContext, premises: coreSource(lean) },
    state,
    [Symbol.dispose]: () => lean?.release(held),
  });
  const printed: Goal = { tag: '', pretty: text.trim(), hypotheses: [], target: '', head: '', constants: [] };
  const unchecked = (reason: string): Subject => subject([printed], fail(reason));
  if (lean === undefined) return unchecked('Lean was not asked.');
  const goal = goalStatement(text);
  if (goal === undefined) return unchecked('The text is no goal: hypotheses, then a line that begins with ⊢.');
  const read = await readProposition(lean, goal.statement, signal);
  if (!read.ok) return unchecked(`Lean cannot read the goal: ${read.error.message}`);
  const { start } = read.value;
  held.push(start.state);
  if (goal.names.length === 0) return subject(start.goals, ok(start.state));
  const only = await introduce(lean, start, goal.names, signal);
  if (only === undefined) return unchecked('Lean reads the hypotheses otherwise than they are printed.');
  held.push(only.state);
  return subject(only.goals, ok(only.state));
}

/** The first goal of the `sorry` at a position of a file, or of the only one on its line. */
export async function subjectFromFile(
  lean: Lean,
  { text, name }: { readonly text: string; readonly name: string },
  position: DocumentPosition,
  signal: AbortSignal,
): Promise<Result<Subject, Problem>> {
  const file = await openFile(lean, { text, fileName: name }, signal);
  if (!file.ok) return fail(openProblem(file.error, name));
  const there = sorryAt(file.value, position);
  if (!there.ok) return there;
  const opened = await openSorry(lean, file.value, there.value, signal);
  if (!opened.ok) return fail(openProblem(opened.error, name));
  const theorem = opened.value;
  const [first] = theorem.states;
  if (first === undefined) {
    theorem[Symbol.dispose]();
    return fail({ code: 'lean-failed', message: 'The sorry has no goal.', where: { file: name, line: position.line } });
  }
  const { goals, state } = first;
  return ok({
    goals,
    theorem: theorem.context,
    state: ok(state),
    [Symbol.dispose]: () => theorem[Symbol.dispose](),
  });
}
