import { realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fail, ok, type Result } from '../data/result.ts';
import { isWithin } from '../store/inside.ts';
import type { TensorProto } from './proto.ts';

/** Where the weights of a tensor are that is stored outside its model. */
export interface ExternalPlace {
  /** As the model names it: relative to the folder of the model. */
  readonly location: string;
  readonly offset: number;
  /** In bytes; to the end of the file where it is not said. */
  readonly length: number | undefined;
}

export function externalPlace({ externalData }: TensorProto): ExternalPlace {
  const entries = new Map(externalData.map(({ key, value }) => [key ?? '', value ?? '']));
  const length = entries.get('length');
  return {
    location: entries.get('location') ?? '',
    offset: Number(entries.get('offset') ?? 0),
    length: length === undefined ? undefined : Number(length),
  };
}

/**
 * The file that a model names as holding its weights, and its size in bytes. A model from elsewhere reads nothing outside
 * its folder, through links neither; only the cache of Hugging Face links from a snapshot to the blobs of the same model.
 */
export async function externalFile(
  modelPath: string,
  location: string,
): Promise<Result<{ readonly path: string; readonly size: number }, string>> {
  const outside = fail('lies outside the folder of the model');
  // What names a place outside is refused whether or not there is a file.
  if (!isWithin(resolve(dirname(modelPath)), resolve(dirname(modelPath), location))) return outside;
  try {
    const folder = await realpath(dirname(modelPath));
    const path = await realpath(join(folder, location));
    const blobs = blobsFolder(folder);
    if (!isWithin(folder, path) && (blobs === undefined || !isWithin(blobs, path))) {
      return outside;
    }
    const found = await stat(path);
    return found.isFile() ? ok({ path, size: found.size }) : fail('is no file');
  } catch (error) {
    return fail(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** `…/models--OWNER--NAME/blobs` for a folder at or below `…/models--OWNER--NAME/snapshots/REVISION`. */
function blobsFolder(folder: string): string | undefined {
  const repository = /^(.*[\\/]models--[^\\/]+)[\\/]snapshots[\\/][^\\/]+(?:[\\/]onnx)?$/.exec(folder)?.[1];
  return repository === undefined ? undefined : join(repository, 'blobs');
}
