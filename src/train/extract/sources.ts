import { readdir, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { fileProblem } from '../../data/text-file.ts';
import { runFiles } from '../../eval/store/run.ts';
import { lakeProject } from '../../lean/index.ts';

/** What steps are extracted from. */
export interface Sources {
  /** Folders of runs. */
  readonly runs: readonly string[];
  readonly files: readonly SourceFile[];
  /** Folders of Lake projects. */
  readonly projects: readonly string[];
}

export interface SourceFile {
  readonly path: string;
  /** Name of the module, as its place in the folder tells it. */
  readonly module: string;
}

/** Sorts paths into runs, Lake projects and Lean files: a folder that is neither stands for the Lean files in it. */
export async function findSources(paths: readonly string[]): Promise<Result<Sources, Problem>> {
  const runs: string[] = [];
  const files: SourceFile[] = [];
  const projects: string[] = [];
  for (const path of paths) {
    try {
      const isFolder = await stat(path).then((found) => found.isDirectory());
      if (!isFolder) files.push({ path, module: moduleOf(path.split(sep).at(-1)!) });
      else if (await exists(runFiles(path).manifest)) runs.push(path);
      else if (lakeProject(resolve(path)) === resolve(path)) projects.push(path);
      else files.push(...(await leanFiles(path)));
    } catch (error) {
      return fail(fileProblem(error, path, 'read'));
    }
  }
  if (runs.length + files.length + projects.length > 0) return ok({ runs, files, projects });
  return fail({
    code: 'no-lean-files',
    message: `there are no Lean files in ${paths.join(', ')}`,
    where: { file: paths[0] ?? '' },
  });
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The Lean files of a folder, without those that its build and its dependencies brought along. */
async function leanFiles(folder: string): Promise<SourceFile[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith('.lean') && !name.split(sep).some((part) => part.startsWith('.')))
    .toSorted()
    .map((name) => ({ path: join(folder, name), module: moduleOf(name) }));
}

const moduleOf = (path: string): string =>
  path
    .replace(/\.lean$/u, '')
    .split(sep)
    .join('.');
