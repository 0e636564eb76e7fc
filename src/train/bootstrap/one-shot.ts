import type { Goal } from '../../data/goal.ts';
import type { StepSource } from '../../data/proof-step.ts';
import type { TheoremContext } from '../../generator/index.ts';
import type { Portfolio } from '../../generator/portfolio/index.ts';
import { stateText } from '../../generator/state-text.ts';
import type { OpenState, ProofEnvironment } from '../../search/index.ts';
import { Closing, kept, knowsNames } from './closing.ts';
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
  { state, goals: [goal] }: OpenState<S>,
  theorem: TheoremContext,
  sources: Sources,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (goal === undefined) return [];
  const closing = new Closing(environment, state, signal);
  const byClosers = await closing.first(closers);
  if (byClosers.length > 0) return byClosers;

  const namesakes = sources.namesakes.of(theorem.name, namesakesTried);
  const plain = namesakes.map(plainTransfer);
  const outcomes = await closing.outcomes(plain);
  const byPlain = plain.filter((_, i) => outcomes[i]?.kind === 'proved').slice(0, kept);
  if (byPlain.length > 0) return byPlain;

  const known = namesakes.filter((_, i) => knowsNames(outcomes[i]));
  const namespace = theorem.name.slice(0, theorem.name.lastIndexOf('.'));
  return closing.first([
    ...known.slice(0, namesakesElaborated).flatMap((name) => transfers(goal, name)),
    ...(sources.injections.get(namespace) ?? []).slice(0, injectionsTried).flatMap(throughInjection),
    ...(await draftsFor(sources.portfolio, goal, theorem)),
  ]);
}

async function draftsFor(portfolio: Portfolio, goal: Goal, theorem: TheoremContext): Promise<readonly string[]> {
  const drafts = await portfolio.drafts({ goals: [goal], theorem });
  return drafts
    .map(({ tactic }) => tactic)
    .filter((tactic) => !tactic.includes('\n') && !opening.test(tactic))
    .slice(0, draftsTried);
}
