import { distance } from 'fastest-levenshtein';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Message, SorryInfo } from '../../lean/index.ts';

/** A declaration of a file with the `sorry`s in it, in textual order: what is proved or not as one. */
export interface OpenDeclaration {
  /** For people: the full name, `example` with its line where it has none. */
  readonly name: string;
  /** `theorem`, `def`, `instance`, `example`, … */
  readonly kind: string;
  /** 1-based line on which it begins. */
  readonly line: number;
  readonly sorries: readonly SorryInfo[];
  /** The first error in it: where there is one, nothing that is put into its `sorry`s can make it sound. */
  readonly error?: Message;
}

/** The declarations that hold a `sorry`, in order. */
export function declarationsOf(
  sorries: readonly SorryInfo[],
  messages: readonly Message[],
): readonly OpenDeclaration[] {
  const groups = Map.groupBy(sorries, (sorry) => sorry.command);
  return [...groups.values()].map((members) => {
    const [first] = members as [SorryInfo, ...SorryInfo[]];
    const { start } = first.declarationRange;
    const error = messages.find(({ severity, command }) => severity === 'error' && command === first.command);
    return {
      name: first.declaration === '' ? `example (line ${start.line})` : first.declaration,
      kind: first.kind,
      line: start.line,
      sorries: members,
      ...(error !== undefined && { error }),
    };
  });
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** The declarations with these names: full ones, or last components. An unknown name is a problem that says which are near. */
export function selectDeclarations(
  declarations: readonly OpenDeclaration[],
  names: readonly string[],
  file: string,
): Result<readonly OpenDeclaration[], Problem> {
  const matches = (declaration: OpenDeclaration, name: string) =>
    declaration.name === name || lastPart(declaration.name) === name;
  const unknown = names.find((name) => !declarations.some((declaration) => matches(declaration, name)));
  if (unknown !== undefined) return fail(unknownTheorem(unknown, declarations, file));
  return ok(declarations.filter((declaration) => names.some((name) => matches(declaration, name))));
}

function unknownTheorem(name: string, declarations: readonly OpenDeclaration[], file: string): Problem {
  const near = declarations
    .map((declaration) => ({
      name: declaration.name,
      far: Math.min(distance(name, declaration.name), distance(name, lastPart(declaration.name))),
    }))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, 3)
    .map((candidate) => candidate.name);
  return {
    code: 'unknown-theorem',
    message: `There is no '${name}' with a 'sorry' in it.`,
    where: { file },
    hint: `The nearest names are ${near.join(', ')}.`,
  };
}
