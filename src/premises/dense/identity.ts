import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { fileProblem } from '../../data/text-file.ts';

/** Eight digits that are others for other contents of these files. */
export async function identityOf(paths: readonly string[]): Promise<Result<string, Problem>> {
  const hash = createHash('sha256');
  for (const path of paths) {
    try {
      hash.update(await readFile(path));
    } catch (error) {
      return fail(fileProblem(error, path, 'read'));
    }
  }
  return ok(hash.digest('hex').slice(0, 8));
}
