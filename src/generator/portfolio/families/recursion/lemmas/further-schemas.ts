/**
 * Equations that are needed less often by themselves than together: how one function is built from another, and what functions
 * do that undo one another.
 */
import {
  about,
  type Conjecture,
  call,
  closedType,
  iterates,
  laws,
  throughs,
  units,
  type Vocabulary,
} from './schemas.ts';
import type { Signature } from './signatures.ts';

/** What is done twice may be done in the other order: `f a (f b c)` is `f b (f a c)`. */
function reordered(f: Signature): readonly Conjecture[] {
  const [first, second, ...more] = f.types;
  if (first === undefined || second === undefined || more.length > 0 || f.result !== second) return [];
  return [
    about([first, first, second], (a, b, c) => `${call(f, a!, call(f, b!, c!))} = ${call(f, b!, call(f, a!, c!))}`),
  ];
}

/** A relation that holds one way round or the other. */
function total(f: Signature): readonly Conjecture[] {
  const [first, second, ...more] = f.types;
  if (first === undefined || first !== second || more.length > 0 || f.result !== 'Bool') return [];
  return [about([first, first], (a, b) => `(${call(f, a!, b!)} || ${call(f, b!, a!)}) = true`)];
}

/** A function that does not see what another one has done: `g (f a b)` is `g b`. */
function ignores(g: Signature, f: Signature): readonly Conjecture[] {
  const last = g.types.at(-1);
  if (last === undefined || f.types.at(-1) !== last || f.result !== last) return [];
  if (f.types.length > 1 && f.types[0] === last) return [];
  const parameters = g.types.slice(0, -1);
  return [
    about([...parameters, ...f.types], (...names) => {
      const [given, inside] = [names.slice(0, parameters.length), names.slice(parameters.length)];
      return `${call(g, ...given, call(f, ...inside))} = ${call(g, ...given, inside.at(-1)!)}`;
    }),
  ];
}

/** One function repeats another: `f a (s b)` is `h a (f a b)`. */
function repeated(f: Signature, h: Signature, { step }: Vocabulary): readonly Conjecture[] {
  const type = closedType(f);
  const successor = type === undefined ? undefined : step(type);
  if (type === undefined || successor === undefined || closedType(h) !== type) return [];
  return [about([type, type], (a, b) => `${call(f, a!, `${successor} ${b}`)} = ${call(h, a!, call(f, a!, b!))}`)];
}

/** One function goes through another from the left and from the right. */
function distributes(f: Signature, h: Signature): readonly Conjecture[] {
  const type = closedType(f);
  if (type === undefined || f === h || closedType(h) !== type) return [];
  return [
    about(
      [type, type, type],
      (a, b, c) => `${call(f, call(h, a!, b!), c!)} = ${call(h, call(f, a!, c!), call(f, b!, c!))}`,
    ),
    about(
      [type, type, type],
      (a, b, c) => `${call(f, a!, call(h, b!, c!))} = ${call(h, call(f, a!, b!), call(f, a!, c!))}`,
    ),
  ];
}

/** A function of a result does not see in which order the result was made. */
function swaps(g: Signature, f: Signature): readonly Conjecture[] {
  const type = closedType(f);
  if (type === undefined || g.types.length !== 1 || g.types[0] !== type) return [];
  return [about([type, type], (a, b) => `${call(g, call(f, a!, b!))} = ${call(g, call(f, b!, a!))}`)];
}

/** A function with an accumulator, in terms of the one without. */
function accumulates(
  long: Signature,
  short: Signature,
  { functions, constructors }: Vocabulary,
): readonly Conjecture[] {
  const given = long.types.slice(0, -1);
  if (long === short || long.result !== short.result || long.types.at(-1) !== long.result) return [];
  if (given.length === 0 || given.join('|') !== short.types.join('|')) return [];
  const ways = [...functions, ...constructors].filter((h) => closedType(h) === long.result && h !== long);
  return ways.flatMap((h) =>
    [false, true].map((isBehind) =>
      about(long.types, (...names) => {
        const inner = call(short, ...names.slice(0, -1));
        const acc = names.at(-1)!;
        return `${call(long, ...names)} = ${isBehind ? call(h, acc, inner) : call(h, inner, acc)}`;
      }),
    ),
  );
}

/** A function with an accumulator that is its own inverse. */
function returns(f: Signature, { base }: Vocabulary): readonly Conjecture[] {
  const type = closedType(f);
  const zero = type === undefined ? undefined : base(type);
  if (type === undefined || zero === undefined) return [];
  return [about([type, type], (a, b) => `${call(f, call(f, a!, b!), zero)} = ${call(f, b!, a!)}`)];
}

/** What is measured off something that was put together: `F (g a) (f a b)`. */
function measured(outer: Signature, g: Signature, f: Signature): readonly Conjecture[] {
  const type = closedType(f);
  const [size, whole, ...more] = outer.types;
  if (type === undefined || more.length > 0 || whole !== type || outer.result !== type || size === type) return [];
  if (g.types.length !== 1 || g.types[0] !== type || g.result !== size || outer === f) return [];
  const left = (a: string, b: string): string => call(outer, call(g, a), call(f, a, b));
  return [
    about([type, type], (a, b) => `${left(a!, b!)} = ${call(f, b!, a!)}`),
    about([type, type], (a, b) => `${left(a!, b!)} = ${b}`),
    about([type, type], (a, b) => `${left(a!, b!)} = ${a}`),
  ];
}

/** Functions in an order, and which of them are made of which, at whatever distance. */
export interface Theory {
  readonly vocabulary: Vocabulary;
  readonly isMadeOf: (outer: Signature, inner: Signature) => boolean;
}

/**
 * All that is conjectured of some functions, in an order in which what is needed for a proof comes before it as often as can be told:
 * functions come after those that they are made of, and each lays down first what it does with the simplest values.
 */
export function allConjectures({ vocabulary, isMadeOf }: Theory): readonly Conjecture[] {
  const { functions } = vocabulary;
  const pairsOf = (place: number): readonly (readonly [Signature, Signature])[] => {
    const f = functions[place]!;
    return functions.slice(0, place).flatMap((g) => [[f, g] as const, [g, f] as const]);
  };
  const pairs = functions.flatMap((_, place) => pairsOf(place));
  const partsOf = (g: Signature): Vocabulary => ({
    ...vocabulary,
    functions: functions.filter((h) => isMadeOf(g, h)),
    constructors: [],
  });
  const algebra = functions.flatMap((f, place) => [
    ...units(f, vocabulary),
    ...functions.filter((g) => isMadeOf(f, g)).flatMap((g) => [...repeated(f, g, vocabulary), ...distributes(f, g)]),
    ...pairsOf(place).flatMap(([long, short]) => (isMadeOf(short, long) ? [] : accumulates(long, short, vocabulary))),
    ...laws(f),
    ...total(f),
    ...reordered(f),
  ]);
  return [
    ...algebra,
    ...functions.flatMap((outer) => pairs.flatMap(([g, f]) => measured(outer, g, f))),
    ...pairs.flatMap(([g, f]) => ignores(g, f)),
    ...pairs.flatMap(([g, f]) => throughs(g, f, closedType(g) === undefined ? vocabulary : partsOf(g))),
    ...functions.flatMap(iterates),
    ...functions.flatMap((f) => returns(f, vocabulary)),
    ...pairs.flatMap(([g, f]) => swaps(g, f)),
  ];
}
