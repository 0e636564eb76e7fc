/** Theorems and definitions that retrieval finds for the goal, likeliest first: applied, rewritten with, handed to automation. */
import type { Premise } from '../../../../data/premise.ts';
import type { Family } from '../../family.ts';
import type { GoalView } from '../../view.ts';
import { discharger } from './discharge.ts';

/** Names that nobody can write, and those of parts that Lean generates. */
export const isUsable = ({ name }: Premise): boolean =>
  !/(?:^|\.)_|✝|\.match_|\.(?:eq_\d+|eq_def|sizeOf_spec|noConfusion)$/.test(name);

/** Heads that are the same up to how they are printed. */
const sameHeads: Readonly<Record<string, string>> = { 'GE.ge': 'LE.le', 'GT.gt': 'LT.lt', Ne: 'Not' };
const headOf = (head: string): string => sameHeads[head] ?? head;

/** Before binders are introduced there is little to see. */
const isOpen = ({ goal }: GoalView): boolean => goal.head !== '∀' && goal.head !== '→';

const logic = /^(?:Eq|Ne|Not|And|Or|Iff|Exists|True|False|Bool|ite|Decidable|instDecidable|instBEq|rfl)(?:\.|$|[A-Z])/;

/** Is there anything in the goal that a theorem of the library can be about? A file may bring its own functions on its own types. */
function speaksOfLibrary({ goal: { constants, definitions } }: GoalView): boolean {
  if (definitions === undefined) return true;
  const own = new Set(definitions.map(({ name }) => name));
  return constants.some((name) => !own.has(name) && !logic.test(name));
}

type Wanted = (premise: Premise, view: GoalView) => boolean;
const isTheorem: Wanted = ({ kind }) => kind === 'theorem';
export const concludes: Wanted = ({ kind, head }, { goal }) => kind === 'theorem' && headOf(head) === headOf(goal.head);
const rewrites: Wanted = ({ kind, rewrites }) => kind === 'theorem' && rewrites;
/** The simplifier does not know it by itself. */
const isNews: Wanted = (premise, view) => rewrites(premise, view) && !premise.attributes.includes('simp');
const isDefinition: Wanted = ({ kind, head }) => kind === 'definition' && head !== 'Sort' && head !== '';

const chosen = (view: GoalView, most: number, wanted: Wanted): readonly string[] =>
  isOpen(view) && speaksOfLibrary(view)
    ? view.premises
        .filter((premise) => isUsable(premise) && wanted(premise, view))
        .slice(0, most)
        .map(({ name }) => name)
    : [];

const each = (
  name: string,
  most: number,
  wanted: Wanted,
  tactic: (premise: string, view: GoalView) => string,
): Family => ({
  name,
  propose: (view) => chosen(view, most, wanted).map((premise) => tactic(premise, view)),
});

/** Several at a time: the first few, and more. */
const together = (
  name: string,
  [few, more]: readonly [number, number],
  wanted: Wanted,
  tactic: (list: string) => string,
): Family => ({
  name,
  propose: (view) => {
    const names = chosen(view, more, wanted);
    const lists = names.length > few ? [names.slice(0, few), names] : [names];
    return lists.filter((list) => list.length > 0).map((list) => tactic(list.join(', ')));
  },
});

/** Theorems that are applied, each by itself. */
export const mostClosed = 12;

export const retrievedTheorems: readonly Family[] = [
  each('retrieved-close', mostClosed, concludes, (name, view) => {
    const discharge = discharger(view);
    return discharge === undefined ? `exact ${name} ..` : `apply ${name} <;> ${discharge}`;
  }),
  each('retrieved-apply', 4, concludes, (name) => `apply ${name}`),
  each('retrieved-rewrite', 8, rewrites, (name) => `rw [${name}]`),
  each('retrieved-rewrite-back', 4, rewrites, (name) => `rw [← ${name}]`),
  each('retrieved-simp', 6, isNews, (name) => `simp [${name}]`),
  each('retrieved-simpa', 4, concludes, (name) => `simpa using ${name} ..`),
  together('retrieved-simp-many', [4, 10], isNews, (list) => `simp [${list}]`),
  together('retrieved-simp-all-many', [4, 10], isNews, (list) => `simp_all [${list}]`),
  together('retrieved-unfold', [2, 5], isDefinition, (list) => `simp_all [${list}]`),
  together('retrieved-grind-many', [3, 8], isTheorem, (list) => `grind [${list}]`),
  together('retrieved-solve', [6, 16], isTheorem, (list) => `solve_by_elim (transparency := .default) [${list}]`),
];
