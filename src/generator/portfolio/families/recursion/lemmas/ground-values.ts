/** Small closed values of types, to test on them what is claimed of all values. */
import type { Definition } from '../../../../../data/goal.ts';
import { sameName } from '../../../own-constants.ts';
import { readTerm, type Term } from '../../../term/term.ts';

/** What is put into values: no two alike, so that it shows where one of them goes. */
export interface Elements {
  /** A new element of a type of which nothing is known. */
  readonly element: (type: string) => string;
  /** The size of the next element of a type with values of its own. */
  readonly size: () => number;
}

const inBrackets = (text: string): string => (/\s/.test(text) ? `(${text})` : text);

/** Values of library types; the size is that of a number, or the length of a list. */
function libraryValue(type: Term, size: number, element: (type: string) => string | undefined): string | undefined {
  if (type.text === 'Nat' || type.text === 'Int') return `${size}`;
  if (type.text === 'Bool') return size % 2 === 0 ? 'false' : 'true';
  if (type.head !== 'List' || type.parts.length !== 1) return undefined;
  const elements = Array.from({ length: size }, () => element(type.parts[0]!.text));
  return elements.includes(undefined) ? undefined : `[${elements.join(', ')}]`;
}

/**
 * A value of a type in which constructors that hold the type itself are `size` deep, along one branch; written so that it can stand as
 * an argument. `undefined` where the type has no constructors that can be seen.
 */
export function groundValue(
  type: string,
  size: number,
  definitions: readonly Definition[],
  elements: Elements,
): string | undefined {
  const read = readTerm(type);
  if (read.kind === 'atom' && /^[\p{Ll}α-ω]/u.test(type) && !definitions.some(({ name }) => sameName(name, type)))
    return elements.element(type);
  const library = libraryValue(read, size, (inner) => groundValue(inner, elements.size(), definitions, elements));
  if (library !== undefined) return library;
  const head = read.kind === 'atom' ? read.text : read.head;
  const constructors = definitions.filter(
    ({ kind, result }) => kind === 'constructor' && sameName(headOf(result), head),
  );
  const isRecursive = ({ arguments: types }: Definition): boolean => types.some((each) => sameName(headOf(each), head));
  const wanted = constructors.find((each) => isRecursive(each) === size > 0) ?? constructors[0];
  if (wanted === undefined || (isRecursive(wanted) && size <= 0)) return undefined;
  const parameter = read.parts[0]?.text;
  let deeper = size - 1;
  const values = wanted.arguments.map((each) => {
    if (!sameName(headOf(each), head))
      return groundValue(parameterised(each, parameter), elements.size(), definitions, elements);
    const value = groundValue(type, deeper, definitions, elements);
    deeper = 0;
    return value;
  });
  return values.includes(undefined) ? undefined : inBrackets([wanted.name, ...values].join(' '));
}

/** The type of a constructor's argument, where that is the type's own parameter. */
const parameterised = (type: string, parameter: string | undefined): string =>
  parameter !== undefined && /^[\p{Ll}α-ω][\p{L}\p{N}_']*$/u.test(type) ? parameter : type;

const headOf = (type: string): string => {
  const { kind, text, head } = readTerm(type);
  return kind === 'atom' ? text : head;
};
