import { type Formula, isBinary, isQuantified } from '../formula/formula.ts';
import { type Signature, type SymbolUse, symbolKey } from '../formula/theory.ts';
import type { LeanTheory } from '../lean/statement.ts';
import { argumentKey, type FiniteModel, tuples } from './model.ts';

/**
 * The proof, from a model, of `¬ ∀ (D : Type) … (premises), goal`: on `Fin size`, with the meaning that the model gives
 * each symbol, the premises hold and the goal does not, which Lean decides.
 */
export function refutingScript(lean: LeanTheory, goal: Formula, model: FiniteModel): readonly string[] {
  const { signature, names, theory } = lean;
  const domain = `Fin ${model.size}`;
  const decide = `(by ${hasManyCases([...theory.premises, goal], model.size) ? 'decide +kernel' : 'decide'})`;
  const definitions = [
    ...signature.functions.map((use) => ({
      name: names.constant(use),
      use,
      value: functionText(model, use),
      of: domain,
    })),
    ...signature.predicates.map((use) => ({
      name: names.predicate(use),
      use,
      value: predicateText(model, use),
      of: 'Prop',
    })),
  ];
  const ordered = inBinderOrder(definitions, signature);
  const meant = ordered.map(({ name }) => name);
  const premises = theory.premises.map(() => decide);
  return [
    'intro entailed',
    ...ordered.map(({ name, use, value, of }) => `let ${name} : ${`${domain} → `.repeat(use.arity)}${of} := ${value}`),
    `exact absurd (entailed ${[`(${domain})`, ...meant, ...premises].join(' ')}) ${decide}`,
  ];
}

interface Definition {
  readonly name: string;
  readonly use: SymbolUse;
  readonly value: string;
  readonly of: string;
}

/** The binders of a statement: functions first, then predicates, each by the number of arguments. */
function inBinderOrder(definitions: readonly Definition[], { functions }: Signature): readonly Definition[] {
  const byArity = (part: readonly Definition[]) => part.toSorted((a, b) => a.use.arity - b.use.arity);
  return [...byArity(definitions.slice(0, functions.length)), ...byArity(definitions.slice(functions.length))];
}

/** Does deciding take so many cases that only the kernel is fast enough? */
function hasManyCases(formulas: readonly Formula[], size: number): boolean {
  const depth = (formula: Formula): number => {
    if (isQuantified(formula)) return 1 + depth(formula.body);
    if (formula.kind === 'not') return depth(formula.body);
    return isBinary(formula) ? Math.max(depth(formula.left), depth(formula.right)) : 0;
  };
  return formulas.some((formula) => size ** depth(formula) > 16);
}

const variables = (arity: number): readonly string[] => Array.from({ length: arity }, (_, index) => `x${index + 1}`);
const tuple = (parts: readonly (string | number)[]): string =>
  parts.length === 1 ? `${parts[0]}` : `(${parts.join(', ')})`;

function predicateText({ predicates, size }: FiniteModel, use: SymbolUse): string {
  const true_ = [...predicates.get(symbolKey(use))!];
  if (use.arity === 0) return true_.length > 0 ? 'True' : 'False';
  const nothing = `fun ${'_ '.repeat(use.arity)}=> `;
  if (true_.length === 0) return `${nothing}False`;
  if (true_.length === size ** use.arity) return `${nothing}True`;
  const names = variables(use.arity);
  const listed = true_.map((args) => args.split(',')).map(tuple);
  const condition =
    use.arity === 1
      ? listed.map((value) => `${names[0]} = ${value}`).join(' ∨ ')
      : `${tuple(names)} ∈ [${listed.join(', ')}]`;
  return `fun ${names.join(' ')} => ${condition}`;
}

function functionText({ functions, size }: FiniteModel, use: SymbolUse): string {
  const table = functions.get(symbolKey(use))!;
  if (use.arity === 0) return String(table.get('')!);
  const names = variables(use.arity);
  const cases = [...tuples(size, use.arity)].map((args) => ({ args, value: table.get(argumentKey(args))! }));
  const otherwise = cases.at(-1)!.value;
  const named = cases.filter(({ value }) => value !== otherwise);
  const branches = named.map(({ args, value }) => `if ${tuple(names)} = ${tuple(args)} then ${value} else `).join('');
  return `fun ${named.length === 0 ? '_ '.repeat(use.arity) : `${names.join(' ')} `}=> ${branches}${otherwise}`;
}
