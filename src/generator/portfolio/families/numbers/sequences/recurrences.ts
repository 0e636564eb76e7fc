/**
 * A function that facts give by first values and a recurrence is computed: it is what a recursion over its last values
 * yields, and the kernel evaluates that where the goal asks for one.
 */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import type { GoalView } from '../../../view.ts';
import { component, computed, repetition } from './computation.ts';
import { periodOf } from './period.ts';
import { type Recurrence, recurrence } from './recurrence.ts';

/** So many steps the kernel takes without ado; beyond it is worth a look whether the sequence repeats. */
const mostSteps = 400;

function tactics(view: GoalView, found: Recurrence): readonly string[] {
  // What is asked has no other variables, or the kernel could not evaluate it.
  if (view.variables.some(({ name }) => name !== found.name && view.occurrences.has(name))) return [];
  const names = new NameSource(view.taken);
  const known = computed(found, names);
  const { fact, lines, recursion } = known;
  const asked = view.targetSubterms
    .filter(({ head, parts }) => head === found.name && parts.length === 1 && /^\d+$/.test(parts[0]!.text))
    .map(({ parts }) => Number(parts[0]!.text))
    .filter((index) => index >= found.start);
  const first = (tuple: string): string => component(tuple, 0, found.order);
  const period = asked.some((at) => at > mostSteps) ? periodOf(found) : undefined;
  const again = names.next('hp');
  const value = (at: number): string => {
    const steps = at - found.start;
    const plain = first(`(${fact} ${steps})`);
    if (period === undefined) return plain;
    const near = `(${again} ${Math.floor(steps / period)} ${steps % period})`;
    return `(${plain}).trans (congrArg (fun s : ${recursion('0').split(' : ').at(-1)?.slice(0, -1)} => ${first('s')}) ${near})`;
  };
  const equations = asked.map((at) => `show ${found.name} ${at} = _ from ${value(at)}`);
  const everywhere = found.start === 0 ? [[`show ${found.name} = _ from funext fun n => ${first(`(${fact} n)`)}`]] : [];
  const repeats = period === undefined ? [] : repetition(again, known, period);
  return [...(equations.length === 0 ? [] : [equations]), ...everywhere].map((list) =>
    [...lines, ...repeats, `rw [${list.join(', ')}]`, 'decide +kernel'].join('\n'),
  );
}

export const recurrences: readonly Family[] = [
  {
    name: 'recurrence',
    propose: (view) =>
      view.facts
        .flatMap((fact) => recurrence(view, fact))
        .flatMap((found) => tactics(view, found))
        .slice(0, 4),
  },
];
