/**
 * Numbers that facts say to be the least that satisfy something, or the greatest: which those are is computed here, and
 * what the facts say of them is all that is needed to prove it.
 */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import type { Term } from '../../../term/term.ts';
import { atoms, operands } from '../../../term/walk.ts';
import type { GoalView } from '../../../view.ts';
import { type Rational, rational } from '../sequences/rational.ts';
import { firstTrue, type Predicate } from './truth.ts';
import { refutedByValues } from './values.ts';

const mostValues = 2000;

/** A conjunct of a fact, by the projections that lead to it. */
interface Conjunct {
  readonly proof: string;
  readonly term: Term;
}

/** `∀ a, condition → variable ≤ a`, or `a ≤ variable`. */
interface Extreme {
  readonly proof: string;
  readonly variable: string;
  readonly bound: string;
  readonly condition: Term;
  readonly isLeast: boolean;
}

function conjuncts(proof: string, term: Term): readonly Conjunct[] {
  const sides = operands(term, '∧');
  if (sides === undefined) return [{ proof, term }];
  return [...conjuncts(`${proof}.1`, sides[0]), ...conjuncts(`${proof}.2`, sides[1])];
}

function extreme({ variables }: GoalView, { proof, term }: Conjunct): readonly Extreme[] {
  const [bound, ...others] = term.bound;
  const sides = operands(term.parts.at(-1) ?? term, '→');
  const order = sides && operands(sides[1], '≤');
  if (term.head !== '∀' || bound === undefined || others.length > 0 || order === undefined) return [];
  const isLeast = order[1].text === bound;
  const variable = order[isLeast ? 0 : 1].text;
  if (!isLeast && order[0].text !== bound) return [];
  const isNumber = variables.some(({ name, type }) => name === variable && type === 'Nat');
  return isNumber ? [{ proof, variable, bound, condition: sides![0], isLeast }] : [];
}

/** Predicates that facts define, with the names of these facts. */
function definitions({ facts, variables }: GoalView): ReadonlyMap<string, Predicate & { readonly fact: string }> {
  const found = facts.flatMap(({ name: fact, type }) => {
    const [variable, ...others] = type.bound;
    const sides = operands(type.parts.at(-1) ?? type, '↔');
    const name = sides?.[0].kind === 'application' ? sides[0].head : '';
    const isOne =
      type.head === '∀' && variable !== undefined && others.length === 0 && sides?.[0].parts[0]?.text === variable;
    const isPredicate = variables.some((known) => known.name === name && known.type === 'Nat → Prop');
    return isOne && isPredicate ? [[name, { fact, variable, body: sides[1] }] as const] : [];
  });
  return new Map(found);
}

function tactic(view: GoalView): readonly string[] {
  const known = view.facts.flatMap(({ name, type }) => conjuncts(name, type));
  const extremes = known.flatMap((conjunct) => extreme(view, conjunct));
  const predicates = definitions(view);
  const given = [...predicates.values()].map(({ fact }) => fact);
  const names = new NameSource(view.taken);
  const values = new Map<string, Rational>();
  const lines: string[] = [];
  // One may be said to be the least but for another, which is known by then.
  for (let left = extremes; left.length > 0; ) {
    const numbers = Array.from({ length: mostValues }, (_, number) => number);
    const next = left
      .map((found) => {
        const { bound, condition, isLeast } = found;
        return {
          ...found,
          value: firstTrue(isLeast ? numbers : numbers.toReversed(), bound, condition, values, predicates),
        };
      })
      .find(({ value, isLeast }) => value !== undefined && (isLeast || value < mostValues / 2));
    if (next?.value === undefined) return [];
    const { variable, proof, value } = next;
    left = left.filter((found) => found.proof !== proof);
    if (values.has(variable)) continue;
    values.set(variable, rational(BigInt(value)));
    const facts = known.filter(({ term }) => [...atoms(term)].includes(variable) && term.head !== '∀');
    const about = view.facts.filter(({ type }) => [...atoms(type)].includes(variable)).map(({ name }) => name);
    lines.push(...determined(next.proof, variable, value, facts, about, given, names));
  }
  return lines.length === 0 ? [] : [[...lines, 'first | omega | decide +kernel | simp_all | grind'].join('\n')];
}

/** That the variable has the value, and this put in its place everywhere. */
function determined(
  proof: string,
  variable: string,
  value: number,
  facts: readonly Conjunct[],
  about: readonly string[],
  definitions: readonly string[],
  names: NameSource,
): readonly string[] {
  const [order, bound, refuted] = [names.next('hw'), names.next('hb'), names.next('hg')];
  const members = facts.map((fact) => ({ ...fact, name: names.next('hm') }));
  const list = definitions.join(', ');
  const unfold = (where: string): string => (definitions.length === 0 ? '' : `simp only [${list}]${where}; `);
  const all = members.map(({ name }) => name);
  return [
    `have ${order} := ${proof} ${value} (by ${unfold('')}decide)`,
    ...members.map(({ name, proof }) => `have ${name} := ${proof}`),
    ...(definitions.length === 0 || all.length === 0 ? [] : [`try simp only [${list}] at ${all.join(' ')}`]),
    `obtain rfl : ${variable} = ${value} := by`,
    '  first',
    '  | omega',
    `  | (refine Decidable.byContradiction fun ${refuted} => ?_`,
    `     have ${bound} : ${variable} < ${value + 1} := by omega`,
    `     clear ${about.join(' ')}`,
    ...refutedByValues([{ variable, fact: bound }], [order, ...all, refuted], value + 1, names).map(
      (line) => `     ${line}`,
    ),
    '     )',
  ];
}

export const leastElements: readonly Family[] = [{ name: 'least-element', propose: tactic }];
