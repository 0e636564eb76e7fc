/** Steps that use a hypothesis: apply it, rewrite with it, simplify it, instantiate it. */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import type { Term } from '../../term/term.ts';
import { atoms, operands } from '../../term/walk.ts';
import type { Fact, GoalView } from '../../view.ts';
import { simpList } from '../recursion/unfolding.ts';

/** The statement behind its binders and premises. */
function conclusion(type: Term): Term {
  const last = type.parts.at(-1);
  const front = (type.kind === 'binder' && type.head === '∀') || (type.kind === 'operator' && type.head === '→');
  return front && last !== undefined ? conclusion(last) : type;
}

const isGeneral = ({ type }: Fact): boolean =>
  (type.kind === 'binder' && type.head === '∀') || (type.kind === 'operator' && ['→', '¬', '≠'].includes(type.head));

const rewrites = ({ type }: Fact): boolean => operands(conclusion(type), '=', '↔') !== undefined;

/** Facts by how much they share with the target; newer ones first among equals. */
function related(view: GoalView, wanted: (fact: Fact) => boolean, most: number): readonly Fact[] {
  const shared = ({ type }: Fact): number =>
    [...new Set(atoms(type))].filter((name) => view.occurrences.has(name)).length;
  return view.facts
    .filter(wanted)
    .map((fact) => ({ fact, shared: shared(fact) }))
    .toSorted((a, b) => b.shared - a.shared)
    .slice(0, most)
    .map(({ fact }) => fact);
}

const each = (
  name: string,
  wanted: (fact: Fact, view: GoalView) => boolean,
  most: number,
  ...tactics: readonly ((fact: string, view: GoalView) => string)[]
): Family => ({
  name,
  propose: (view) => {
    const facts = related(view, (fact) => wanted(fact, view), most);
    return facts.flatMap((fact) => tactics.map((tactic) => tactic(fact.name, view)));
  },
});

/** `x = t` or `t = x` for a variable `x`: to be substituted away. */
const isDefinition = ({ type }: Fact, { variables }: GoalView): boolean => {
  const names = new Set(variables.map(({ name }) => name));
  return operands(type, '=')?.some(({ kind, text }) => kind === 'atom' && names.has(text)) ?? false;
};

const isConstructorEquation = ({ type, head }: Fact): boolean => head === 'Eq' && operands(type, '=') !== undefined;

/** Instances of a general fact at terms of the context. */
const instances: Family = {
  name: 'instantiate',
  propose: (view) => {
    const name = new NameSource(view.taken).next('hi');
    return related(view, ({ type }) => type.kind === 'binder' && type.head === '∀', 3).flatMap(
      ({ name: fact, type }) => {
        const domain = /^∀ \(?[^:,]*: ([^,)]*)/u.exec(type.text)?.[1]?.trim();
        const fitting = view.variables.filter((variable) => domain === undefined || variable.type === domain);
        const numerals = [...new Set([...view.target.text.matchAll(/\b\d+\b/g)].map(([text]) => text))];
        const terms = [...fitting.map((variable) => variable.name), ...(fitting.length === 0 ? numerals : [])];
        return terms.slice(0, 3).map((term) => `have ${name} := ${fact} ${term}`);
      },
    );
  },
};

export const factUse: readonly Family[] = [
  each('exact-fact', isGeneral, 3, (fact) => `exact ${fact} _`),
  each('apply-fact', isGeneral, 5, (fact) => `apply ${fact}`),
  each('rewrite-fact', rewrites, 4, (fact) => `rw [${fact}]`),
  each('rewrite-fact-back', rewrites, 4, (fact) => `rw [← ${fact}]`),
  each(
    'simp-fact',
    () => true,
    4,
    (fact, view) => `simp [${[...list(view), fact].join(', ')}]`,
  ),
  each('rewrite-simp', rewrites, 3, (fact, view) => `rw [${fact}] <;> simp_all${simpList(view)}`),
  each(
    'simp-at',
    () => true,
    4,
    (fact, view) => `simp${simpList(view)} at ${fact}`,
  ),
  each('substitute', isDefinition, 4, (fact) => `subst ${fact}`),
  {
    name: 'substitute-all',
    propose: (view) => (view.facts.some((fact) => isDefinition(fact, view)) ? ['subst_vars'] : []),
  },
  each('injection', isConstructorEquation, 2, (fact) => `injection ${fact}`),
  each(
    'use-negation',
    ({ head }) => head === 'Not' || head === 'Ne',
    3,
    (fact) => `exact absurd (by assumption) ${fact}`,
    (fact) => `exfalso; apply ${fact}`,
  ),
  each('cases-on-equation', isConstructorEquation, 2, (fact) => `cases ${fact}`),
  each('symmetric-fact', rewrites, 2, (fact) => `exact (${fact} ..).symm`),
  instances,
  {
    name: 'apply-assumption',
    propose: ({ facts }) => (facts.some(isGeneral) ? ['apply_assumption', 'solve_by_elim'] : []),
  },
  {
    name: 'simp-everywhere',
    propose: ({ facts }) => (facts.length > 0 ? ['simp at *'] : []),
  },
  {
    name: 'name-hidden',
    propose: ({ hidden, goal, taken }) => {
      if (hidden === 0) return [];
      const names = new NameSource(taken);
      const given = goal.hypotheses
        .filter(({ name, isInstance }) => !isInstance && name.includes('✝'))
        .map(({ name, isProp }) => names.next(name.replace(/[✝¹²³⁴-⁹⁰]+.*$/u, '') || (isProp ? 'h' : 'x')));
      return [`rename_i ${given.join(' ')}`];
    },
  },
];

const list = ({ own }: GoalView): readonly string[] => [...own.functions, ...own.predicates].slice(0, 6);
