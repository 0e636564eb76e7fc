import { relative, sep } from 'node:path';
import { type Scheme, splitByScheme, splitCounts } from '../../../data/benchmark/premise-splits.ts';
import { PROJECT_FORMAT, type ProjectManifest, textHash } from '../../../data/benchmark/project-manifest.ts';
import { splitNames } from '../../../data/library/splits.ts';
import type { ModuleNode } from '../../../lean/index.ts';
import type { ProjectTheorems } from './project-theorem.ts';

export interface ManifestParts {
  readonly lean: ProjectManifest['lean'];
  readonly name: string;
  /** The project's folder, and the folder that the manifest will lie in. */
  readonly folder: string;
  readonly out: string;
  readonly modules: readonly ModuleNode[];
}

/** The manifest of a project's theorems, split in one way. */
export function buildProjectManifest(
  { theorems, listed, excluded }: ProjectTheorems,
  scheme: Scheme,
  { lean, name, folder, out, modules }: ManifestParts,
): ProjectManifest {
  const splits = splitByScheme(theorems, scheme);
  const ofModule = (module: string) =>
    splitNames.flatMap((split) => {
      const own = splits[split].filter((theorem) => theorem.module === module);
      const placed = own.map(({ name, start, proof, end }) => ({ name, start, proof, end }));
      return own.length === 0 ? [] : [[split, placed.toSorted((a, b) => a.proof[0] - b.proof[0])] as const];
    });
  const used = new Set(theorems.map(({ module }) => module));
  return {
    kind: 'project',
    format: PROJECT_FORMAT,
    scheme,
    lean,
    project: { name, folder: posix(relative(out, folder)) || '.' },
    counts: { listed, excluded: { ...excluded }, splits: splitCounts(splits) },
    modules: Object.fromEntries(
      modules
        .filter(({ module }) => used.has(module))
        .map(({ module, file, text, options }) => [
          module,
          {
            file: posix(relative(folder, file)),
            sha256: textHash(text),
            options: [...options],
            splits: Object.fromEntries(ofModule(module)),
          },
        ]),
    ),
  };
}

const posix = (path: string): string => path.split(sep).join('/');
