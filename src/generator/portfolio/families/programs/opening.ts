/**
 * Programs and their specifications are opened before anything else is tried: of a goal that is an application of the
 * file's own predicate nothing can be said as long as it stays one. Recursive functions stay as they are, they are for
 * inductions; what a program calls is opened where it comes to light.
 */
import type { Family } from '../../family.ts';
import { sameName } from '../../own-constants.ts';
import { type GoalView, isSealed } from '../../view.ts';
import { readAtIndex } from './indices.ts';

const most = 12;

/** The file's definitions in the goal that do not call themselves, those of functions first. */
function definitions({ own, goal: { definitions = [] } }: GoalView): readonly string[] {
  const recursive = new Set(definitions.filter(({ isRecursive }) => isRecursive).map(({ name }) => name));
  return [...own.functions, ...own.predicates].filter((name) => !recursive.has(name)).slice(0, most);
}

/** A program that a statement in the open calls. */
const callsProgram = (view: GoalView): boolean =>
  definitions(view).some((name) =>
    view.targetSubterms.some(({ kind, head }) => kind === 'application' && sameName(name, head)),
  );

const opened = (view: GoalView): string => `simp only [${definitions(view).join(', ')}] at *`;

const speaksOfCollections = ({ goal }: GoalView): boolean =>
  goal.constants.some((constant) => /^(?:Array|List|String|Vector)\b/.test(constant));

/** What may close a program without loops once it is open. */
function finishes(view: GoalView): readonly string[] {
  const reading = speaksOfCollections(view) ? [`grind [${readAtIndex}, getElem!_neg]`] : [];
  return [...reading, 'grind', "(repeat' split) <;> simp_all <;> grind"];
}

export const opening: readonly Family[] = [
  {
    name: 'open-program',
    chance: 0.9,
    leads: 0.15,
    // Again, since assumptions that the target depended on the first time stay as they were.
    propose: (view) => (isSealed(view) && definitions(view).length > 0 ? [`${opened(view)}\ntry ${opened(view)}`] : []),
  },
  {
    name: 'open-program-close',
    chance: 0.3,
    leads: 0.25,
    propose: (view) =>
      isSealed(view) && definitions(view).length > 0 ? finishes(view).map((end) => `${opened(view)} <;> ${end}`) : [],
  },
  {
    name: 'open-helper',
    chance: 0.6,
    leads: 0.25,
    propose: (view) => (!isSealed(view) && callsProgram(view) ? [opened(view)] : []),
  },
];
