import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { fileProblem } from '../../../data/text-file.ts';
import { makeFolder } from '../../../lean/cache.ts';
import { ParcelHash, type Parcels } from './parcels.ts';

/** Names that Windows gives a meaning of its own, whatever their ending. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name for one file or folder, on every system: no separators, no drive letters or streams (`:`), no control or
 * wildcard characters, nothing that stands for another folder, nothing that a file system would trim.
 */
const isPlainName = (name: string): boolean =>
  name.length <= 200 &&
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  /^[^\x00-\x1f\x7f\\/:*?"<>|]+$/u.test(name) &&
  !/^\.{1,2}$/.test(name) &&
  !/[. ]$/.test(name) &&
  !/^ /.test(name) &&
  !deviceName.test(name);

/** A path below a folder, with `/`, which cannot lead out of it. */
export const SafePath = z
  .string()
  .max(1000)
  .refine((path) => path.split('/').every(isPlainName), { message: 'a path that may lead out of its folder' });

/** One name, for a folder. */
export const SafeName = z.string().refine(isPlainName, { message: 'no plain name' });

/** The files of a folder. Its hash names the folder. */
const FolderList = z.array(z.object({ path: SafePath, hash: ParcelHash })).refine(
  // Names that differ by case alone are one file on some systems; a file cannot be a folder of another one.
  (files) => {
    const paths = files.map(({ path }) => path.normalize('NFC').toLowerCase());
    const folders = new Set(paths.flatMap((path) => parents(path)));
    return new Set(paths).size === paths.length && !paths.some((path) => folders.has(path));
  },
  { message: 'two files in one place' },
);

const parents = (path: string): string[] => {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
};

/** Sends some files of a folder. Answers with the hash that they are fetched by. */
export async function sendFolder(
  parcels: Parcels,
  root: string,
  paths: readonly string[],
): Promise<Result<string, Problem>> {
  const unsafe = paths.find((path) => !SafePath.safeParse(path).success);
  if (unsafe !== undefined) return fail(unsafeName(join(root, unsafe), 'its name means something else elsewhere'));
  try {
    const list = await listed(root, paths, (file) => parcels.putFile(file));
    const checked = FolderList.safeParse(list);
    if (!checked.success) return fail(unsafeName(root, 'two of its files have one name where case does not count'));
    return ok(await parcels.put(Buffer.from(JSON.stringify(list))));
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && 'path' in error) {
      return fail(fileProblem(error, String(error.path), 'read'));
    }
    throw error;
  }
}

/** The hash that these files would be sent under. Rejects with the errors of the file system. */
export async function hashFolder(root: string, paths: readonly string[]): Promise<string> {
  const list = await listed(root, paths, async (file) => sha256(await readFile(file)));
  return sha256(Buffer.from(JSON.stringify(list)));
}

async function listed(
  root: string,
  paths: readonly string[],
  hashOf: (file: string) => Promise<string>,
): Promise<z.infer<typeof FolderList>> {
  const list: z.infer<typeof FolderList> = [];
  for (const path of paths.toSorted()) list.push({ path, hash: await hashOf(join(root, path)) });
  return list;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const unsafeName = (file: string, why: string): Problem => ({
  code: 'unsafe-name',
  message: `${file} cannot be sent to workers: ${why}`,
  where: { file },
  hint: 'Rename the file.',
});

/** What workers have fetched before, by its hash. Each thing is asked of Redis once for each machine. */
export class ParcelCache {
  readonly #parcels: Parcels;
  readonly #folder: string;
  readonly #underWay = new Map<string, Promise<string>>();

  constructor(parcels: Parcels, folder: string) {
    this.#parcels = parcels;
    this.#folder = folder;
  }

  /** @throws where Redis does not have it (any more) */
  async bytes(hash: string): Promise<Buffer> {
    const file = join(this.#folder, 'parcels', ParcelHash.parse(hash));
    const kept = await readFile(file).catch(() => undefined);
    // A cache that was damaged is no reason to work on something else.
    if (kept !== undefined && sha256(kept) === hash) {
      await touch(file);
      return kept;
    }
    const bytes = await this.#parcels.get(hash);
    if (bytes === undefined) throw gone(hash);
    await mkdir(dirname(file), { recursive: true });
    const partial = `${file}.${randomUUID()}.tmp`;
    await writeFile(partial, bytes);
    await rename(partial, file);
    return bytes;
  }

  /**
   * The folder of that hash, as a path in the cache. It is filled under another name and renamed, so that it is whole
   * where it exists. Only plain files are made, all of them below a new folder.
   *
   * @param name what the folder is to be called: generators take their names from it
   * @throws where a parcel is missing, or a list is not what `sendFolder` makes
   */
  folder(hash: string, name: string): Promise<string> {
    const place = join(this.#folder, 'folders', ParcelHash.parse(hash));
    const folder = join(place, SafeName.parse(name));
    if (existsSync(folder)) return touch(place).then(() => folder);
    const fetching = this.#underWay.get(folder) ?? this.#fetchFolder(hash, folder);
    this.#underWay.set(folder, fetching);
    return fetching.finally(() => this.#underWay.delete(folder));
  }

  /** Removes what nobody has needed for so long, in milliseconds. */
  async prune(idle: number): Promise<void> {
    for (const kind of ['parcels', 'folders']) {
      const folder = join(this.#folder, kind);
      for (const name of await readdir(folder).catch(() => [])) {
        const path = join(folder, name);
        const used = (await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now();
        if (Date.now() - used > idle) await rm(path, { recursive: true, force: true });
      }
    }
  }

  async #fetchFolder(hash: string, folder: string): Promise<string> {
    const list = FolderList.parse(JSON.parse((await this.bytes(hash)).toString('utf8')));
    await makeFolder(folder, async (temporary) => {
      for (const { path, hash: file } of list) {
        const target = join(temporary, ...path.split('/'));
        await mkdir(dirname(target), { recursive: true });
        const handle = await open(target, 'wx');
        const whole = await this.#parcels
          .read(file, async (chunk) => {
            await handle.writeFile(chunk);
          })
          .finally(() => handle.close());
        if (!whole) throw gone(file);
      }
    });
    return folder;
  }
}

/** Notes that it was used. Somebody else may have removed it meanwhile, or own it. */
const touch = (path: string): Promise<void> => utimes(path, new Date(), new Date()).catch(() => undefined);

const gone = (hash: string): Error =>
  new Error(`the queue does not hold ${hash.slice(0, 12)} (any more), which this work needs`);
