import type { Goal } from '../../data/goal.ts';
import type { LibraryNames } from './library-names.ts';

/** How the library names the equation that a function satisfies on the larger case. */
const suffixes = ['_succ', '_cons', "'_concat"];

/** Operations that are printed as notation; their equations go by the names of types. */
const notations: Readonly<Record<string, readonly string[]>> = {
  'HPow.hPow': ['pow_succ'],
  'HMul.hMul': ['mul_add', 'add_mul'],
};
const numberTypes = ['Nat', 'Int'];

/** The simplifier uses these without being asked. */
const known =
  /^(?:List\.(?:map|sum|filterMap|length|reverse|foldr|foldl|append|cons|nil|mem|zip|flatten|flatMap)|Nat\.(?:succ|add|zero|gcd))_/;

const most = 6;

/** Equations of the library that unfold its functions in the goal by one step. */
export function stepEquations({ constants }: Pick<Goal, 'constants'>, { theorems }: LibraryNames): readonly string[] {
  const types = numberTypes.filter((type) => constants.includes(type));
  const ofNotation = constants.flatMap((name) =>
    types.flatMap((type) => (notations[name] ?? []).map((equation) => `${type}.${equation}`)),
  );
  const ofFunctions = constants.flatMap((name) => suffixes.map((suffix) => name + suffix));
  return [...ofFunctions, ...ofNotation].filter((name) => theorems.has(name) && !known.test(name)).slice(0, most);
}
