import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { parseDocument } from '../jsonl.ts';
import type { Problem } from '../problem.ts';
import { fail, ok, type Result } from '../result.ts';
import { readText } from '../text-file.ts';
import { type BenchmarkTheorem, FileOption } from './benchmark.ts';
import { schemes } from './premise-splits.ts';

export const PROJECT_FORMAT = 1;

/** 1-based line, 0-based column in code points: as Lean counts. */
const Place = z.tuple([z.int(), z.int()]);

/** A theorem of a project: where its declaration begins, where its proof begins, where that ends. */
const PlacedTheorem = z.object({ name: z.string(), start: Place, proof: Place, end: Place });
export type PlacedTheorem = z.infer<typeof PlacedTheorem>;

/**
 * A benchmark of the theorems of a Lake project: names and places, no texts. A theorem is stated in the text of its module up to
 * its proof, so that a proof has what stands before it and what the module imports, and nothing else.
 */
export const ProjectManifest = z.object({
  kind: z.literal('project'),
  format: z.int(),
  scheme: z.enum(schemes),
  lean: z.object({ version: z.string(), githash: z.string() }),
  /** `folder` as seen from the manifest. */
  project: z.object({ name: z.string(), folder: z.string() }),
  counts: z.object({
    listed: z.int(),
    excluded: z.record(z.string(), z.int()),
    splits: z.record(z.string(), z.int()),
  }),
  modules: z.record(
    z.string(),
    z.object({
      /** As seen from the project. */
      file: z.string(),
      sha256: z.string(),
      options: z.array(FileOption),
      splits: z.record(z.string(), z.array(PlacedTheorem)),
    }),
  ),
});
export type ProjectManifest = z.infer<typeof ProjectManifest>;

export const textHash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads the theorems out of the project's files, which must be those that the manifest was made of. */
export async function parseProjectManifest(text: string, file: string): Promise<Result<BenchmarkTheorem[], Problem>> {
  const parsed = parseDocument(text, ProjectManifest, file);
  if (!parsed.ok) return parsed;
  const { format, project, modules } = parsed.value;
  if (format > PROJECT_FORMAT) {
    return fail({
      code: 'manifest-too-new',
      message: `${file} has format ${format}, and this Ariadne reads up to ${PROJECT_FORMAT}`,
      where: { file, field: 'format' },
      hint: 'Update Ariadne, or build the manifest again with `ariadne dataset project`.',
    });
  }
  const folder = resolve(dirname(file), project.folder);
  const theorems: BenchmarkTheorem[] = [];
  for (const [module, { file: path, sha256, options, splits }] of Object.entries(modules)) {
    const source = resolve(folder, path);
    const read = await readText(source);
    if (!read.ok) return read;
    if (textHash(read.value) !== sha256) return fail(changed(file, module, source));
    for (const [split, placed] of Object.entries(splits)) {
      for (const each of placed) {
        theorems.push({
          kind: 'sorry',
          id: each.name,
          split,
          module,
          // In a folder of the module's own: what its theorems have in common is elaborated once.
          fileName: `${module.replaceAll('.', '/')}/${each.name}.lean`,
          text: statedBefore(read.value, each),
          index: -1,
          options,
          source,
        });
      }
    }
  }
  return ok(theorems);
}

/** The text of a module up to the proof of a theorem, which is left open. */
export function statedBefore(text: string, { proof: [line, column] }: Pick<PlacedTheorem, 'proof'>): string {
  const lines = text.split('\n');
  const last = [...(lines[line - 1] ?? '')].slice(0, column).join('');
  return `${[...lines.slice(0, line - 1), last].join('\n')}:= by sorry\n`;
}

const changed = (file: string, module: string, source: string): Problem => ({
  code: 'project-changed',
  message: `${module} is no longer what ${file} was made of`,
  where: { file: source },
  hint: 'Check the commit of the project out that it was made of, or make it again with `ariadne dataset project`.',
});
