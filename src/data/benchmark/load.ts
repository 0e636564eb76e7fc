import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { Problem } from '../problem.ts';
import { fail, ok, type Result } from '../result.ts';
import { fileProblem, readText } from '../text-file.ts';
import { type Benchmark, type BenchmarkTheorem, selectSplit } from './benchmark.ts';
import { type BenchmarkFile, type ElaborateFile, sorryTheorems } from './lean-file.ts';
import { parseLibraryManifest } from './library-manifest.ts';
import { parseProjectManifest } from './project-manifest.ts';
import { parseTheorems } from './theorem-jsonl.ts';

/**
 * Loads a benchmark: theorem JSONL (`.jsonl`), a manifest of theorems of the library or of a project (`.json`), a Lean file, or
 * a folder of Lean files; the first two also with `.gz`.
 *
 * @param split the split to keep, `''` for all
 */
export async function loadBenchmark(
  path: string,
  split: string,
  elaborate: ElaborateFile,
): Promise<Result<Benchmark, Problem>> {
  const theorems = await readTheorems(path, elaborate);
  if (!theorems.ok) return theorems;
  const name = basename(resolve(path)).replace(/\.(jsonl|json|lean)(\.gz)?$/, '');
  return selectSplit(name, path, theorems.value, split);
}

async function readTheorems(path: string, elaborate: ElaborateFile): Promise<Result<BenchmarkTheorem[], Problem>> {
  const files = await leanFilesOf(path);
  if (!files.ok) return files;
  if (files.value !== undefined) {
    const sources = await readSources(path, files.value);
    return sources.ok ? sorryTheorems(sources.value, elaborate) : sources;
  }
  const parse = parserFor(path);
  if (parse === undefined) {
    return fail({
      code: 'unknown-benchmark',
      message: `${path} is no benchmark that Ariadne knows`,
      where: { file: path },
      hint: 'Give theorem JSONL (.jsonl), a manifest of `ariadne dataset` (.json), a .lean file or a folder of them.',
    });
  }
  const text = await readText(path);
  return text.ok ? await parse(text.value, path) : text;
}

type Parse = (
  text: string,
  file: string,
) => Result<BenchmarkTheorem[], Problem> | Promise<Result<BenchmarkTheorem[], Problem>>;

function parserFor(path: string): Parse | undefined {
  if (/\.jsonl(\.gz)?$/.test(path)) return parseTheorems;
  if (/\.json(\.gz)?$/.test(path)) return parseManifest;
  return undefined;
}

const parseManifest: Parse = (text, file) =>
  /^\s*\{\s*"kind"\s*:\s*"project"/.test(text) ? parseProjectManifest(text, file) : parseLibraryManifest(text, file);

/** The Lean files at or under a path, sorted; `undefined` where it is a file of another kind. */
export async function leanFilesOf(path: string): Promise<Result<string[] | undefined, Problem>> {
  try {
    if ((await stat(path)).isDirectory()) {
      const entries = await readdir(path, { recursive: true });
      return ok(
        entries
          .filter((entry) => entry.endsWith('.lean') && !entry.split(sep).some((part) => part.startsWith('.')))
          .map((entry) => join(path, entry))
          .toSorted(),
      );
    }
    return ok(path.endsWith('.lean') ? [path] : undefined);
  } catch (error) {
    return fail(fileProblem(error, path, 'read'));
  }
}

async function readSources(root: string, files: readonly string[]): Promise<Result<BenchmarkFile[], Problem>> {
  const sources: BenchmarkFile[] = [];
  for (const file of files) {
    const text = await readText(file);
    if (!text.ok) return text;
    const path = relative(root, file).split(sep).join('/') || basename(file);
    sources.push({ path, file: resolve(file), text: text.value });
  }
  return ok(sources);
}
