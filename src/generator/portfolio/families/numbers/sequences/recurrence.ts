/** Recurrences, read off the facts: first values, and an equation that gives each value from those before it. */
import type { Term } from '../../../term/term.ts';
import { operands } from '../../../term/walk.ts';
import type { Fact, GoalView } from '../../../view.ts';
import type { NumberKind } from './rational.ts';

/** A recurrence by whose instance at `m + at` the value at `m + start + order` follows from those at `m + start`, …. */
export interface Recurrence {
  readonly name: string;
  readonly fact: string;
  readonly type: NumberKind;
  readonly start: number;
  readonly order: number;
  readonly at: number;
  readonly hasCondition: boolean;
  /** Facts that give the first values, and these. */
  readonly first: readonly { readonly fact: string; readonly value: string }[];
  /** The next value, from `n`, `s` and what is asked of the values before. */
  readonly next: (value: (place: number) => string) => string;
}

const mostOrder = 6;

/** `n`, `n + 2`, `n - 1` as 0, 2 and -1. */
function offset(index: Term, variable: string): number | undefined {
  if (index.text === variable) return 0;
  const sides = operands(index, '+', '-');
  const size = Number(sides?.[1].text);
  if (sides?.[0].text !== variable || !Number.isSafeInteger(size)) return undefined;
  return index.head === '+' ? size : -size;
}

function* calls(term: Term, name: string): Generator<Term> {
  if (term.kind === 'application' && term.head === name && term.parts.length === 1) yield term;
  for (const part of term.parts) yield* calls(part, name);
}

/** From where on a condition such as `n ≥ 3` holds. */
function lowest(condition: Term, variable: string): number | undefined {
  const sides = operands(condition, '≥', '>', '≤', '<');
  if (sides === undefined) return undefined;
  const [more, less] = condition.head === '≥' || condition.head === '>' ? sides : [sides[1], sides[0]];
  const bound = Number(less.text);
  if (more.text !== variable || !Number.isSafeInteger(bound)) return undefined;
  return condition.head === '>' || condition.head === '<' ? bound + 1 : bound;
}

/** `f 3 = 420`, by index. */
function values(facts: readonly Fact[], name: string): ReadonlyMap<number, { fact: string; value: string }> {
  const found = new Map<number, { fact: string; value: string }>();
  for (const { name: fact, type } of facts) {
    const sides = operands(type, '=');
    const index = sides?.[0].kind === 'application' && sides[0].head === name ? Number(sides[0].parts[0]?.text) : NaN;
    if (sides !== undefined && Number.isSafeInteger(index)) found.set(index, { fact, value: sides[1].text });
  }
  return found;
}

export function recurrence(view: GoalView, { name: fact, type }: Fact): readonly Recurrence[] {
  const [variable, ...others] = type.bound;
  let equation = type.parts.at(-1);
  if (type.head !== '∀' || variable === undefined || others.length > 0 || equation === undefined) return [];
  const implication = operands(equation, '→');
  const from = implication === undefined ? 0 : lowest(implication[0], variable);
  if (implication !== undefined) equation = implication[1];
  const sides = operands(equation, '=');
  const name = sides?.[0].head ?? '';
  const signature = view.variables.find((found) => found.name === name)?.type;
  const result = (['Nat', 'Int', 'Rat'] as const).find((type) => signature === `Nat → ${type}`);
  if (sides === undefined || from === undefined || result === undefined) return [];
  const top = sides[0].parts[0] && offset(sides[0].parts[0], variable);
  const before = [...calls(sides[1], name)].map((call) => ({ call, place: offset(call.parts[0]!, variable) }));
  const places = before.map(({ place }) => place ?? Number.NaN);
  const lowestPlace = Math.min(...places);
  if (top === undefined || before.length === 0 || places.some((place) => !(place < top))) return [];
  const order = top - lowestPlace;
  const known = values(view.facts, name);
  const isStart = (start: number): boolean =>
    Array.from({ length: order }, (_, k) => start + k).every((k) => known.has(k));
  const start = [...known.keys()].toSorted((a, b) => a - b).find((k) => k >= from + lowestPlace && isStart(k));
  if (start === undefined || order > mostOrder) return [];
  const at = start - lowestPlace;
  const next = (value: (place: number) => string): string => {
    const parts = before.toSorted((a, b) => b.call.text.length - a.call.text.length);
    const text = parts.reduce(
      (rest, { call, place }) => replaceWord(rest, call.text, value((place ?? 0) - lowestPlace)),
      sides[1].text,
    );
    return replaceWord(text, variable, `(n + ${at})`);
  };
  const first = Array.from({ length: order }, (_, k) => known.get(start + k)!);
  return [{ name, fact, type: result, start, order, at, hasCondition: implication !== undefined, first, next }];
}

const replaceWord = (text: string, word: string, by: string): string =>
  text.replaceAll(
    new RegExp(`(?<![\\p{L}\\p{N}_.'])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_'])`, 'gu'),
    () => by,
  );
