import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { TacticGenerator } from '../../generator/index.ts';
import type { Lean } from '../../lean/index.ts';
import {
  goalStatement,
  type OpenFile,
  type OpenTheorem,
  openFile,
  openProblem,
  openSorry,
  openTheorem,
  sorryAt,
} from '../../proving/index.ts';
import type { DisproofAnswer } from './answers.ts';
import { counterexamples } from './counterexamples.ts';
import { prove } from './prove.ts';
import { type LeanDocument, openStatement, type Subject } from './subject.ts';
import type { SearchRequest } from './workbench.ts';

/**
 * Is it false? Searches for a proof of the negation; the generator's tactics are preceded by instances with small values,
 * decided. What is found is verified like any proof, so `false` is as sure as `proved`; `unknown` says nothing.
 */
export async function disprove(
  { lean, generator }: { readonly lean: Lean; readonly generator: TacticGenerator },
  subject: Subject,
  request: SearchRequest,
): Promise<Result<DisproofAnswer, Problem>> {
  const opened = await openNegation(lean, subject, request.signal);
  if (!opened.ok) return opened;
  const { negation } = opened.value;
  using theorem = opened.value.theorem;
  const [start] = theorem.states;
  if (start === undefined) return fail({ code: 'no-goal', message: 'Lean sees no goal there.' });
  const proof = await prove(
    { lean, generator: counterexamples(generator), theorem, start, opening: [], hasDocument: false },
    request,
  );
  if (!proof.ok) return proof;
  const { answer } = proof.value;
  const { effort } = answer;
  switch (answer.outcome) {
    case 'proved':
      return ok({ outcome: 'false', negation, script: answer.script, effort });
    case 'unproved':
      return ok({ outcome: 'unknown', negation, why: answer.why, effort });
    case 'rejected':
      return ok({ outcome: 'unknown', negation, why: answer.message, effort });
  }
}

interface Negation {
  readonly theorem: OpenTheorem;
  /** For a person. */
  readonly negation: string;
}

async function openNegation(lean: Lean, subject: Subject, signal: AbortSignal): Promise<Result<Negation, Problem>> {
  if (subject.kind === 'sorry') return openNegatedDeclaration(lean, subject.document, subject.position, signal);
  const goal = subject.kind === 'statement' ? subject : goalStatement(subject.state);
  if (goal === undefined) return fail({ code: 'no-goal', message: 'The text is no goal.' });
  // The statement must stand by itself first, so that it cannot say something else inside of the negation.
  const alone = await openStatement(lean, goal.statement, 'the statement', signal);
  if (!alone.ok) return alone;
  alone.value[Symbol.dispose]();
  const negation = `¬ (\n${goal.statement}\n)`;
  const theorem = await openTheorem(lean, { kind: 'statement', statement: negation }, signal);
  if (!theorem.ok) return fail(openProblem(theorem.error, 'the negation'));
  return ok({ theorem: theorem.value, negation });
}

/** `type_of%` gives the statement of a declaration exactly as Lean has it, with everything that is bound in it. */
async function openNegatedDeclaration(
  lean: Lean,
  { name, text }: LeanDocument,
  position: Extract<Subject, { kind: 'sorry' }>['position'],
  signal: AbortSignal,
): Promise<Result<Negation, Problem>> {
  const file = await openFile(lean, { text, fileName: name }, signal);
  if (!file.ok) return fail(openProblem(file.error, name));
  const sorry = sorryAt(file.value, position);
  if (!sorry.ok) return sorry;
  const { declaration, kind, declarationRange } = sorry.value;
  if (declaration === '' || kind !== 'theorem') {
    return fail({
      code: 'not-a-theorem',
      message: `Only named theorems can be disproved, and this is ${declaration === '' ? 'an example' : `a ${kind}`}.`,
      where: { file: name, line: declarationRange.start.line },
      hint: 'Give it a name, or give the statement itself.',
    });
  }
  const negation = `¬ type_of% @_root_.${declaration}`;
  const bytes = Buffer.from(text, 'utf8');
  const end = declarationRange.stop.byte;
  const negated = `${bytes.toString('utf8', 0, end)}\n\nexample : ${negation} := by sorry\n`;
  const opened = await openFile(lean, { text: negated, fileName: name }, signal);
  if (!opened.ok) return fail(openProblem(opened.error, name));
  const last = opened.value.sorries.at(-1);
  if (last === undefined || last.range.start.byte < end) return fail(unreachable(opened.value));
  const theorem = await openSorry(lean, opened.value, last, signal);
  return theorem.ok ? ok({ theorem: theorem.value, negation }) : fail(openProblem(theorem.error, name));
}

const unreachable = ({ errors, fileName }: OpenFile): Problem => ({
  code: 'lean-error',
  message: errors[0]?.text ?? 'Lean does not reach the negation.',
  where: { file: fileName },
});
