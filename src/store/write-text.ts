import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import writeFileAtomic from 'write-file-atomic';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { fileProblem } from '../data/text-file.ts';

/**
 * Writes UTF-8 text, packed where the name ends in `.gz`, and makes the folders on the way. Whoever looks sees the
 * old file or the whole new one, also after a crash.
 */
export async function writeText(path: string, text: string): Promise<Result<void, Problem>> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, path.endsWith('.gz') ? await promisify(gzip)(text) : text);
    return ok(undefined);
  } catch (error) {
    return fail(fileProblem(error, path, 'write'));
  }
}
