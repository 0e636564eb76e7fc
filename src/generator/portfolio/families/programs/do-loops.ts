/**
 * Programs written with `do` and `for`: `mvcgen` of `Std.Tactic.Do` leaves an invariant open, which is guessed from what is said
 * of the result: it holds of the variable so far, for what the loop has come through. Where the loop may return early, the
 * statement holds of what is returned, and of what would be returned after all, for what it has come through.
 */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import type { Fact, GoalView } from '../../view.ts';
import { conjuncts, indented, replaceTerm } from './statements.ts';

interface DoLoop {
  readonly fact: string;
  readonly result: string;
  /** What it runs through, as printed. */
  readonly collection: string;
  /** What its variable starts with. */
  readonly start: string;
  /** What is returned in the end, of its variable `s`. */
  readonly returned: string;
  /** What is returned where the loop has come to its end without returning. */
  readonly fallback: string | undefined;
}

const source = /forIn\s+(\[[^\]]*\]|\([^)]*\)|\S+)\s+(⟨[^⟩]*⟩|\([^)]*\)|\S+)\s+fun/u;

function doLoop({ name, type }: Fact, { variables }: GoalView): DoLoop | undefined {
  const result = /\.run =\s+(\S+)$/u.exec(type.text)?.[1];
  const [, collection, start] = source.exec(type.text) ?? [];
  if (result === undefined || collection === undefined || start === undefined) return undefined;
  if (!variables.some((variable) => variable.name === result)) return undefined;
  const fallback = /\| none =>(?:\s+do\s+pure PUnit\.unit)?\s+pure (\S+)/u.exec(type.text)?.[1];
  const [, variable, value] = /let (\S+) ←\s+forIn.*\bpure ([^()]+|\([^()]*\))\)\.run =/su.exec(type.text) ?? [];
  const returned =
    variable && value?.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}_.'])${variable}(?![\\p{L}\\p{N}_'])`, 'gu'), 's');
  return { fact: name, result, collection, start, fallback, returned: returned ?? 's' };
}

/** A statement about the collection, for the part of it that the loop has come through. */
function passed(text: string, { collection }: DoLoop): string {
  const bound = /^\[(?:0)?:([^\]]+)\]$/u.exec(collection)?.[1];
  const before = 'xs.prefix';
  if (bound !== undefined) return text.replaceAll(bound, `${before}.length`);
  if (!/^[\p{L}_][\p{L}\p{N}_']*$/u.test(collection)) return text;
  const whole = `(?<![\\p{L}\\p{N}_.'])${collection}`;
  return text
    .replaceAll(new RegExp(`${whole}\\.toList(?![\\p{L}\\p{N}_'])`, 'gu'), before)
    .replaceAll(new RegExp(`${whole}\\.(?:size|length)(?![\\p{L}\\p{N}_'])`, 'gu'), `${before}.length`)
    .replaceAll(new RegExp(`${whole}(?![\\p{L}\\p{N}_'\\[])`, 'gu'), before);
}

/** Invariants about `xs`, where the loop is, and `s`, its variable. */
function invariants(view: GoalView, loop: DoLoop): readonly string[] {
  const result = view.targetSubterms.find(({ text }) => text === loop.result);
  if (result === undefined) return [];
  const said = (text: string, value: string): string => replaceTerm(text, result, value);
  const { text } = view.target;
  if (loop.fallback !== undefined) {
    const after = passed(said(text, loop.fallback), loop);
    return [`(s.1 = none ∧ (${after})) ∨ ∃ b, s.1 = some b ∧ xs.suffix = [] ∧ (${said(text, 'b')})`];
  }
  const value = /^\w+$/.test(loop.returned) ? loop.returned : `(${loop.returned})`;
  const parts = conjuncts(view.target).map((part) => passed(said(part.text, value), loop));
  const size = loop.start === '[]' ? ['s.length = xs.prefix.length'] : [];
  const sizes = loop.start === '#[]' ? ['s.size = xs.prefix.length'] : size;
  const sets = [parts, [...sizes, ...parts], ...(parts.length > 1 ? parts.map((part) => [part]) : [])];
  return [...new Set(sets.map((set) => [...new Set(set)].map((one) => `(${one})`).join(' ∧ ')))].slice(0, 4);
}

const rules = 'Array.getElem?_push, ← Array.mem_toList_iff, or_imp, forall_and, or_and_right, exists_or';

const tactic = ({ fact }: DoLoop, invariant: string): string =>
  [
    `apply Std.Do.Id.of_wp_run_eq ${fact}`,
    'mvcgen',
    `case inv1 => open Std.Do in exact ⇓⟨xs, s⟩ => ⌜${indented(invariant)}⌝`,
    `all_goals (clear ${fact}; simp_all [${rules}] <;> grind)`,
  ].join('\n');

export const doLoops: readonly Family[] = [
  {
    name: 'do-loop-result',
    chance: 0.6,
    leads: 0.05,
    propose: ({ goal, target, facts, taken }) => {
      if (!goal.constants.includes('Id.run')) return [];
      const names = new NameSource(taken);
      const name = `generalize ${names.next('hrun')} : Id.run _ = ${names.next('r')}`;
      if (target.text.includes('.run')) return [name];
      const about = facts.filter(({ type }) => type.text.includes('.run') && !/\.run =\s+r\d*$/u.test(type.text));
      return about.slice(0, 1).map((fact) => `revert ${fact.name}\n${name}`);
    },
  },
  {
    name: 'do-loop-invariant',
    chance: 0.5,
    leads: 0.05,
    propose: (view) =>
      view.facts.flatMap((fact) => {
        const loop = doLoop(fact, view);
        return loop === undefined ? [] : invariants(view, loop).map((invariant) => tactic(loop, invariant));
      }),
  },
];
