import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Problem } from './problem.ts';
import { fail, ok, type Result } from './result.ts';

/** Reads UTF-8 text, unpacked where the name ends in `.gz`. */
export async function readText(path: string): Promise<Result<string, Problem>> {
  try {
    const bytes = await readFile(path);
    const unpacked = path.endsWith('.gz') ? await promisify(gunzip)(bytes) : bytes;
    if (!isUtf8(unpacked)) return fail(notUtf8(path));
    return ok(unpacked.toString('utf8'));
  } catch (error) {
    return fail(fileProblem(error, path, 'read'));
  }
}

const notUtf8 = (path: string): Problem => ({
  code: 'not-utf8',
  message: `${path} is not UTF-8 text`,
  where: { file: path },
  hint: 'Save it as UTF-8.',
});

const explanations: Record<string, readonly [code: string, message: string, hint: string]> = {
  ENOENT: ['file-not-found', 'does not exist', 'Check the path.'],
  ENOTDIR: ['file-not-found', 'does not exist', 'Check the path.'],
  EISDIR: ['not-a-file', 'is a folder', 'Name a file inside of it.'],
  EACCES: ['permission-denied', 'may not be accessed', 'Change its permissions, or name another place.'],
  EPERM: ['permission-denied', 'may not be accessed', 'Change its permissions, or name another place.'],
  EROFS: ['read-only', 'lies on a read-only file system', 'Name a place that can be written.'],
  ENOSPC: ['disk-full', 'does not fit on the disk', 'Free some space and run the same command again.'],
  EDQUOT: ['disk-full', 'does not fit in the quota', 'Free some space and run the same command again.'],
  EFBIG: [
    'disk-full',
    'outgrows the limit on file size',
    'Raise the limit (ulimit -f) and run the same command again.',
  ],
};

/** Says in words what a file system call failed with. Errors that are none are bugs and are thrown on. */
export function fileProblem(error: unknown, path: string, doing: 'read' | 'write'): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) throw error;
  const [id, what, hint] = explanations[code] ?? [`cannot-${doing}`, `cannot be ${doing} (${code})`, undefined];
  return { code: id, message: `${path} ${what}`, where: { file: path }, ...(hint === undefined ? {} : { hint }) };
}
