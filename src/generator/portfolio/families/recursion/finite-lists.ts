/**
 * A list of numbers without repetitions is known, up to order, by its members: where a fact says which those are, and they
 * are bounded, it is a permutation of a filtered range, whose length and sum the kernel computes.
 */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import { operands } from '../../term/walk.ts';
import type { Fact, GoalView } from '../../view.ts';
import { refuteLarge } from '../numbers/bounded/bounds.ts';

interface Membership {
  readonly list: string;
  readonly type: 'Int' | 'Nat';
  readonly nodup: string;
  readonly fact: string;
}

/** `∀ x, x ∈ list ↔ condition`, with a fact `list.Nodup`. */
function membership({ facts, variables }: GoalView, { name, type }: Fact): readonly Membership[] {
  const [variable, ...others] = type.bound;
  const sides = operands(type.parts.at(-1) ?? type, '↔');
  const member = sides === undefined ? undefined : operands(sides[0], '∈');
  if (type.head !== '∀' || variable === undefined || others.length > 0 || member?.[0].text !== variable) return [];
  const list = member[1].text;
  const nodup = facts.find((fact) => fact.type.text === `${list}.Nodup`)?.name;
  const found = (['Int', 'Nat'] as const).find((type) =>
    variables.some((variable) => variable.name === list && variable.type === `List ${type}`),
  );
  return nodup === undefined || found === undefined ? [] : [{ list, type: found, nodup, fact: name }];
}

/** Lists that have the same members, none twice, are permutations of each other. */
const permutation = (name: string, type: string): readonly string[] => [
  `have ${name} : ∀ (P : ${type} → Prop) [DecidablePred P] (S L : List ${type}), S.Nodup → L.Nodup → (∀ n, n ∈ S ↔ P n) →`,
  '    (∀ n, P n → n ∈ L) → S.Perm (L.filter (fun n => decide (P n))) := by',
  '  intro P _ S L hS hL hm hb',
  '  refine List.perm_iff_count.mpr fun n => ?_',
  '  have hF : (L.filter (fun n => decide (P n))).Nodup := hL.filter _',
  '  have he : n ∈ S ↔ n ∈ L.filter (fun n => decide (P n)) := by',
  '    rw [hm, List.mem_filter, decide_eq_true_iff]',
  '    exact ⟨fun h => ⟨hb n h, h⟩, fun h => h.2⟩',
  '  rw [hS.count, hF.count]',
  '  simp only [he]',
];

interface Values {
  readonly list: string;
  readonly nodup: string;
  /** That `n` with the property `h` is among them. */
  readonly covers: readonly string[];
}

const naturals = (bound: number): Values => ({
  list: `(List.range ${bound})`,
  nodup: 'List.nodup_range',
  covers: ['refine List.mem_range.mpr (Nat.lt_of_not_le fun hle => ?_)', ...refuteLarge('hle', ['h'])],
});

const integers = (bound: number): Values => ({
  list: `((List.range ${2 * bound}).map fun k : Nat => (k : Int) - ${bound})`,
  nodup: '(List.pairwise_map.mpr (List.nodup_range.imp (by omega)))',
  covers: [
    `have hb : -${bound} ≤ n ∧ n < ${bound} := by`,
    '  first',
    '    | omega',
    '    | (constructor <;> apply Int.not_lt.mp <;> intro hlt <;>',
    '        (have hs := Int.mul_pos (Int.sub_pos_of_lt hlt) (Int.sub_pos_of_lt hlt)) <;> grind)',
    `exact List.mem_map.mpr ⟨(n + ${bound}).toNat, List.mem_range.mpr (by omega), by omega⟩`,
  ],
});

const bounds = [64, 1024];

/** Functions that the facts give by an equation, which the condition may call. */
const equations = ({ facts }: GoalView): readonly string[] =>
  facts
    .filter(({ type }) => type.head === '∀' && operands(type.parts.at(-1) ?? type, '=') !== undefined)
    .map(({ name }) => name);

function tactic(view: GoalView, { list, type, nodup, fact }: Membership, values: Values, unfold: readonly string[]) {
  const names = new NameSource(view.taken);
  const [lemma, perm] = [names.next('hk'), names.next('hp')];
  const given = [...equations(view), ...unfold];
  return [
    ...permutation(lemma, type),
    ...(given.length === 0 ? [] : [`simp only [${given.join(', ')}] at ${fact}`]),
    `have ${perm} := ${lemma} _ ${list} ${values.list} ${nodup} ${values.nodup} ${fact} (by`,
    ...['intro n h', ...values.covers].map((line) => `  ${line}`),
    '  )',
    ...(view.target.text.includes(`${list}.sum`)
      ? [`rw [show ${list}.sum = List.sum _ from ${perm}.foldr_eq' (fun _ _ _ _ _ => by omega) 0]`]
      : [`simp only [${perm}.length_eq]`]),
    'decide +kernel',
  ].join('\n');
}

function known(view: GoalView): readonly string[] {
  const { facts, target, own } = view;
  const found = facts
    .flatMap((fact) => membership(view, fact))
    .filter(({ list }) => target.text.includes(`${list}.length`) || target.text.includes(`${list}.sum`));
  const unfoldings =
    own.predicates.length + own.functions.length === 0 ? [[]] : [[], [...own.predicates, ...own.functions]];
  return found.flatMap((member) =>
    bounds.flatMap((bound) =>
      unfoldings.map((unfold) =>
        tactic(view, member, member.type === 'Nat' ? naturals(bound) : integers(bound), unfold),
      ),
    ),
  );
}

export const finiteLists: readonly Family[] = [{ name: 'finite-list', propose: known }];
