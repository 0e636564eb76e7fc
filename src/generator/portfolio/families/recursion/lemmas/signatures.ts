/** The file's functions with the types that they have in a goal: type variables are replaced by what they stand for there. */
import type { Definition } from '../../../../../data/goal.ts';
import { generated, lastPart, sameName } from '../../../own-constants.ts';
import { readTerm, type Term } from '../../../term/term.ts';
import { argument } from '../../../term/walk.ts';
import { type GoalView, oncePerView } from '../../../view.ts';

export interface Signature {
  readonly name: string;
  readonly isConstructor: boolean;
  /** Types of the explicit arguments, as they can be written. */
  readonly types: readonly string[];
  readonly result: string;
}

type Bindings = Map<string, Term>;

/** A name of a type variable, where types that the file defines are known. */
const isVariable = ({ kind, text }: Term, known: readonly Definition[]): boolean =>
  kind === 'atom' && /^[\p{Ll}α-ω]/u.test(text) && !text.includes('.') && !known.some(({ name }) => name === text);

/** Makes a declared type equal to one of the goal's by what its variables stand for. */
function unify(declared: Term, actual: Term, known: readonly Definition[], bindings: Bindings): boolean {
  if (isVariable(declared, known)) {
    const bound = bindings.get(declared.text);
    if (bound === undefined) bindings.set(declared.text, actual);
    return bound === undefined || bound.text === actual.text;
  }
  if (declared.kind !== actual.kind || declared.parts.length !== actual.parts.length) return false;
  const sameHead = declared.head === actual.head || sameName(declared.head, actual.head);
  return sameHead && declared.parts.every((part, index) => unify(part, actual.parts[index]!, known, bindings));
}

/** The type with its variables replaced; `undefined` where one of them stands for nothing. */
function written(type: Term, known: readonly Definition[], bindings: Bindings): string | undefined {
  if (isVariable(type, known)) return bindings.get(type.text)?.text;
  if (type.kind === 'atom') return type.text;
  const parts = type.parts.map((part) => written(part, known, bindings));
  if (parts.some((part) => part === undefined || part === '_')) return undefined;
  const [first, second] = parts.map((part) => argument(readTerm(part!)));
  if (type.kind === 'operator') return `${first} ${type.head} ${second}`;
  return type.kind === 'application' && type.head !== ''
    ? [type.head, ...parts.map((part) => argument(readTerm(part!)))].join(' ')
    : undefined;
}

const identifier = /[\p{L}_][\p{L}\p{N}_.'!?]*/gu;

/** A printed type with the full names of the types that the file defines: printed, they are as short as open namespaces allow. */
const inFull = (type: string, names: readonly string[]): string =>
  type.replaceAll(identifier, (printed) => names.find((name) => sameName(name, printed)) ?? printed);

/** Reads types off terms, and notes the functions that it comes by. */
class TypeReader {
  readonly signatures = new Map<string, Signature>();
  readonly #variables: ReadonlyMap<string, Term>;
  readonly #known: readonly Definition[];

  constructor({ variables, goal }: GoalView) {
    this.#known = goal.definitions ?? [];
    const types = this.#known.filter(({ kind }) => kind === 'type').map(({ name }) => name);
    this.#variables = new Map(variables.map(({ name, type }) => [name, readTerm(inFull(type, types))]));
  }

  /** What the goal does not name, with the types that it can have there: one of them is a type of the goal. */
  behind(): readonly Signature[] {
    const types = [
      ...[...this.signatures.values()].flatMap(({ types, result }) => [...types, result]).map((type) => readTerm(type)),
      ...this.#variables.values(),
    ];
    return this.#known
      .filter(
        ({ isInGoal, kind, name }) =>
          !isInGoal && (kind === 'constructor' || (kind === 'definition' && !generated.test(name))),
      )
      .flatMap((definition) => {
        const fitted = types.map((type) => this.#fitted(definition, type)).find((signature) => signature !== undefined);
        return fitted === undefined ? [] : [fitted];
      });
  }

  /** The definition where one of its types, its value's last, is this one. */
  #fitted(definition: Definition, type: Term): Signature | undefined {
    const places = [...definition.arguments.keys()].filter(
      (place) => !isVariable(readTerm(definition.arguments[place]!), this.#known),
    );
    for (const place of places) {
      const signature = this.#applied(
        definition,
        definition.arguments.map((_, index) => (index === place ? type : undefined)),
      );
      if (signature !== undefined) return signature;
    }
    return this.#applied(
      definition,
      definition.arguments.map(() => undefined),
      type,
    );
  }

  typeOf(term: Term): Term | undefined {
    if (term.kind === 'atom' && this.#variables.has(term.text)) return this.#variables.get(term.text);
    if (term.kind !== 'application') return undefined;
    const actual = term.parts.map((part) => this.typeOf(part));
    for (const definition of this.#definitions(term)) {
      const signature = this.#applied(definition, actual);
      if (signature === undefined) continue;
      this.#note(signature);
      return readTerm(signature.result);
    }
    return undefined;
  }

  /** The definition with the types that it has where its arguments have these, as far as they are known. */
  #applied(definition: Definition, actual: readonly (Term | undefined)[], value?: Term): Signature | undefined {
    const bindings: Bindings = new Map();
    if (value !== undefined && !unify(readTerm(definition.result), value, this.#known, bindings)) return undefined;
    const declared = definition.arguments.map((text) => readTerm(text));
    const fits = actual.every(
      (type, index) => type === undefined || unify(declared[index]!, type, this.#known, bindings),
    );
    if (!fits) return undefined;
    const types = declared.map((type) => written(type, this.#known, bindings));
    const result = written(readTerm(definition.result), this.#known, bindings);
    if (result === undefined || types.some((type) => type === undefined || type === '_')) return undefined;
    return {
      name: definition.name,
      isConstructor: definition.kind === 'constructor',
      types: types.map((type) => type!),
      result,
    };
  }

  /** What may be printed so: whole names before those of which only the last part is known. */
  #definitions({ head, parts }: Term): readonly Definition[] {
    const applied = this.#known.filter(({ kind, arguments: { length } }) => kind !== 'type' && length === parts.length);
    const same = applied.filter(({ name }) => sameName(name, head));
    return same.length > 0 ? same : applied.filter(({ name }) => lastPart(name) === head);
  }

  #note(signature: Signature): void {
    this.signatures.set(`${signature.name} ${signature.types.join(' ')}`, signature);
  }
}

export interface Signatures {
  /** Of what the goal applies. */
  readonly inGoal: readonly Signature[];
  /** Of constructors of its types, and of functions that its own are made of. */
  readonly behind: readonly Signature[];
}

export const signaturesOf = oncePerView((view): Signatures => {
  const reader = new TypeReader(view);
  for (const term of view.subterms) reader.typeOf(term);
  return { inGoal: [...reader.signatures.values()], behind: reader.behind() };
});
