import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { Lakefile } from './lakefile.ts';
import { readLeanLakefile } from './lakefile-lean.ts';
import { readTomlLakefile } from './lakefile-toml.ts';

/** Reads a package's lakefile; Lake prefers `lakefile.lean` where there are both. */
export function readLakefile(folder: string): Result<Lakefile, Problem> {
  const lean = join(folder, 'lakefile.lean');
  const toml = join(folder, 'lakefile.toml');
  try {
    if (existsSync(lean)) return readLeanLakefile(lean, readFileSync(lean, 'utf8'));
    return ok(readTomlLakefile(toml, parse(readFileSync(toml, 'utf8'))));
  } catch (error) {
    const line = error instanceof TomlError ? { line: error.line } : {};
    return fail({
      code: 'bad-lakefile',
      message: `The lakefile cannot be read: ${error instanceof Error ? error.message : error}`,
      where: { file: existsSync(lean) ? lean : toml, ...line },
      hint: 'A Lake project has a lakefile.toml or a lakefile.lean; `lake build` shows what Lake makes of it.',
    });
  }
}
