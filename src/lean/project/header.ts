/** The header of a Lean file: `module`, `prelude`, and its imports. */
import { withoutComments } from './source-text.ts';

export interface Header {
  readonly isModule: boolean;
  /** Names of the imported modules as Lean prints them, in order; `Init` among them unless the file is a `prelude`. */
  readonly imports: readonly string[];
}

const name = String.raw`(?:«[^»\n]+»|[\p{L}_][\p{L}\p{N}_'!?]*)`;
const dotted = String.raw`${name}(?:\.${name})*`;
const importLine = new RegExp(
  String.raw`\s*((?:public\s+|private\s+|meta\s+)*)import\s+(?:all\s+)?(?:runtime\s+)?(${dotted})`,
  'uy',
);
const keyword = (word: string): RegExp => new RegExp(String.raw`\s*${word}(?![\w.])`, 'y');

export function readHeader(text: string): Header {
  const source = withoutComments(text);
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  const isModule = take(keyword('module')) !== null;
  const isPrelude = take(keyword('prelude')) !== null;
  const imports: string[] = isPrelude ? [] : ['Init'];
  for (let match = take(importLine); match !== null; match = take(importLine)) imports.push(match[2] ?? '');
  return { isModule, imports: [...new Set(imports)] };
}

/** The modules that a Lean file imports. */
export const importsOf = (text: string): readonly string[] => readHeader(text).imports;

/** The parts of a module's name, without the quotes that Lean puts around some. */
export const nameParts = (module: string): readonly string[] =>
  [...module.matchAll(/«([^»]*)»|([^.]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** The part of a path that a module stands for: `A/B` for `A.B`. */
export const modulePath = (module: string): string => nameParts(module).join('/');
