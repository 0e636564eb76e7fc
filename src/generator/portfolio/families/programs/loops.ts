/**
 * Programs that loop by calling themselves with a counter and accumulators, against what is said of their result. The
 * statement about the call with its first values is made one about all calls that keep an invariant, which functional
 * induction proves.
 */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import { sameName } from '../../own-constants.ts';
import { type GoalView, oncePerView } from '../../view.ts';
import { uses } from '../numbers/numbers.ts';
import { grindable } from '../recursion/unfolding.ts';
import { readAtIndex, readThroughChanges } from './indices.ts';
import { invariants } from './invariants.ts';
import { type Loop, loops } from './loop-calls.ts';
import { indented, replaceTerm } from './statements.ts';

/** What `grind` may unfold: not the loop itself. */
function helpers(view: GoalView, loop: Loop): string {
  const { call } = loop;
  const names = grindable(view.own)
    .filter((name) => !sameName(name, call.head))
    .slice(0, 6);
  const known = [...names, ...(uses(view, 'GetElem?.getElem!') && makesCollection(loop) ? [readAtIndex] : [])];
  return known.length === 0 ? '' : ` [${known.join(', ')}]`;
}

const makesCollection = ({ resultType }: Loop): boolean => /Array|List/.test(resultType ?? '');

function generalised(view: GoalView, loop: Loop, kept: readonly string[]): string {
  const names = new NameSource(new Set([...view.taken, ...loop.variables.map(({ name }) => name), loop.result]));
  const [fact, equation] = [names.next('loop'), names.next('hr')];
  const { general, variables, result } = loop;
  const bound = [...variables.map(({ name }) => name), result].join(' ');
  const premises = [`${general} = ${result}`, ...kept].map((text) => `(${indented(text)}) →`);
  const grind = `grind${helpers(view, loop)}`;
  // What has been used up is in the way of `grind`: it takes the induction hypothesis apart again and again.
  const start = makesCollection(loop) ? `try simp only [${readThroughChanges}] at *` : 'subst_vars; intros';
  const finish = makesCollection(loop) ? 'grind' : `first | grind only | ${grind}`;
  const step = `(apply ih1 <;> first | assumption | omega | (clear ih1 ${equation}; ${start}; ${finish}))`;
  return [
    `suffices ${fact} : ∀ ${bound}, ${premises.join('\n    ')}`,
    `    (${indented(replaceTerm(view.target.text, loop.call, result))}) by`,
    `  refine ${fact} ${'_ '.repeat(variables.length + 1)}rfl${' ?_'.repeat(kept.length)} <;> ${grind}`,
    `intro ${bound} ${equation}`,
    `unhygienic fun_induction ${general} <;> intros <;> first | ${step} | ${grind}`,
  ].join('\n');
}

const most = 8;

/** A loop's likely invariants come before all others of another one. */
const tactics = oncePerView((view): { readonly likely: readonly string[]; readonly others: readonly string[] } => {
  const byLoop = loops(view)
    .slice(0, 2)
    .map((loop) =>
      invariants(view, loop)
        .slice(0, most)
        .map((kept) => generalised(view, loop, kept)),
    );
  return {
    likely: byLoop.flatMap((sets) => sets.slice(0, byLoop.length === 1 ? 3 : 2)),
    others: byLoop.flatMap((sets) => sets.slice(byLoop.length === 1 ? 3 : 2)),
  };
});

export const loopInvariants: readonly Family[] = [
  { name: 'loop-likely-invariant', chance: 0.5, leads: 0.25, propose: (view) => tactics(view).likely },
  { name: 'loop-invariant', propose: (view) => tactics(view).others },
];
