import { join } from 'node:path';
import { schemes, splitByScheme } from '../../../data/benchmark/premise-splits.ts';
import { coreLibrary } from '../../../data/library/core-library.ts';
import { splitNames } from '../../../data/library/splits.ts';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { type Lean, listLibrary, type PremiseInfo, type ProjectModules } from '../../../lean/index.ts';
import { writeText } from '../../../store/write-text.ts';
import { projectTheorems } from '../../dataset/project/project-theorem.ts';
import type { ModuleTrace } from '../module-trace.ts';
import { corpusFiles, leanDojoPath, packagesOf } from './corpus.ts';
import { type Repository, tracedTheorems } from './proofs.ts';

/** LeanDojo's names of the splits. */
const names = { random: 'random', novel: 'novel_premises', train: 'train', valid: 'val', test: 'test' } as const;

/** Writes a project as LeanDojo's benchmarks are: `corpus.jsonl`, `random/`, `novel_premises/` and `metadata.json`. */
export async function writeLeanDojo(
  { project, traces }: { readonly project: ProjectModules; readonly traces: readonly ModuleTrace[] },
  lean: Lean,
  { out, repository, now }: { readonly out: string; readonly repository: Repository; readonly now: Date },
  signal: AbortSignal,
): Promise<Result<{ readonly theorems: number; readonly premises: number }, Problem>> {
  const { modules, dependencies } = project;
  const listed = await listDependencies(lean, dependencies, signal);
  if (!listed.ok) return listed;
  const packages = packagesOf({ dependencies });
  const { theorems } = projectTheorems(traces, modules);
  const path = (module: string) => leanDojoPath(module, packages);
  const corpus = corpusFiles({ traces, modules, dependencies, listed: listed.value, library: coreLibrary() });
  const paths = new Set(corpus.map((file) => file.path));
  const traced = tracedTheorems(theorems, traces, { repository, path, isInCorpus: (file) => paths.has(file) });
  const files = [
    ['corpus.jsonl', corpus.map((file) => `${JSON.stringify(file)}\n`).join('')],
    ['metadata.json', `${JSON.stringify(metadata(repository, now))}\n`],
    ...schemes.flatMap((scheme) => {
      const splits = splitByScheme(theorems, scheme);
      return splitNames.map((split) => {
        const records = splits[split].map(({ name }) => traced.get(name));
        return [join(names[scheme], `${names[split]}.json`), `${JSON.stringify(records)}\n`] as const;
      });
    }),
  ] as const;
  for (const [name, text] of files) {
    const written = await writeText(join(out, name), text);
    if (!written.ok) return written;
  }
  return ok({ theorems: theorems.length, premises: corpus.reduce((sum, { premises }) => sum + premises.length, 0) });
}

const metadata = ({ url, commit }: Repository, now: Date) => ({
  creation_time: now.toISOString(),
  from_repo: { url, commit },
});

async function listDependencies(
  lean: Lean,
  dependencies: ProjectModules['dependencies'],
  signal: AbortSignal,
): Promise<Result<readonly PremiseInfo[], Problem>> {
  if (dependencies.length === 0) return ok([]);
  const wanted = new Set(dependencies.map(({ module }) => module));
  const listing = { imports: [...wanted], isWanted: (module: string) => wanted.has(module), printed: true };
  const listed = await listLibrary(lean, listing, signal);
  if (listed.ok) return listed;
  const { kind, message } = listed.error;
  return fail({ code: `lean-${kind}`, message: `Lean could not list the premises of the packages: ${message}` });
}
