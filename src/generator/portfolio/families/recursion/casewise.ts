/**
 * Functions that recur on several arguments at once: an induction on one of them with the others general, and case analysis
 * of all the others in every case, so that every function has constructors to look at. One tactic, since the cases are many and
 * each of them is easy.
 */
import type { Hypothesis } from '../../../../data/goal.ts';
import type { Family } from '../../family.ts';
import type { GoalView } from '../../view.ts';
import { closeOrSimplify } from './closing.ts';
import { inductionVariables, ownApplications } from './induction.ts';

/** Variables that are taken apart beside the one that the induction runs on. */
const mostOthers = 3;

/** An induction on each variable, with all others general and taken apart. */
function inductions(view: GoalView): readonly string[] {
  const variables = inductionVariables(view);
  return variables.slice(0, 3).flatMap((variable) => {
    const others = variables.filter((other) => other !== variable).slice(0, mostOthers);
    return others.length === 0
      ? []
      : [`induction ${variable.name} generalizing ${written(others)}${takenApart(others)}`];
  });
}

const written = (variables: readonly Hypothesis[]): string => variables.map(({ name }) => name).join(' ');

const takenApart = (variables: readonly Hypothesis[]): string =>
  variables.map(({ name }) => ` <;> cases ${name}`).join('');

/** Does it apply functions that recur, the file's own or those of lists? Numbers have procedures and theorems of their own. */
const isAboutData = (view: GoalView): boolean =>
  ownApplications(view).length > 0 || inductionVariables(view).some(({ head }) => head === 'List');

export const casewise: readonly Family[] = [
  {
    name: 'induction-all-cases',
    propose: (view) =>
      isAboutData(view) ? inductions(view).map((start) => `unhygienic ${start} <;> ${closeOrSimplify(view)}`) : [],
  },
];
