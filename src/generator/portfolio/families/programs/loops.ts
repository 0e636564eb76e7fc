/**
 * Programs that loop by calling themselves with a counter and accumulators, against what is said of their result. The
 * statement about the call with its first values is made one about all calls that keep an invariant, which functional
 * induction proves. Invariants are guessed from the statement: what holds of the result in the end holds of the
 * accumulator so far, with the counter in place of the bound that it runs up to (as tools for program verification weaken
 * postconditions: Furia, Meyer and Velder, Loop invariants, ACM Computing Surveys 2014, section 4).
 */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import { sameName } from '../../own-constants.ts';
import type { Term } from '../../term/term.ts';
import { operands } from '../../term/walk.ts';
import type { GoalView } from '../../view.ts';
import { uses } from '../numbers/numbers.ts';
import { grindable } from '../recursion/unfolding.ts';
import { readAtIndex } from './indices.ts';
import { type Loop, loops, type Variable } from './loop-calls.ts';
import { conjuncts, indented, replaceTerm } from './statements.ts';

/** Sizes that the statement speaks of: what a counter may run up to. */
function bounds({ targetSubterms, variables }: GoalView): readonly Term[] {
  const sizes = targetSubterms.filter(({ kind, head, parts }) => {
    const [only] = parts;
    const ofVariable = parts.length === 1 && variables.some(({ name }) => name === only?.text);
    return kind === 'application' && ['size', 'length'].includes(head) && ofVariable;
  });
  const numbers = targetSubterms.filter(({ text }) =>
    variables.some(({ name, type }) => name === text && type === 'Nat'),
  );
  return [...sizes, ...numbers];
}

/** Does the loop change a collection that it is given? */
const isCopied = ({ start }: Variable): boolean => start.kind === 'atom' && /^\p{L}/u.test(start.text);

/** What may hold of a variable of the loop while it runs, for one part of what holds of the result. */
function weakenings(part: Term, loop: Loop, variable: Variable, bound: Term | undefined): readonly string[] {
  if (variable.type !== undefined && loop.resultType !== undefined && variable.type !== loop.resultType) return [];
  const about = replaceTerm(part.text, loop.call, variable.name);
  if (about === part.text || bound === undefined) return about === part.text ? [] : [about];
  const soFar = replaceTerm(about, bound, loop.counter.name);
  if (soFar === about || variable === loop.counter) return [about];
  // What there is need not be among what was passed. A size is reached in the end, or is that of a copy from the start.
  if (part.head === '∃') return [about, soFar];
  const isSize = operands(part, '=')?.some(({ text }) => text === bound.text) ?? false;
  if (isSize && isCopied(variable)) return [about, soFar];
  return isSize ? [soFar, about] : [soFar];
}

/** A collection that the loop changes in place: what the counter has not reached is as it was. */
function untouched({ counter, variables }: Loop): readonly string[] {
  return variables
    .filter(isCopied)
    .map(({ name, start }) => `∀ k, ${counter.name} ≤ k → ${name}[k]! = ${start.text}[k]!`);
}

/** What is said of all indices below something is kept for those that the counter has passed. */
function passed({ targetSubterms }: GoalView, { call, counter }: Loop): readonly string[] {
  const isAboutResult = (text: string): boolean => text.includes(call.text);
  return targetSubterms.flatMap(({ kind, head, bound, parts }): readonly string[] => {
    const [variable] = bound;
    const [premise, conclusion] = kind === 'binder' && head === '∀' ? (parts.at(-1)?.parts ?? []) : [];
    const sides = premise && operands(premise, '<');
    if (bound.length !== 1 || sides?.[0].text !== variable || conclusion === undefined) return [];
    if (isAboutResult(conclusion.text)) return [];
    return [`∀ ${variable}, ${variable} < ${counter.name} → ${conclusion.text}`];
  });
}

/** Sets of invariants worth a try, the most promising first. */
function invariants(view: GoalView, loop: Loop): readonly (readonly string[])[] {
  const bound = bounds(view)[0];
  const limits = bound === undefined ? [] : [`${loop.counter.name} ≤ ${bound.text}`];
  const parts = conjuncts(view.target);
  const accumulators = loop.variables.filter((variable) => variable !== loop.counter);
  const rest = untouched(loop);
  const sets = [...accumulators.toReversed(), loop.counter].flatMap((variable) => {
    const ways = parts.map((part) => weakenings(part, loop, variable, bound)).filter((way) => way.length > 0);
    const reached = ways.map((way) => way[0]!);
    const lasting = ways.map((way) => way.at(-1)!);
    return [
      ...(variable === loop.counter ? [reached.filter(isGeneral)] : []),
      reached,
      lasting,
      ...(rest.length === 0
        ? []
        : [
            [...reached, ...rest],
            [...lasting, ...rest],
          ]),
      ...reached.map((_, left) => reached.filter((__, index) => index !== left)),
    ];
  });
  const before = [...new Set(passed(view, loop))];
  const all = [...(before.length === 0 ? [] : [before]), ...sets, []].map((set) => [...new Set([...limits, ...set])]);
  return [...new Map(all.map((set) => [set.join('\n'), set])).values()];
}

/** Does it speak of everything that the counter has passed? */
const isGeneral = (statement: string): boolean => /∀|\b(?:all|any)\b/.test(statement);

/** What `grind` may unfold: not the loop itself. */
function helpers(view: GoalView, { call, resultType }: Loop): string {
  const makesCollection = /Array|List/.test(resultType ?? '');
  const names = grindable(view.own)
    .filter((name) => !sameName(name, call.head))
    .slice(0, 6);
  const known = [...names, ...(uses(view, 'GetElem?.getElem!') && makesCollection ? [readAtIndex] : [])];
  return known.length === 0 ? '' : ` [${known.join(', ')}]`;
}

function generalised(view: GoalView, loop: Loop, kept: readonly string[]): string {
  const names = new NameSource(new Set([...view.taken, ...loop.variables.map(({ name }) => name), loop.result]));
  const [fact, equation] = [names.next('loop'), names.next('hr')];
  const { general, variables, result } = loop;
  const bound = [...variables.map(({ name }) => name), result].join(' ');
  const premises = [`${general} = ${result}`, ...kept].map((text) => `(${indented(text)}) →`);
  const grind = `grind${helpers(view, loop)}`;
  const step = (hypothesis: string): string => `(apply ${hypothesis} <;> first | assumption | ${grind})`;
  return [
    `suffices ${fact} : ∀ ${bound}, ${premises.join('\n    ')}`,
    `    (${indented(replaceTerm(view.target.text, loop.call, result))}) by`,
    `  refine ${fact} ${'_ '.repeat(variables.length + 1)}rfl${' ?_'.repeat(kept.length)} <;> ${grind}`,
    `intro ${bound} ${equation}`,
    `unhygienic fun_induction ${general} <;> intros <;> first | ${step('ih1')} | ${grind}`,
  ].join('\n');
}

const most = 8;

export const loopInvariants: readonly Family[] = [
  {
    name: 'loop-invariant',
    propose: (view) =>
      loops(view)
        .slice(0, 2)
        .flatMap((loop) =>
          invariants(view, loop)
            .slice(0, most)
            .map((kept) => generalised(view, loop, kept)),
        ),
  },
];
