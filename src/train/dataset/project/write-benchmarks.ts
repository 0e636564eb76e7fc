import { join, resolve } from 'node:path';
import { schemes } from '../../../data/benchmark/premise-splits.ts';
import type { ProjectManifest } from '../../../data/benchmark/project-manifest.ts';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import type { Lean, ProjectModules } from '../../../lean/index.ts';
import { writeText } from '../../../store/write-text.ts';
import type { ModuleTrace } from '../../extract/module-trace.ts';
import { buildProjectManifest } from './build-manifest.ts';
import { projectTheorems } from './project-theorem.ts';

export interface BenchmarkPlace {
  readonly lean: Lean['version'];
  readonly out: string;
  readonly onWritten: (path: string, manifest: ProjectManifest) => void;
}

/** Writes a manifest of a project's theorems for each way to split them. */
export async function writeProjectBenchmarks(
  { project, traces }: { readonly project: ProjectModules; readonly traces: readonly ModuleTrace[] },
  { lean: { leanVersion: version, githash }, out, onWritten }: BenchmarkPlace,
): Promise<Result<void, Problem>> {
  const { name, folder, modules } = project;
  const theorems = projectTheorems(traces, modules);
  if (theorems.theorems.length === 0) {
    return fail({
      code: 'no-theorems',
      message: `The modules of ${name} that could be traced hold no theorem that can be a benchmark.`,
      where: { file: folder },
    });
  }
  for (const scheme of schemes) {
    const parts = { lean: { version, githash }, name, folder, out: resolve(out), modules };
    const manifest = buildProjectManifest(theorems, scheme, parts);
    const path = join(out, `${scheme}.json.gz`);
    const written = await writeText(path, `${JSON.stringify(manifest)}\n`);
    if (!written.ok) return written;
    onWritten(path, manifest);
  }
  return ok(undefined);
}
