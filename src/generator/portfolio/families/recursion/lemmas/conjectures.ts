/**
 * Lemmas that a goal may need, stated about the file's own functions, proved on the spot, and used: one a tactic, so
 * that a conjecture which is slow to fail takes no time from the others.
 */
import type { Family } from '../../../family.ts';
import { NameSource } from '../../../names.ts';
import { sameName } from '../../../own-constants.ts';
import { readTerm } from '../../../term/term.ts';
import { atoms, isWritable, operands } from '../../../term/walk.ts';
import { type GoalView, oncePerView } from '../../../view.ts';
import { closeWith } from '../closing.ts';
import { inductionVariables } from '../induction.ts';
import { type Conjecture, conjecturesOf, type Vocabulary } from './schemas.ts';
import { type Signature, signaturesOf } from './signatures.ts';

export function vocabularyOf(view: GoalView, all: readonly Signature[] = signaturesOf(view).inGoal): Vocabulary {
  const applies = (head: string, { name }: Signature): boolean => sameName(name, head);
  return {
    functions: all.filter(({ isConstructor }) => !isConstructor),
    constructors: all.filter(({ isConstructor }) => isConstructor),
    base: (type) => constructorOf(view, type, 0),
    step: (type) => constructorOf(view, type, 1),
    isNested: (outer, inner) =>
      view.subterms.some(
        ({ head, parts }) =>
          applies(head, outer) && parts.some((part) => part.kind === 'application' && applies(part.head, inner)),
      ),
  };
}

/** Of a type with two constructors: the one, by its place. */
function constructorOf({ variables, goal }: GoalView, type: string, place: 0 | 1): string | undefined {
  const read = readTerm(type);
  const head = read.kind === 'atom' ? read.text : read.head;
  const data = variables.find((variable) => variable.head === head);
  if (data !== undefined) return data.constructors.length === 2 ? `${head}.${data.constructors[place]}` : undefined;
  const isOf = (text: string): boolean => text === head || text.startsWith(`${head} `);
  const known = (goal.definitions ?? []).filter(({ kind, result }) => kind === 'constructor' && isOf(result));
  if (known.length !== 2) return undefined;
  return known.find((each) => each.arguments.some(isOf) === (place === 1))?.name;
}

export const statement = ({ variables, equation }: Conjecture): string =>
  `∀ ${variables.map(({ name, type }) => `(${name} : ${type})`).join(' ')}, ${equation}`;

/** Inductions that may prove it, each with what closes its cases. */
export function waysToProve({ variables }: Conjecture, view: GoalView, closers: readonly string[]): readonly string[] {
  const names = variables.map(({ name }) => name);
  const inductive = variables.filter(({ type }) => constructorOf(view, type, 1) !== undefined);
  const chosen = inductive.toSorted((a, b) => typeSize(b) - typeSize(a)).map(({ name }) => name);
  const starts = (chosen.length === 0 ? names : chosen).slice(0, 2).map((name) => {
    const others = names.filter((other) => other !== name);
    return `induction ${name}${others.length === 0 ? '' : ` generalizing ${others.join(' ')}`}`;
  });
  return starts.flatMap((start) => closers.map((closer) => `(${start} <;> ${closer}; done)`));
}

/** An induction with everything else taken apart, for functions that recur on several arguments at once. */
export function apart({ variables }: Conjecture, view: GoalView, closer: string): readonly string[] {
  const inductive = variables.filter(({ type }) => constructorOf(view, type, 1) !== undefined).map(({ name }) => name);
  const [first, ...others] = inductive;
  if (first === undefined || others.length === 0) return [];
  const rest = variables.map(({ name }) => name).filter((name) => name !== first);
  const cases = others.map((name) => ` <;> cases ${name}`).join('');
  return [`(induction ${first} generalizing ${rest.join(' ')}${cases} <;> ${closer}; done)`];
}

/** Inductions that a proof tries. Only what the equation speaks of is unfolded. */
function proof(conjecture: Conjecture, view: GoalView): string {
  const spoken = new Set(atoms(readTerm(conjecture.equation)));
  const list = ` [${view.own.functions.filter((name) => spoken.has(name)).join(', ')}]`;
  const names = conjecture.variables.map(({ name }) => name).join(' ');
  return `intro ${names}; first | ${waysToProve(conjecture, view, [`simp_all${list}`, `grind${list}`]).join(' | ')}`;
}

/** Lists before what they hold. */
const typeSize = ({ type }: Conjecture['variables'][number]): number => type.split(' ').length;

const most = 12;
const mostUrgent = 3;

/** Alternatives that close the goal with the lemma, by an induction where there has been none; the last leaves it. */
function using(view: GoalView): string {
  const close = closeWith(view);
  const [variable] = inductionVariables(view);
  const induction = variable === undefined ? [] : [`(unhygienic induction ${variable.name} <;> ${close})`];
  return `${[close, ...(view.facts.length === 0 ? induction : [])].join(' | ')} | skip`;
}

/** Is there an induction hypothesis that did not suffice? */
const isStuck = ({ facts }: GoalView): boolean => facts.some(({ type }) => operands(type, '=') !== undefined);

const lemmas = oncePerView((view): readonly string[] => {
  const name = new NameSource(view.taken).next('lemma1');
  return conjecturesOf(vocabularyOf(view))
    .filter(({ equation }) => isWritable(equation))
    .slice(0, most)
    .map((each) => `have ${name} : ${statement(each)} := by ${proof(each, view)}\nfirst | ${using(view)}`);
});

export const conjecturing: readonly Family[] = [
  { name: 'lemma', chance: 0.6, propose: (view) => (isStuck(view) ? lemmas(view).slice(0, mostUrgent) : []) },
  { name: 'conjecture', propose: lemmas },
];
