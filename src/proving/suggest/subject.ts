import type { Goal } from '../../data/goal.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { TheoremContext } from '../../generator/index.ts';
import type { Lean, SessionState, StartFailure } from '../../lean/index.ts';
import { goalStatement } from './goal-statement.ts';

/** What tactics are suggested for. */
export interface Subject {
  readonly goals: readonly Goal[];
  readonly theorem: TheoremContext;
  /** The state in Lean, or why there is none to check tactics in. */
  readonly state: Result<SessionState, string>;
  /** States that Lean keeps for it, until they are released. */
  readonly held: readonly SessionState[];
}

const noContext: TheoremContext = { name: '', localTheorems: [], modules: [] };

/** A state as somebody printed it. Without Lean, or where Lean cannot read it, tactics are not checked. */
export async function subjectFromText(text: string, lean: Lean | undefined, signal: AbortSignal): Promise<Subject> {
  const printed: Goal = { tag: '', pretty: text.trim(), hypotheses: [], target: '', head: '', constants: [] };
  const unchecked = (reason: string): Subject => ({
    goals: [printed],
    theorem: noContext,
    state: fail(reason),
    held: [],
  });
  if (lean === undefined) return unchecked('Lean was not asked.');
  const goal = goalStatement(text);
  if (goal === undefined) return unchecked('The text is no goal: hypotheses, then a line that begins with ⊢.');
  const started = await lean.startStatement(goal.statement, signal);
  if (!started.ok) return unchecked(`Lean cannot read the goal: ${reasonOf(started.error)}`);
  const [start] = started.value;
  if (start === undefined) return unchecked('Lean sees no goal in the text.');
  const states = started.value.map(({ state }) => state);
  if (goal.names.length === 0) {
    return { goals: start.goals, theorem: noContext, state: ok(start.state), held: states };
  }
  const [intro] = await lean.run(start.state, [`intro ${goal.names.join(' ')}`], signal);
  const after = intro?.kind === 'progress' ? intro.states : [];
  const held = [...states, ...after.map(({ state }) => state)];
  const [only] = after;
  if (only === undefined) {
    return { ...unchecked('Lean reads the hypotheses otherwise than they are printed.'), held };
  }
  return { goals: only.goals, theorem: noContext, state: ok(only.state), held };
}

/** The first goal of the `sorry` at a position of a file, or of the only one on its line. */
export async function subjectFromFile(
  file: { readonly text: string; readonly name: string },
  position: { readonly line: number; readonly column: number | undefined },
  lean: Lean,
  signal: AbortSignal,
): Promise<Result<Subject, Problem>> {
  const loaded = await lean.loadFile(file.text, file.name, signal);
  if (!loaded.ok) return fail({ code: 'lean-failed', message: loaded.error.message, where: { file: file.name } });
  const { sorries } = loaded.value;
  const { line, column } = position;
  const onLine = sorries.filter(({ range }) => range.start.line === line);
  const there = onLine.find(({ range }) => column === undefined || column <= range.stop.column + 1);
  if (there === undefined) {
    const lines = sorries.map(({ range }) => range.start.line).join(', ');
    return fail({
      code: 'no-sorry',
      message: `There is no sorry on line ${line}.`,
      where: { file: file.name, line },
      hint: lines === '' ? 'Put a `sorry` where a tactic is wanted.' : `The sorrys of this file are on lines ${lines}.`,
    });
  }
  const started = await lean.startSorry(loaded.value, there.index, signal);
  const first = started.ok ? started.value[0] : undefined;
  if (!started.ok || first === undefined) {
    const reason = started.ok ? 'it has no goal' : reasonOf(started.error);
    return fail({
      code: 'lean-failed',
      message: `The sorry cannot be started: ${reason}`,
      where: { file: file.name, line },
    });
  }
  const before = sorries.filter(({ index }) => index < there.index).map(({ declaration }) => declaration);
  const theorem = { name: there.declaration, localTheorems: before.filter((name) => name !== ''), modules: [] };
  const held = started.value.map(({ state }) => state);
  return ok({ goals: first.goals, theorem, state: ok(first.state), held });
}

const reasonOf = (failure: StartFailure): string =>
  failure.kind === 'refused' ? failure.refusal.message : failure.message;
