/**
 * The premises of a project as LeanDojo's benchmarks have them in `corpus.jsonl`: one file a line, each after those that it
 * imports, so that what is accessible at a place is what the graph reaches and what ends before it in its own file.
 */
import type { Library } from '../../../data/library/packed-library.ts';
import type { ModuleNode, PremiseInfo } from '../../../lean/index.ts';
import { importsOf, isLibraryModule } from '../../../lean/index.ts';
import { textBetween } from '../../dataset/project/project-theorem.ts';
import type { ModuleTrace } from '../module-trace.ts';

/** 1-based line and column. */
export type LeanDojoPlace = readonly [line: number, column: number];

export interface CorpusPremise {
  readonly full_name: string;
  /** As it is written; where there is no source, its statement as Lean prints it. */
  readonly code: string;
  readonly start: LeanDojoPlace;
  readonly end: LeanDojoPlace;
  readonly kind: string;
}

export interface CorpusFile {
  readonly path: string;
  readonly imports: readonly string[];
  readonly premises: readonly CorpusPremise[];
}

export interface CorpusParts {
  readonly traces: readonly ModuleTrace[];
  /** The project's own modules, and those of the packages that they import; each after its imports. */
  readonly modules: readonly ModuleNode[];
  readonly dependencies: readonly ModuleNode[];
  /** What Lean lists of the dependencies. */
  readonly listed: readonly PremiseInfo[];
  /** `Init` and `Std`. */
  readonly library: Library;
}

/** Where LeanDojo has a module: in the project, in a package of it, or with Lean itself. */
export function leanDojoPath(module: string, packageOf: ReadonlyMap<string, string | undefined>): string {
  const file = `${module.replaceAll('.', '/')}.lean`;
  if (isLibraryModule(module)) return `.lake/packages/lean4/src/lean/${file}`;
  const name = packageOf.get(module);
  return name === undefined ? file : `.lake/packages/${name}/${file}`;
}

/** The package of each module, `undefined` for the project's own. */
export const packagesOf = ({ dependencies }: Pick<CorpusParts, 'dependencies'>): ReadonlyMap<string, string> =>
  new Map(dependencies.map((node) => [node.module, node.package]));

export function corpusFiles(parts: CorpusParts): readonly CorpusFile[] {
  const { traces, modules, dependencies, listed, library } = parts;
  const packages = packagesOf(parts);
  const path = (module: string): string => leanDojoPath(module, packages);
  const byModule = Map.groupBy(
    [...library.premises.map(fromLibrary), ...listed.map(fromListing)],
    (each) => each.module,
  );
  const written = new Map(traces.map((trace) => [trace.module, trace]));
  const files = new Map<string, CorpusFile>();
  const add = (module: string, imports: readonly string[], premises: readonly CorpusPremise[]): void => {
    const there = imports.filter((each) => files.has(each));
    files.set(module, { path: path(module), imports: there.map(path), premises });
  };
  const addLibrary = (module: string): void => {
    if (files.has(module)) return;
    const imports = library.imports.get(module) ?? [];
    for (const each of imports) addLibrary(each);
    add(
      module,
      imports,
      (byModule.get(module) ?? []).map(({ premise }) => premise),
    );
  };
  for (const node of [...dependencies, ...modules]) {
    const imports = importsOf(node.text);
    for (const each of imports.filter(isLibraryModule)) addLibrary(each);
    const trace = written.get(node.module);
    const premises =
      trace === undefined
        ? (byModule.get(node.module) ?? []).map(({ premise }) => premise)
        : ownPremises(trace, node.text);
    add(node.module, imports, premises);
  }
  return [...files.values()];
}

interface Placed {
  readonly module: string;
  readonly premise: CorpusPremise;
}

const kind = 'commanddeclaration';

/** The index of the library keeps no ends: a premise ends there where it begins. */
const fromLibrary = ({
  name,
  module,
  statement,
  kind: what,
  position = [1, 1],
}: Library['premises'][number]): Placed => ({
  module,
  premise: { full_name: name, code: `${what} ${name} ${statement}`, start: position, end: position, kind },
});

function fromListing({
  name,
  module,
  statement,
  kind: what,
  line = 1,
  column = 1,
  endLine,
  endColumn,
}: PremiseInfo): Placed {
  const end = [endLine ?? line, endColumn ?? column] as const;
  return {
    module,
    premise: { full_name: name, code: `${what} ${name} ${statement}`, start: [line, column], end, kind },
  };
}

function ownPremises({ declared }: ModuleTrace, text: string): readonly CorpusPremise[] {
  const lines = text.split('\n');
  return declared.map(({ name, start, end }) => ({
    full_name: name,
    code: textBetween(lines, start, end),
    start: [start.line, start.column + 1],
    end: [end.line, end.column + 1],
    kind,
  }));
}
