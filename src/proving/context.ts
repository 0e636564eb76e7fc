import type { TheoremContext } from '../generator/index.ts';
import type { Lean } from '../lean/index.ts';
import { fileSource } from '../premises/index.ts';
import type { OpenDeclaration } from './open/declarations.ts';
import type { OpenFile } from './open/file.ts';

/**
 * The second step: what a generator is told about the theorem that a declaration is. A proof may rest on the theorems of
 * the file that come before, those with a `sorry` left out.
 */
export function contextOf(lean: Lean, file: OpenFile, declaration: OpenDeclaration): TheoremContext {
  const open = new Set(file.sorries.map((sorry) => sorry.declaration));
  const { declaration: name, declarationRange } = declaration.sorries[0]!;
  const own = file.theorems.indexOf(name);
  const before = own < 0 ? file.theorems : file.theorems.slice(0, own);
  const premises = fileSource(lean, file, { theorem: name, line: declarationRange.start.line, open });
  return { name, localTheorems: before.filter((theorem) => !open.has(theorem)), premises };
}
