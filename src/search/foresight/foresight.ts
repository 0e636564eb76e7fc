import type { TacticOutcome } from '../../contracts/environment.ts';
import type { Goal, Hypothesis } from '../../data/goal.ts';
import { Machinery } from './machinery.ts';
import { identifiers, isBroken, looksAtTargetOnly, needsItsNames } from './text.ts';
import { Vocabulary } from './vocabulary.ts';

/** Why a tactic need not be sent to Lean. */
export type ForeseenRefusal =
  /** Its text is no tactic: cut short, or refused as text before. */
  | 'syntax'
  /** It uses a name that Lean does not know, and that the state does not have. */
  | 'unknown-name'
  /** It needs a procedure whose own theorems are not imported here. */
  | 'no-machinery'
  /** It failed on a state with the same target and no less to work with. */
  | 'same-goal';

/** Failed states kept for one tactic and target. */
const statesKept = 6;

/**
 * What one search knows of Lean's refusals, and so what it need not ask. A refusal is foreseen where the tactic needs a name
 * that means nothing, and where the reason of an earlier one holds again: the same text does not parse, or the same target
 * stands among hypotheses that offer the tactic no more than those with which it failed.
 */
export class Foresight {
  readonly vocabulary = new Vocabulary();
  readonly #machinery = new Machinery();
  readonly #unparsed = new Set<string>();
  readonly #unknown = new Set<string>();
  readonly #failed = new Map<string, Map<string, Goal[]>>();

  learn(goals: readonly Goal[], tactic: string, outcome: TacticOutcome<unknown>): void {
    const [name] = outcome.kind === 'error' ? (unknownName.exec(outcome.message)?.slice(1) ?? []) : [];
    this.#machinery.learn(tactic, outcome, name);
    if (outcome.kind !== 'error') return;
    const { error } = outcome;
    if (error === 'parse' || error === 'forbidden') this.#unparsed.add(tactic);
    if (error !== 'elaboration' && error !== 'unsolved') return;
    if (name !== undefined) this.#unknown.add(name);
    const [goal] = goals;
    if (goal === undefined || goals.length > 1) return;
    const byTarget = this.#failed.get(tactic) ?? new Map<string, Goal[]>();
    this.#failed.set(tactic, byTarget);
    const states = byTarget.get(goal.target);
    if (states === undefined) byTarget.set(goal.target, [goal]);
    else if (states.length < statesKept) states.push(goal);
  }

  /** Why Lean would refuse the tactic on these goals, where that is known. */
  refusal(goals: readonly Goal[], tactic: string): ForeseenRefusal | undefined {
    if (this.#unparsed.has(tactic) || isBroken(tactic)) return 'syntax';
    if (this.vocabulary.lacksName(goals, tactic)) return 'unknown-name';
    if (this.#unknown.size > 0 && this.#usesUnknownName(goals, tactic)) return 'unknown-name';
    if (this.#machinery.isMissing(tactic)) return 'no-machinery';
    const [goal] = goals;
    if (goal === undefined || goals.length > 1) return undefined;
    const failed = this.#failed.get(tactic)?.get(goal.target);
    return failed?.some((before) => offersNoMore(goal, before, tactic)) ? 'same-goal' : undefined;
  }

  #usesUnknownName(goals: readonly Goal[], tactic: string): boolean {
    const used = identifiers(tactic).filter((name) => this.#unknown.has(name));
    if (used.length === 0 || !needsItsNames(tactic)) return false;
    const hypotheses = new Set(goals.flatMap((goal) => goal.hypotheses.map(({ name }) => name)));
    return used.some((name) => !hypotheses.has(name) && !hypotheses.has(name.split('.')[0] ?? ''));
  }
}

const unknownName = /[Uu]nknown (?:identifier|constant) [`'‘]([^`'’\s]+)[`'’]/;

/** Has the tactic no more to work with on a goal than on one with the same target on which it failed? */
function offersNoMore(goal: Goal, failed: Goal, tactic: string): boolean {
  const there = new Set(failed.hypotheses.map(signature));
  if (goal.hypotheses.every((hypothesis) => there.has(signature(hypothesis)))) return true;
  if (!looksAtTargetOnly(tactic)) return false;
  const named = new Set(
    [...identifiers(tactic), ...identifiers(goal.target)].flatMap((name) => [name, name.split('.')[0]]),
  );
  return goal.hypotheses.every(
    (hypothesis) =>
      there.has(signature(hypothesis)) || (hypothesis.isProp && !hypothesis.isInstance && !named.has(hypothesis.name)),
  );
}

const signature = ({ name, type, value }: Hypothesis): string => `${name} : ${type} := ${value ?? ''}`;
