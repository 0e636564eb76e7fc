/**
 * Invariants of a loop, guessed from what is said of its result: what holds of the result in the end holds of the accumulator
 * so far, with the counter in place of the bound that it runs up to (as tools for program verification weaken postconditions:
 * Furia, Meyer and Velder, Loop invariants, ACM Computing Surveys 2014, section 4).
 */
import type { Term } from '../../term/term.ts';
import { argument, operands } from '../../term/walk.ts';
import type { GoalView } from '../../view.ts';
import { isNumeral, type Loop, type Variable } from './loop-calls.ts';
import { conjuncts, replaceTerm } from './statements.ts';

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

/** Has the collection its size from the start? */
const isSized = (variable: Variable): boolean =>
  isCopied(variable) || /\b(?:replicate|ofFn|range)\b/.test(variable.start.text);

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
  if (isSize && isSized(variable)) return [about, soFar];
  return isSize ? [soFar, about] : [soFar];
}

/** A collection that the loop changes in place: what the counter has not reached is as it was. */
function untouched({ counter, variables }: Loop): readonly string[] {
  return variables
    .filter(isCopied)
    .map(({ name, start }) => `∀ k, ${counter.name} ≤ k → ${name}[k]! = ${start.text}[k]!`);
}

/** What is said of a collection at all its indices holds of the one so far at those below the counter. */
function built(part: Term, { call, counter }: Loop, variable: Variable): string {
  const about = replaceTerm(part.text, call, variable.name);
  const binder = /^∀ \([^)]*\), [^→∀]*→/u.exec(about.replaceAll(/\s+/g, ' '))?.[0];
  const index = about.split(`${variable.name}[`)[1]?.split(']')[0];
  if (binder === undefined || index === undefined || about.includes('∃')) return about;
  return `${binder} ${index} < ${counter.name} →${about.replaceAll(/\s+/g, ' ').slice(binder.length)}`;
}

/** Two variables that close in on each other: what is below the result is below one, and what is not is above the other. */
function between(
  parts: readonly Term[],
  { call, counter, variables }: Loop,
  bound: Term | undefined,
): readonly string[] {
  const upper = variables.find(({ start, type }) => type === 'Nat' && bound !== undefined && start.text === bound.text);
  if (upper === undefined) return [];
  const isBelow = ({ text }: Term): boolean => {
    const before = /<([^→]*)→/u.exec(text)?.[1] ?? '';
    return before.includes(call.text) && !before.includes('-');
  };
  const one = (part: Term): string => replaceTerm(part.text, call, isBelow(part) ? counter.name : upper.name);
  return [`${counter.name} ≤ ${upper.name}`, `${upper.name} ≤ ${upper.start.text}`, ...parts.map(one)];
}

/** Counters that run against each other: their sum stays what it was. */
function conserved({ counter, variables }: Loop): readonly string[] {
  return variables
    .filter((other) => other !== counter && other.type === 'Nat' && counter.type === 'Nat' && !isNumeral(other.start))
    .map((other) => `${other.name} + ${counter.name} = ${argument(other.start)} + ${argument(counter.start)}`);
}

/** A list that grows by one a round. */
function grown({ counter, variables }: Loop): readonly string[] {
  return variables.flatMap(({ name, start: { text } }) =>
    text === '[]' ? [`${name}.length = ${counter.name}`] : text === '#[]' ? [`${name}.size = ${counter.name}`] : [],
  );
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
export function invariants(view: GoalView, loop: Loop): readonly (readonly string[])[] {
  const bound = loop.bound ?? bounds(view)[0];
  const limits = bound === undefined ? [] : [`${loop.counter.name} ≤ ${bound.text}`];
  const parts = conjuncts(view.target);
  const accumulators = loop.variables.filter((variable) => variable !== loop.counter);
  const rest = untouched(loop);
  const sets = [...accumulators.toReversed(), loop.counter].flatMap((variable) => {
    const ways = parts.map((part) => weakenings(part, loop, variable, bound)).filter((way) => way.length > 0);
    const reached = ways.map((way) => way[0]!);
    const sofar = ways.map((way) => way.at(-1)!);
    return [
      ...(variable === loop.counter ? [reached.filter(isGeneral)] : []),
      reached,
      sofar,
      ...(rest.length === 0
        ? []
        : [
            [...reached, ...rest],
            [...sofar, ...rest],
          ]),
      ...reached.map((_, left) => reached.filter((__, index) => index !== left)),
    ];
  });
  const before = [...new Set(passed(view, loop))];
  const ofLists = accumulators.filter(({ type }) => type === loop.resultType && /^(?:Array|List)\b/.test(type ?? ''));
  const lasting = parts.filter((part) => operands(part, '∨') === undefined);
  const building = ofLists.map((variable) => [...grown(loop), ...lasting.map((part) => built(part, loop, variable))]);
  const closing = between(parts, loop, bound);
  const sums = conserved(loop);
  const first = [before, ...building, closing].filter((set) => set.length > 0);
  const results = [loop.counter, ...accumulators].filter(({ type }) => type === loop.resultType);
  const single = results.flatMap((variable) => parts.map((part) => [replaceTerm(part.text, loop.call, variable.name)]));
  const against = sums.length === 0 ? [] : [...single, []].map((set) => [...sums, ...set]).slice(0, 4);
  const limited = [...first, ...sets, []].map((set) => [...limits, ...set]);
  const all = [...limited.slice(0, first.length), ...against, ...limited.slice(first.length)].map((set) => [
    ...new Set(set),
  ]);
  return [...new Map(all.map((set) => [set.join('\n'), set])).values()];
}

/** Does it speak of everything that the counter has passed? */
const isGeneral = (statement: string): boolean => /∀|\b(?:all|any)\b/.test(statement);
