/**
 * Rewriting with the file's theorems alone, where the file has its own arithmetic or its own lists: theorems whose names
 * say that they compute (what a function does to a constructor, to a unit, to another function) are rules; those that only
 * turn things round (commutativity) are not, since no rewriting with them ends.
 */
import type { Family } from '../../family.ts';
import { lastPart } from '../../own-constants.ts';
import type { GoalView } from '../../view.ts';
import { inductionVariables } from '../recursion/induction.ts';

const constructors = new Set([
  'zero',
  'succ',
  'one',
  'nil',
  'cons',
  'empty',
  'leaf',
  'node',
  'singleton',
  'true',
  'false',
  'none',
  'some',
]);
/** Words of theorems that are no rules: they turn things round, or speak of something else than an equation. */
const unruly = new Set(
  'comm symm trans antisymm refl irrefl total le lt ge gt ne not of iff imp inj injective cancel exists mem pos neg cases rec induction ext congr mono self eq dvd and or'.split(
    ' ',
  ),
);

const most = 24;

const words = (theorem: string): readonly string[] =>
  lastPart(theorem)
    .split('_')
    .filter((word) => word !== '');

/** `zero_eq_0` and the like: a constructor in its printed form. */
const isNormalForm = (theorem: string): boolean => /^(?:zero|nil|empty)_eq(?:_|$)/.test(lastPart(theorem));

/** `one_eq_succ_zero`: what a numeral stands for. */
const isNumeral = (theorem: string): boolean => /^(?:one|two|three|four|five)_eq_/.test(lastPart(theorem));

const isRule = (theorem: string): boolean =>
  isNormalForm(theorem) ||
  (words(theorem).length > 1 && !words(theorem).some((word) => unruly.has(word.replace(/'+$/, ''))));

/** What functions do to constructors and units. */
const isStep = (theorem: string): boolean =>
  isNormalForm(theorem) || (isRule(theorem) && words(theorem).some((word) => constructors.has(word)));

/** Lists of rules, shortest first: steps, steps and regrouping, all rules, and all with the meaning of numerals. */
export function ruleLists({ localTheorems, own, target }: GoalView): readonly string[] {
  const definitions = [...own.functions, ...own.predicates].filter((name) => !constructors.has(lastPart(name)));
  const list = (wanted: (theorem: string) => boolean): readonly string[] => localTheorems.filter(wanted).slice(0, most);
  const steps = list(isStep);
  const grouped = list((theorem) => isStep(theorem) || (isRule(theorem) && /assoc$/.test(theorem)));
  const all = list(isRule);
  const numerals = /(?<![\p{L}\p{N}_.])[1-9](?![\p{N}.])/u.test(target.text)
    ? list((theorem) => isStep(theorem) || isNumeral(theorem))
    : [];
  const lists = [steps, numerals, grouped, all]
    .filter((names) => names.length > 0)
    .map((names) => [...names, ...definitions].join(', '));
  return [...new Set(lists)];
}

const variables = (view: GoalView): readonly string[] =>
  inductionVariables(view)
    .map(({ name }) => name)
    .slice(0, 3);

export const rules: readonly Family[] = [
  {
    name: 'rules-simp',
    propose: (view) => ruleLists(view).map((list) => `simp_all only [${list}]`),
  },
  {
    name: 'rules-simp-target',
    propose: (view) => ruleLists(view).map((list) => `simp only [${list}]`),
  },
  {
    name: 'induction-rules',
    propose: (view) =>
      ruleLists(view).flatMap((list) =>
        variables(view).map((name) => `unhygienic induction ${name} <;> simp_all only [${list}]`),
      ),
  },
  {
    name: 'induction-rules-left',
    propose: (view) =>
      ruleLists(view)
        .slice(0, 2)
        .flatMap((list) =>
          variables(view)
            .slice(0, 2)
            .map((name) => `unhygienic induction ${name} <;> (try simp only [${list}, *])`),
        ),
  },
  {
    name: 'local-grind-all',
    propose: ({ localTheorems }) =>
      localTheorems.length > 10 ? [`grind [${localTheorems.slice(0, 40).join(', ')}]`] : [],
  },
  {
    name: 'local-solve',
    propose: ({ localTheorems, facts }) => {
      if (localTheorems.length === 0) return [];
      const list = localTheorems.slice(0, 24).join(', ');
      return facts.length === 0
        ? [`solve_by_elim [${list}]`]
        : [`solve_by_elim [${list}]`, `solve_by_elim (maxDepth := 8) [*, ${list}]`];
    },
  },
];
