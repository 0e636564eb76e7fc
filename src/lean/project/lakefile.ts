/** What a package says of itself, as far as it decides which modules there are and how they are elaborated. */
import type { OptionSetting } from '../protocol.ts';

/** `module`: itself; `submodules`: those below it, `A.+`; `both`: `A.*`. */
export interface Glob {
  readonly kind: 'module' | 'submodules' | 'both';
  readonly module: string;
}

/** A `lean_lib` or `lean_exe`. */
export interface Target {
  readonly kind: 'library' | 'executable';
  readonly name: string;
  /** Relative to the package's source folder. */
  readonly srcDir: string;
  readonly roots: readonly string[];
  /** What `lake build` builds of it. */
  readonly globs: readonly Glob[];
  readonly options: readonly OptionSetting[];
}

export interface Lakefile {
  readonly file: string;
  readonly name: string;
  readonly srcDir: string;
  readonly packagesDir: string;
  readonly options: readonly OptionSetting[];
  readonly targets: readonly Target[];
  /** Names of the packages that it requires. */
  readonly requires: readonly string[];
  /** Targets that `lake build` builds; empty where it does not say. */
  readonly defaultTargets: readonly string[];
}

export const globModule = (module: string): Glob => ({ kind: 'module', module });

/** `A`, `A.+` or `A.*`, as `lakefile.toml` writes them. */
export function parseGlob(text: string): Glob {
  if (text.endsWith('.+')) return { kind: 'submodules', module: text.slice(0, -2) };
  if (text.endsWith('.*')) return { kind: 'both', module: text.slice(0, -2) };
  return globModule(text);
}
