import { distance } from 'fastest-levenshtein';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import type { SorryInfo } from '../lean/index.ts';

/** A declaration of a file with the `sorry`s in it, in textual order: what is proved or not as one. */
export interface Target {
  /** For people: the full name, `example` with its line where it has none. */
  readonly name: string;
  /** The name by which Lean's judge knows it. */
  readonly checkName: string;
  readonly kind: string;
  readonly line: number;
  readonly sorries: readonly SorryInfo[];
}

/** The declarations of a file that hold a `sorry`, in order. */
export function targetsOf(sorries: readonly SorryInfo[]): readonly Target[] {
  const groups = Map.groupBy(sorries, (sorry) => sorry.checkName);
  return [...groups].map(([checkName, members]) => {
    const first = members[0]!;
    const { line } = first.declarationRange.start;
    return {
      name: first.declaration === '' ? `example (line ${line})` : first.declaration,
      checkName,
      kind: first.kind,
      line,
      sorries: members,
    };
  });
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** The targets with these names: full ones, or last components. An unknown name is a problem that says which are near. */
export function selectTargets(
  targets: readonly Target[],
  names: readonly string[],
  file: string,
): Result<readonly Target[], Problem> {
  const matches = (target: Target, name: string) => target.name === name || lastPart(target.name) === name;
  const unknown = names.find((name) => !targets.some((target) => matches(target, name)));
  if (unknown !== undefined) return fail(unknownTheorem(unknown, targets, file));
  return ok(targets.filter((target) => names.some((name) => matches(target, name))));
}

function unknownTheorem(name: string, targets: readonly Target[], file: string): Problem {
  const near = targets
    .map((target) => ({
      name: target.name,
      far: Math.min(distance(name, target.name), distance(name, lastPart(target.name))),
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
