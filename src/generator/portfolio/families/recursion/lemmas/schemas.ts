/**
 * Equations that small terms over a goal's functions may satisfy, by the shapes that lemmas about recursive functions have
 * most often: algebra of one function, how one moves through another, and how constructors move through both. After the theory
 * exploration of K. Claessen, M. Johansson, D. Rosén, N. Smallbone, Automating inductive proofs using theory exploration
 * (HipSpec), CADE 2013, with patterns in place of all terms: nothing is evaluated here, Lean tests what is proposed.
 */
import type { Signature } from './signatures.ts';

export interface Conjecture {
  readonly variables: readonly { readonly name: string; readonly type: string }[];
  readonly equation: string;
  /** The equation about these arguments in place of the variables. */
  readonly at: (values: readonly string[]) => string;
}

/** What the goal applies: its functions and constructors, and which function stands directly inside which. */
export interface Vocabulary {
  readonly functions: readonly Signature[];
  readonly constructors: readonly Signature[];
  /** The first and the second constructor of a type that has two, as those of numbers and lists. */
  readonly base: (type: string) => string | undefined;
  readonly step: (type: string) => string | undefined;
  readonly isNested: (outer: Signature, inner: Signature) => boolean;
}

const variableNames = ['a', 'b', 'c', 'd', 'e'];

/** A conjecture about arguments of these types. */
export function about(types: readonly string[], equation: (...names: readonly string[]) => string): Conjecture {
  const variables = types.map((type, index) => ({ name: variableNames[index] ?? `a${index}`, type }));
  return {
    variables,
    equation: equation(...variables.map(({ name }) => name)),
    at: (values) => equation(...values),
  };
}

export const call = ({ name }: Signature, ...parts: readonly string[]): string =>
  [name, ...parts.map((part) => (/\s/.test(part) ? `(${part})` : part))].join(' ');

const isBoolean = ({ result }: Signature): boolean => result === 'Bool';

/** What the simplest values do as arguments of a function of two. */
export function units(f: Signature, { constructors, base, step }: Vocabulary): readonly Conjecture[] {
  const [first, second] = f.types;
  if (f.types.length !== 2 || first === undefined || second === undefined) return [];
  const found: Conjecture[] = [];
  const zero = base(second);
  const known = constructors.find(({ types, result }) => types.join() === second && result === second);
  const successor = known?.name ?? (/\s/.test(second) ? undefined : step(second));
  if (successor !== undefined && f.result === second)
    found.push(
      about([first, second], (a, b) => `${call(f, a!, `${successor} ${b}`)} = ${successor} (${call(f, a!, b!)})`),
    );
  if (closedType(f) !== undefined && zero !== undefined)
    found.push(about([first], (a) => `${call(f, a!, zero)} = ${a}`));
  if (f.result === second && zero !== undefined) found.push(about([first], (a) => `${call(f, a!, zero)} = ${zero}`));
  return found;
}

/** A function of two arguments of the type of its value; the type. */
export const closedType = ({ types: [first, second, ...more], result }: Signature): string | undefined =>
  first !== undefined && first === second && first === result && more.length === 0 ? first : undefined;

/** Of two arguments of one type: commutativity, associativity, and what happens to equal ones. */
export function laws(f: Signature): readonly Conjecture[] {
  const [first, second] = f.types;
  const found: Conjecture[] = [];
  if (closedType(f) !== undefined) {
    const type = first!;
    found.push(about([type, type], (a, b) => `${call(f, a!, b!)} = ${call(f, b!, a!)}`));
    found.push(
      about([type, type, type], (a, b, c) => `${call(f, call(f, a!, b!), c!)} = ${call(f, a!, call(f, b!, c!))}`),
    );
    found.push(about([type], (a) => `${call(f, a!, a!)} = ${a}`));
  }
  if (f.types.length === 2 && first !== undefined && first === second && isBoolean(f))
    found.push(about([first], (a) => `${call(f, a!, a!)} = true`));
  return found;
}

/** Of one argument that may come back: `g (g a) = a` and `g (g a) = g a`. */
export function iterates(g: Signature): readonly Conjecture[] {
  const [type] = g.types;
  if (g.types.length !== 1 || type === undefined || g.result !== type) return [];
  return [
    about([type], (a) => `${call(g, call(g, a!))} = ${a}`),
    about([type], (a) => `${call(g, call(g, a!))} = ${call(g, a!)}`),
  ];
}

/** What is put behind or in the middle of something, as though it were in front: `g p (f a (c x b))` by `g p (c x (f a b))`. */
function moves(g: Signature, f: Signature, c: Signature, nil: string | undefined): readonly Conjecture[] {
  const parameters = g.types.slice(0, -1);
  const [element, type] = c.types;
  if (element === undefined || type === undefined) return [];
  const split = (names: readonly string[]) => ({
    p: names.slice(0, -3),
    x: names.at(-3)!,
    a: names.at(-2)!,
    b: names.at(-1)!,
  });
  const general = about([...parameters, element, type, type], (...names) => {
    const { p, x, a, b } = split(names);
    return `${call(g, ...p, call(f, a, call(c, x, b)))} = ${call(g, ...p, call(c, x, call(f, a, b)))}`;
  });
  if (nil === undefined) return [general];
  const atEnd = about([...parameters, element, type], (...names) => {
    const { p, x, a } = split([...names, '']);
    return `${call(g, ...p, call(f, a, call(c, x, nil)))} = ${call(g, ...p, call(c, x, a))}`;
  });
  const back = about(
    [element, type],
    (x, a) => `${call(g, call(f, a!, call(c, x!, nil)))} = ${call(c, x!, call(g, a!))}`,
  );
  return parameters.length === 0 && g.result === type ? [back, atEnd, general] : [atEnd, general];
}

/**
 * How the last argument of one function takes another: `g p (f a b)` by `h (g p a) (g p b)`, as what a constructor does in the place
 * of `f`, or as though `f` were not there.
 */
export function throughs(
  g: Signature,
  f: Signature,
  { functions, constructors, base, step }: Vocabulary,
): readonly Conjecture[] {
  const last = g.types.at(-1);
  const parameters = g.types.slice(0, -1);
  if (last === undefined || f.result !== last || parameters.length > 1) return [];
  const count = parameters.length;
  const outer = (names: readonly string[], inside: string): string => call(g, ...names.slice(0, count), inside);
  const found: Conjecture[] = [];
  const inner = (names: readonly string[]): readonly string[] => names.slice(count);
  const types = [...parameters, ...f.types];
  const [first, second] = f.types;
  const like = step(last);
  if (like !== undefined && f.types.length === 2 && second === last && first !== last) {
    const made = { ...f, name: like };
    found.push(
      about(
        types,
        (...names) => `${outer(names, call(f, ...inner(names)))} = ${outer(names, call(made, ...inner(names)))}`,
      ),
    );
  }
  if (f.types.length === 2 && second === last && first !== undefined) {
    for (const c of constructors) {
      if (c.types.length !== 1 || c.types[0] !== g.result || c.result !== g.result || first === last) continue;
      found.push(
        about(
          types,
          (...names) => `${outer(names, call(f, ...inner(names)))} = ${call(c, outer(names, names[count + 1]!))}`,
        ),
      );
    }
    for (const c of constructors) {
      if (c.types.length !== 2 || c.types[1] !== last || c.result !== last || first !== last) continue;
      found.push(...moves(g, f, c, base(last)));
    }
  }
  if (f.types.length === 2 && first === last && second === last) {
    for (const h of functions) {
      if (h.types.length !== 2 || h.types[0] !== g.result || h.types[1] !== g.result || h.result !== g.result) continue;
      found.push(
        about(types, (...names) => {
          const [a, b] = inner(names);
          return `${outer(names, call(f, a!, b!))} = ${call(h, outer(names, a!), outer(names, b!))}`;
        }),
      );
      if (g.result === last && count === 0)
        found.push(
          about(types, (...names) => {
            const [a, b] = inner(names);
            return `${outer(names, call(f, a!, b!))} = ${call(h, outer(names, b!), outer(names, a!))}`;
          }),
        );
    }
  }
  if (f.types.length === 1 && first === last) {
    if (g.result === last)
      found.push(
        about(types, (...names) => `${outer(names, call(f, names[count]!))} = ${call(f, outer(names, names[count]!))}`),
      );
  }
  return found;
}

/** The likeliest first: what the goal has directly inside one another, then the algebra of its functions. */
export function conjecturesOf(vocabulary: Vocabulary): readonly Conjecture[] {
  const { functions, isNested } = vocabulary;
  const pairs = functions.flatMap((g) => functions.map((f) => [g, f] as const));
  const nested = pairs.filter(([g, f]) => g !== f && isNested(g, f));
  return [
    ...nested.flatMap(([g, f]) => throughs(g, f, vocabulary)),
    ...functions.flatMap((f) => [...units(f, vocabulary), ...laws(f)]),
    ...functions.filter((g) => isNested(g, g)).flatMap(iterates),
  ];
}
