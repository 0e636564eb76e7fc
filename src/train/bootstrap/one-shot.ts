import type { Goal } from '../../data/goal.ts';
import type { StepSource } from '../../data/proof-step.ts';
import type { TheoremContext } from '../../generator/index.ts';
import type { Portfolio } from '../../generator/portfolio/index.ts';
import { stateText } from '../../generator/state-text.ts';
import type { OpenState, ProofEnvironment } from '../../search/index.ts';
import type { Namesakes } from './namesakes.ts';
import { plainTransfer, throughInjection, transfers } from './transfer.ts';

/** Everything in the context, under the names that the statement gives. */
const introduce = 'unhygienic intros';

const closers = ['rfl', 'simp', 'simp_all'];

/** How much is tried for one theorem. */
const namesakesTried = 12;
const namesakesElaborated = 4;
const injectionsTried = 3;
const draftsTried = 16;
/** Tactics given to Lean in one call: what comes after one that closes the goal is lost work. */
const batch = 8;
/** Tactics kept for one theorem. */
const most = 2;

/** What the candidates are made from. */
export interface Sources {
  readonly namesakes: Namesakes;
  /** Theorems `….to…_inj` and `….ext_iff` by namespace. */
  readonly injections: ReadonlyMap<string, readonly string[]>;
  readonly portfolio: Portfolio;
}

export function injectionsByNamespace(names: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const injections = [...names].filter((name) => /\.(?:to\w+_inj|ext_iff|l[et]_iff_to\w+)$/.test(name));
  return Map.groupBy(injections, (name) => name.slice(0, name.lastIndexOf('.')));
}

/** The tactic, or an error where it leaves goals: they are not wanted here, and printing them is most of the time. */
const closingOnly = (tactic: string): string => `(${tactic}); done`;

/** Tactics that take a goal apart and leave the rest for later. */
const opening =
  /^(?:unhygienic )?(?:cases|induction|fun_induction|fun_cases|rcases|obtain|intros?|rintro|unfold|congr|constructor|refine|exists|split|ext|funext|generalize|have|left|right|rw|specialize)\b(?!.*(?:<;>|;))/su;

type Step = Pick<StepSource, 'state' | 'tactic'>;

/**
 * Looks for tactics that close a theorem at one stroke, once its variables and premises are introduced: closing tactics,
 * the theorem's namesakes, injections of its type, and what the portfolio thinks of. Each that Lean accepts is a step
 * from the introduced state, and one from the statement itself. Stops at the first batch that has some; empty if none do.
 */
export async function oneShotSteps<S>(
  environment: ProofEnvironment<S>,
  roots: readonly OpenState<S>[],
  theorem: TheoremContext,
  sources: Sources,
  signal: AbortSignal,
): Promise<readonly Step[]> {
  const [root] = roots;
  if (root === undefined || roots.length > 1) return [];
  const [introduced] = await environment.run(root.state, [introduce], signal);
  const start = introduced?.kind === 'progress' && introduced.states.length === 1 ? introduced.states[0]! : root;
  const closing = await firstToClose(environment, start, theorem, sources, signal);
  const steps = closing.map((tactic) => ({ state: stateText(start.goals), tactic }));
  if (start === root) return steps;
  environment.release([start.state]);
  const whole = closing.map((tactic) => `${introduce}; ${tactic}`);
  const outcomes = whole.length === 0 ? [] : await environment.run(root.state, whole, signal);
  const closed = whole.filter((_, i) => outcomes[i]?.kind === 'proved');
  return [...steps, ...closed.map((tactic) => ({ state: stateText(root.goals), tactic }))];
}

async function firstToClose<S>(
  environment: ProofEnvironment<S>,
  { state, goals }: OpenState<S>,
  theorem: TheoremContext,
  { namesakes, injections, portfolio }: Sources,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const [goal] = goals;
  if (goal === undefined) return [];
  const tried = new Set<string>();
  const closingOf = async (tactics: readonly string[]): Promise<readonly string[]> => {
    const fresh = tactics.filter((tactic) => !tried.has(tactic));
    for (let from = 0; from < fresh.length && !signal.aborted; from += batch) {
      const some = fresh.slice(from, from + batch);
      for (const tactic of some) tried.add(tactic);
      const outcomes = await environment.run(state, some.map(closingOnly), signal);
      const closing = some.filter((_, i) => outcomes[i]?.kind === 'proved');
      if (closing.length > 0) return closing.slice(0, most);
    }
    return [];
  };

  const byClosers = await closingOf(closers);
  if (byClosers.length > 0) return byClosers;

  const known = namesakes.of(theorem.name, namesakesTried);
  const plain = known.map(plainTransfer);
  const outcomes = await environment.run(state, plain.map(closingOnly), signal);
  const byPlain = plain.filter((_, i) => outcomes[i]?.kind === 'proved');
  if (byPlain.length > 0) return byPlain.slice(0, most);
  const elaborated = known.filter((_, i) => {
    const outcome = outcomes[i];
    return outcome?.kind === 'error' && !/^(?:Unknown|unknown)/.test(outcome.message);
  });

  const namespace = theorem.name.slice(0, theorem.name.lastIndexOf('.'));
  const through = (injections.get(namespace) ?? []).slice(0, injectionsTried);
  const later = [
    ...elaborated.slice(0, namesakesElaborated).flatMap((name) => transfers(goal, name)),
    ...through.flatMap(throughInjection),
    ...draftsFor(portfolio, goal, theorem),
  ];
  return closingOf(later);
}

const draftsFor = (portfolio: Portfolio, goal: Goal, theorem: TheoremContext): readonly string[] =>
  portfolio
    .drafts({ goals: [goal], theorem })
    .map(({ tactic }) => tactic)
    .filter((tactic) => !tactic.includes('\n') && !opening.test(tactic))
    .slice(0, draftsTried);
