/**
 * Lemmas that proofs about recursive functions often need, stated about the file's own functions and proved on the spot:
 * how a constructor moves through a function, commutativity, associativity, and how functions distribute over one another.
 * A conjecture that does not type-check or whose proof fails costs one failed tactic.
 */
import type { Family } from '../../family.ts';
import { NameSource } from '../../names.ts';
import { sameName } from '../../own-constants.ts';
import type { Term } from '../../term/term.ts';
import { isWritable, operands } from '../../term/walk.ts';
import type { GoalView } from '../../view.ts';
import { simpList } from './unfolding.ts';

/** A function of the file with the types of its explicit arguments, as far as variables in argument position show them. */
interface Signature {
  readonly name: string;
  readonly types: readonly (string | undefined)[];
}

function signatures({ own, subterms, variables }: GoalView): readonly Signature[] {
  const typeOf = new Map(variables.map(({ name, type }) => [name, type]));
  const found = new Map<string, Signature>();
  for (const { kind, head, parts } of subterms) {
    const name = kind === 'application' ? own.functions.find((each) => sameName(each, head)) : undefined;
    if (name === undefined) continue;
    const known = found.get(name)?.types ?? [];
    found.set(name, { name, types: parts.map(({ text }, index) => known[index] ?? typeOf.get(text)) });
  }
  return [...found.values()];
}

/** `∀ (a : T) b, `: types are given where they are known, since implicit arguments may hang on them. */
const binders = (variables: readonly (readonly [string, string | undefined])[]): string =>
  `∀ ${variables.map(([name, type]) => (type === undefined ? name : `(${name} : ${type})`)).join(' ')}, `;

const isBinary = ({ types }: Signature): boolean => types.length === 2;
const isUnary = ({ types }: Signature): boolean => types.length === 1;

interface Conjecture {
  readonly statement: string;
  readonly variables: readonly string[];
}

const conjecture = (variables: readonly (readonly [string, string | undefined])[], equation: string): Conjecture => ({
  statement: binders(variables) + equation,
  variables: variables.map(([name]) => name),
});

/** `f a (C b) = C (f a b)` for a constructor that stands in the way: the second of two, as in numbers and lists. */
function successors({ variables }: GoalView, { name, types }: Signature): readonly Conjecture[] {
  const data = variables.find(({ type, constructors }) => type === types[1] && constructors.length === 2);
  const last = data?.constructors[1];
  if (data === undefined || last === undefined || / /.test(data.type)) return [];
  const successor = `${data.head}.${last}`;
  return [
    conjecture(
      [
        ['a', types[0]],
        ['b', types[1]],
      ],
      `${name} a (${successor} b) = ${successor} (${name} a b)`,
    ),
  ];
}

function units({ variables }: GoalView, { name, types }: Signature): readonly Conjecture[] {
  const data = variables.find(({ type, constructors }) => type === types[1] && constructors.length === 2);
  const first = data?.constructors[0];
  if (data === undefined || first === undefined || types[0] !== types[1]) return [];
  return [conjecture([['a', types[0]]], `${name} a ${data.head}.${first} = a`)];
}

const isFunctionType = (type: string | undefined): boolean => type?.includes('→') ?? false;

function algebra({ name, types: [first, second] }: Signature): readonly Conjecture[] {
  const type = first ?? second;
  if (first !== second && (first === undefined || second === undefined ? isFunctionType(type) : true)) return [];
  return [
    conjecture(
      [
        ['a', type],
        ['b', type],
      ],
      `${name} a b = ${name} b a`,
    ),
    conjecture(
      [
        ['a', type],
        ['b', type],
        ['c', type],
      ],
      `${name} (${name} a b) c = ${name} a (${name} b c)`,
    ),
  ];
}

/** `g (f a b)` as `f (g a) (g b)` or the other way round, where the goal applies `g` and `f`. */
function distribution(unary: Signature, binary: Signature, all: readonly Signature[]): readonly Conjecture[] {
  const [first, second] = binary.types;
  const variables: readonly (readonly [string, string | undefined])[] = [
    ['a', first],
    ['b', second],
  ];
  const g = unary.name;
  const left = `${g} (${binary.name} a b)`;
  return all
    .filter(isBinary)
    .flatMap(({ name }) => [
      conjecture(variables, `${left} = ${name} (${g} a) (${g} b)`),
      ...(name === binary.name ? [conjecture(variables, `${left} = ${name} (${g} b) (${g} a)`)] : []),
    ]);
}

function conjectures(view: GoalView): readonly Conjecture[] {
  const all = signatures(view);
  const binary = all.filter(isBinary);
  const nested = (outer: Signature, inner: Signature): boolean =>
    view.subterms.some((term) => sameName(outer.name, term.head) && term.parts.some((part) => appliesTo(part, inner)));
  return [
    ...binary.flatMap((signature) => successors(view, signature)),
    ...binary.flatMap((signature) => units(view, signature)),
    ...binary.filter((signature) => !isTest(view, signature)).flatMap(algebra),
    ...all
      .filter(isUnary)
      .flatMap((unary) =>
        binary
          .filter((each) => nested(unary, each) && each.types[0] === each.types[1])
          .flatMap((each) => distribution(unary, each, all)),
      ),
  ];
}

/** Is its value compared with `true` or `false`? */
const isTest = ({ subterms }: GoalView, signature: Signature): boolean =>
  subterms.some((term) => {
    const sides = operands(term, '=');
    return sides !== undefined && appliesTo(sides[0], signature) && ['true', 'false'].includes(sides[1].text);
  });

const appliesTo = ({ kind, head }: Term, { name }: Signature): boolean =>
  kind === 'application' && sameName(name, head);

const proof = ([first = 'a', second, ...others]: readonly string[], list: string): string => {
  const rest = second === undefined ? '' : ` generalizing ${[second, ...others].join(' ')}`;
  const ways = [
    `(induction ${first} <;> simp_all${list})`,
    `(induction ${first}${rest} <;> grind${list})`,
    ...(second === undefined ? [] : [`(induction ${first}${rest} <;> induction ${second} <;> simp_all${list})`]),
  ];
  return `first | ${ways.join(' | ')}`;
};

const most = 10;

export const conjecturing: readonly Family[] = [
  {
    name: 'conjecture',
    propose: (view) => {
      const name = new NameSource(view.taken).next('lemma1');
      const list = simpList(view);
      return conjectures(view)
        .filter(({ statement }) => isWritable(statement) && !view.facts.some(({ type }) => type.text === statement))
        .slice(0, most)
        .map(({ statement, variables }) => {
          const intro = `intro ${variables.join(' ')}`;
          return `have ${name} : ${statement} := by\n  ${intro}\n  ${proof(variables, list)}`;
        });
    },
  },
];
