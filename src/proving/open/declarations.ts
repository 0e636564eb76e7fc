import { distance } from 'fastest-levenshtein';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { LoadedFile, Message, SorryInfo, WrittenSorry } from '../../lean/index.ts';

/** A declaration of a file with the `sorry`s in it, in textual order: what is proved or not as one. */
export interface OpenDeclaration {
  /** For people: the full name, `example` with its line where it has none. */
  readonly name: string;
  /** `theorem`, `def`, `instance`, `example`, …; `''` where Lean could not make anything of it. */
  readonly kind: string;
  /** 1-based line on which it begins. */
  readonly line: number;
  /** Empty where Lean did not come to any of them: then there is an error. */
  readonly sorries: readonly SorryInfo[];
  /** The first error in it: where there is one, nothing that is put into its `sorry`s can make it sound. */
  readonly error?: Message;
}

/** The declarations in which a `sorry` is written, in order, those that Lean did not come to included. */
export function declarationsOf({
  sorries,
  written,
  messages,
}: Pick<LoadedFile, 'sorries' | 'written' | 'messages'>): readonly OpenDeclaration[] {
  const errors = messages.filter(({ severity }) => severity === 'error');
  const groups = Map.groupBy(sorries, (sorry) => sorry.command);
  const reached = [...groups.values()].map((members) => reachedDeclaration(members, errors));
  const isReached = ({ command: { start, stop } }: WrittenSorry) =>
    sorries.some(({ range }) => start.byte <= range.start.byte && range.start.byte < stop.byte);
  const missed = Map.groupBy(
    written.filter((sorry) => !isReached(sorry)),
    (sorry) => sorry.command.start.byte,
  );
  const unreached = [...missed.values()].map(([first]) => unreachedDeclaration(first!, errors));
  return [...reached, ...unreached].toSorted((a, b) => a.line - b.line);
}

function reachedDeclaration(members: readonly SorryInfo[], errors: readonly Message[]): OpenDeclaration {
  const first = members[0]!;
  const { line } = first.declarationRange.start;
  const error = errors.find(({ command }) => command === first.command);
  return {
    name: nameOf(first.declaration, line),
    kind: first.kind,
    line,
    sorries: members,
    ...(error !== undefined && { error }),
  };
}

function unreachedDeclaration({ declaration, command }: WrittenSorry, errors: readonly Message[]): OpenDeclaration {
  const { start, stop } = command;
  const within = errors.find(({ position: { byte } }) => start.byte <= byte && byte < stop.byte);
  const error = within ?? { severity: 'error', position: start, text: 'Lean does not come to its sorry.' };
  return { name: nameOf(declaration, start.line), kind: '', line: start.line, sorries: [], error };
}

const nameOf = (declaration: string, line: number): string =>
  declaration === '' ? `example (line ${line})` : declaration;

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
