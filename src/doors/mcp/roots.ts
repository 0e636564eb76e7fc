/** Which files an agent may have read: those under the folders that it was given, wherever links lead. */
import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { readText } from '../../data/text-file.ts';

/** Larger files are no Lean file that anybody proves in, in bytes. */
export const largestFile = 2 * 2 ** 20;

export interface SourceText {
  /** The real path. */
  readonly name: string;
  readonly text: string;
}

/** The text of a file below one of the roots; relative paths are looked up below each in turn. */
export async function readBelow(roots: readonly string[], path: string): Promise<Result<SourceText, Problem>> {
  if (path.includes('\0')) return fail(outside(path, roots));
  const real = await firstReal(isAbsolute(path) ? [path] : roots.map((root) => resolve(root, path)));
  if (real === undefined) {
    return fail({
      code: 'file-not-found',
      message: `There is no file '${path}'.`,
      hint: `Give a path below ${roots.join(' or ')}, or the text itself.`,
    });
  }
  const below = await Promise.all(roots.map((root) => realpath(root).catch(() => undefined)));
  if (!below.some((root) => root !== undefined && isBelow(root, real))) return fail(outside(path, roots));
  if (!real.endsWith('.lean')) {
    return fail({ code: 'not-a-lean-file', message: `'${path}' is no Lean file.`, hint: 'Only .lean files are read.' });
  }
  const { size } = await stat(real);
  if (size > largestFile) {
    return fail({
      code: 'file-too-large',
      message: `'${path}' has ${size} bytes; at most ${largestFile} are read.`,
      hint: 'Give the part that holds the theorem as text.',
    });
  }
  const text = await readText(real);
  return text.ok ? ok({ name: real, text: text.value }) : text;
}

/** Of the folders that somebody names, those that are one of the given ones or lie below one, wherever links lead. */
export async function rootsBelow(given: readonly string[], named: readonly string[]): Promise<readonly string[]> {
  const allowed = await Promise.all(given.map((root) => realpath(root).catch(() => undefined)));
  const real = await Promise.all(named.map((root) => realpath(root).catch(() => undefined)));
  const isAllowed = (folder: string) => allowed.some((root) => root === folder || (root && isBelow(root, folder)));
  return real.filter((folder) => folder !== undefined && isAllowed(folder)) as string[];
}

async function firstReal(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const real = await realpath(path).catch(() => undefined);
    if (real !== undefined) return real;
  }
  return undefined;
}

const isBelow = (root: string, path: string): boolean => {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

const outside = (path: string, roots: readonly string[]): Problem => ({
  code: 'outside-roots',
  message: `'${path}' is not below the folders that this session may read.`,
  hint: `These are: ${roots.join(', ') || 'none'}. Start the server with --root DIR for another one, or give the text itself.`,
});
