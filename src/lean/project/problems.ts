/** What a person has to put right in a project before the embedded Lean can work in it. */
import { existsSync, readFileSync } from 'node:fs';
import type { Problem } from '../../data/problem.ts';
import type { BuildResult, ModuleOutcome } from './build/build.ts';
import type { Obstacle } from './build/graph.ts';
import { withoutComments } from './source-text.ts';
import type { Workspace } from './workspace.ts';

const installLean = 'curl https://elan.lean-lang.org/elan-init.sh -sSf | sh';

/** Mathlib is too large for the embedded Lean: thousands of modules, and more memory than WebAssembly has. */
export function needsMathlib(file: string, module: string): Problem {
  return {
    code: 'mathlib-needs-native-lean',
    message: `${module} belongs to Mathlib, which the embedded Lean cannot build: it is too large.`,
    where: importPlace(file, module),
    hint:
      'Mathlib needs its Lake project and a native Lean:\n' +
      `  ${installLean}\n` +
      '  lake +leanprover/lean4:stable new my_project math    # unless the file lies in such a project\n' +
      '  cd my_project && lake exe cache get && lake build    # then run ariadne on files in it',
  };
}

export function outsideProject(file: string, module: string): Problem {
  return {
    code: 'import-not-found',
    message: `The file imports ${module}, but lies in no Lake project, and the library has no such module.`,
    where: importPlace(file, module),
    hint: 'Put the file into the project that it belongs to (a folder with a lakefile.toml or lakefile.lean, or one below).',
  };
}

/** A module that is not there: because its package is not, or because of a wrong name. */
export function missingImport(file: string, { module, importedBy, why }: Obstacle, workspace: Workspace): Problem {
  const by = importedBy === module ? 'the file' : importedBy;
  if (why === 'circle') {
    return {
      code: 'import-circle',
      message: `Modules import each other in a circle: ${module}, again from ${importedBy}.`,
      where: importPlace(file, module),
    };
  }
  const root = module.split('.')[0] ?? module;
  const { missing, root: own } = workspace;
  return {
    code: 'import-not-found',
    message:
      missing.length > 0
        ? `${module}, which ${by} imports, is in no package that is there; missing: ${missing.map(({ name }) => name).join(', ')}.`
        : `${module}, which ${by} imports, is in no package of the project ${own.name}.`,
    where: importPlace(file, module),
    hint:
      missing.length > 0
        ? `Fetch the packages: \`lake update\` in ${own.folder}, or clone each one into its folder: ${missing.map(({ folder }) => folder).join(', ')}.`
        : `No library of the project has the root ${root}; see \`lean_lib\` in ${own.file}.`,
  };
}

/** Nothing came of a module that the file imports. */
export function importNotBuilt(file: string, module: string, outcomes: BuildResult): Problem {
  const outcome = outcomes.get(module);
  const culprit = outcome?.kind === 'blocked' ? outcome.by : module;
  return {
    code: 'import-not-built',
    message: `${module}, which the file imports, cannot be built: ${culprit}: ${firstError(outcomes.get(culprit))}`,
    where: importPlace(file, module),
    hint: 'The embedded Lean builds most projects that want its version of Lean; a native Lean (elan) builds the others.',
  };
}

function firstError(outcome: ModuleOutcome | undefined): string {
  if (outcome?.kind !== 'failed') return 'it was not reached';
  const [first] = outcome.errors;
  return first === undefined ? outcome.message : `${first.position.line}:${first.position.column}: ${first.text}`;
}

/** The line of a file that imports a module, if it does itself. */
function importPlace(file: string, module: string): NonNullable<Problem['where']> {
  const text = existsSync(file) ? withoutComments(readFileSync(file, 'utf8')) : '';
  const line = text.split('\n').findIndex((each) => /\bimport\b/.test(each) && each.includes(module));
  return line < 0 ? { file } : { file, line: line + 1 };
}

/** What there is to say about the version of Lean that a project wants, if it is another than that of the embedded Lean. */
export function toolchainNote(toolchain: string | undefined, version: string): string | undefined {
  if (toolchain === undefined) return undefined;
  const wanted = /(\d{1,6}\.\d{1,6})(\.\d{1,6})?/.exec(toolchain);
  if (wanted !== null && version.startsWith(`${wanted[1]}.`)) return undefined;
  return `the project wants ${toolchain}, the embedded Lean is ${version}: tried all the same`;
}
