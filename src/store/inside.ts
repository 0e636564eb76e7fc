import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Problem } from '../data/problem.ts';
import { fail, ok, type Result } from '../data/result.ts';
import { visibleLine } from '../data/visible.ts';

/** Names that Windows takes for devices, whatever ending follows. */
const device = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
/** No control or bidirectional characters, no half of a pair, nothing that parts a path on some system. */
const plainCharacters = /^[^\p{Cc}\p{Bidi_Control}\p{Cs}:\\/]+$/u;
/** Windows takes none of these in a name, but Lean does: they are written as `%3f`. */
const unportable = /[<>"|?*]/g;
/** What common file systems take, in bytes. */
const longestSegment = 255;
const longestName = 1024;

/**
 * What keeps a name that came with data from naming a file below a folder, or `undefined` if nothing does. The parts of
 * a name are separated by `/`. The same names are refused on every system, so that data is as safe on the next machine.
 */
export function unsafeName(name: string): string | undefined {
  if (Buffer.byteLength(name) > longestName) return `it is longer than ${longestName} bytes`;
  for (const segment of name.split('/')) {
    if (segment === '') return 'it has an empty part';
    if (segment === '.' || segment === '..') return `it has the part '${segment}'`;
    if (!plainCharacters.test(segment)) return 'it has characters that a file name must not have';
    if (/[. ]$/.test(segment)) return 'a part of it ends in a dot or a space';
    if (device.test(segment)) return `'${segment}' is the name of a device`;
    if (Buffer.byteLength(segment) > longestSegment) return `a part of it is longer than ${longestSegment} bytes`;
  }
  return undefined;
}

/**
 * The path of a file below a folder that data names. Everything that writes where data says goes through here: the path
 * is below the folder, also where links lie on the way, or there is none.
 *
 * Links are looked at when this is called. Whoever can change the folder meanwhile can write there without our help.
 */
export async function pathInside(folder: string, name: string): Promise<Result<string, Problem>> {
  const refuse = (reason: string) =>
    fail<Problem>({
      code: 'unsafe-path',
      message: `'${visibleLine(name.slice(0, longestSegment))}' cannot be the name of a file below ${folder}: ${reason}`,
      where: { file: folder },
    });
  const reason = unsafeName(name);
  if (reason !== undefined) return refuse(reason);
  const portable = name.replace(unportable, (character) => `%${character.charCodeAt(0).toString(16)}`);
  const path = join(folder, ...portable.split('/'));
  const root = await realpath(folder).catch(() => undefined);
  // A folder that is not there yet has no links in it.
  if (root === undefined) return ok(path);
  if (await isLink(path)) return refuse('there is a link of that name');
  const existing = await nearestReal(dirname(path));
  return existing !== undefined && isWithin(root, existing)
    ? ok(path)
    : refuse('a link on the way leads out of the folder');
}

/** Is a path another, or below it? Both are real paths, free of links. */
export function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !/^([\\/]|[a-z]:)/i.test(way);
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isSymbolicLink() ?? false;
}

/** The real path of the nearest folder at or above a path that exists; none where a link on the way leads nowhere. */
async function nearestReal(path: string): Promise<string | undefined> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined || (await isLink(path))) return real;
  return dirname(path) === path ? undefined : nearestReal(dirname(path));
}
