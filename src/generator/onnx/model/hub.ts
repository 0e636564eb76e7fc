import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  downloadFileToCacheDir,
  getHFHubCachePath,
  getRepoFolderName,
  HubApiError,
  listFiles,
  modelInfo,
} from '@huggingface/hub';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import { unsafeName } from '../../../store/inside.ts';
import type { Precision } from '../../options.ts';
import { candidateEndings } from './folder.ts';

/** The Hub, as the variables that Hugging Face's own tools read describe it. */
export interface HubSettings {
  readonly url: string | undefined;
  readonly offline: boolean;
  readonly token: string | undefined;
  readonly cacheFolder: string;
}

export const hubSettings = (env: NodeJS.ProcessEnv): HubSettings => ({
  url: env.HF_ENDPOINT,
  offline: ['1', 'true', 'yes', 'on'].includes((env.HF_HUB_OFFLINE ?? '').toLowerCase()),
  token: env.HF_TOKEN,
  cacheFolder: getHFHubCachePath(),
});

const needed = ['config.json', 'tokenizer.json'];
const useful = ['generation_config.json', 'tokenizer_config.json', 'ariadne.json'];

/** The folder of a model: the one named, or that of a Hugging Face id in the cache, filled from the Hub where it can be. */
export async function locateModel(
  model: string,
  precision: Precision | undefined,
  settings: HubSettings,
  onNotice: (notice: string) => void,
): Promise<Result<string, Problem>> {
  if (await isFolder(model)) return ok(model);
  if (!/^[\w.-]+\/[\w.-]+$/.test(model)) {
    return fail({
      code: 'model-not-found',
      message: `There is no folder '${model}', and this is no Hugging Face id either.`,
      where: { file: model },
    });
  }
  if (settings.offline) return fromCache(model, precision, settings, 'HF_HUB_OFFLINE is set');
  try {
    return ok(await download(model, precision, settings, onNotice));
  } catch (error) {
    if (error instanceof HubApiError) {
      return fail({
        code: 'model-not-found',
        message: `There is no folder '${model}', and the Hub answered ${error.statusCode} for a model of that name.`,
        where: { file: model },
        ...(error.statusCode === 401 && { hint: 'If the model is private or gated, set HF_TOKEN.' }),
      });
    }
    const reason =
      error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : error;
    return fromCache(model, precision, settings, `the Hub cannot be reached (${reason})`);
  }
}

async function download(
  model: string,
  precision: Precision | undefined,
  settings: HubSettings,
  onNotice: (notice: string) => void,
): Promise<string> {
  const access = {
    ...(settings.url !== undefined && { hubUrl: settings.url }),
    ...(settings.token !== undefined && { accessToken: settings.token }),
  };
  const { sha } = await modelInfo({ name: model, additionalFields: ['sha'], ...access });
  if (!isRevision(sha)) throw new Error('the Hub names a revision that is none');
  const repo = { type: 'model', name: model } as const;
  const remote: string[] = [];
  for await (const entry of listFiles({ repo, recursive: true, revision: sha, ...access })) {
    // The Hub names the files, and they are written under these names.
    if (entry.type === 'file' && unsafeName(entry.path) === undefined) remote.push(entry.path);
  }
  const root = join(settings.cacheFolder, getRepoFolderName(repo));
  for (const path of wantedFiles(remote, precision)) {
    if (!(await exists(join(root, 'snapshots', sha, path)))) onNotice(`Downloading ${path} of ${model}.`);
    await downloadFileToCacheDir({ repo, path, revision: sha, cacheDir: settings.cacheFolder, ...access });
  }
  const ref = join(root, 'refs', 'main');
  await mkdir(dirname(ref), { recursive: true });
  await writeFile(ref, sha);
  return join(root, 'snapshots', sha);
}

/** A revision names a folder of the cache. */
const isRevision = (text: string): boolean => /^[0-9a-f]{40,64}$/.test(text);

/** Of a repository's files, those that running the model takes: one precision of its graphs, with their weights. */
export function wantedFiles(remote: readonly string[], precision: Precision | undefined): string[] {
  const plain = [...needed, ...useful].filter((name) => remote.includes(name));
  for (const ending of candidateEndings(precision)) {
    for (const folder of ['', 'onnx/']) {
      const named = (...stems: string[]) => stems.map((stem) => `${folder}${stem}${ending}.onnx`);
      const layouts = [
        named('model'),
        named('decoder_model_merged'),
        named('decoder_model', 'decoder_with_past_model'),
      ];
      const decoder = layouts.find((names) => names.every((name) => remote.includes(name)));
      if (decoder === undefined) continue;
      const graphs = [...named('encoder_model').filter((name) => remote.includes(name)), ...decoder];
      const weights = remote.filter((name) => graphs.some((graph) => name.startsWith(`${graph}_data`)));
      return [...plain, ...graphs, ...weights];
    }
  }
  return plain;
}

/** What was downloaded before; what is missing of it is named. */
async function fromCache(
  model: string,
  precision: Precision | undefined,
  settings: HubSettings,
  reason: string,
): Promise<Result<string, Problem>> {
  const root = join(settings.cacheFolder, getRepoFolderName({ type: 'model', name: model }));
  const missing = (file: string) =>
    fail<Problem>({
      code: 'offline',
      message: `There is no folder '${model}', ${reason}, and ${file} of the model of that name was not downloaded before.`,
      where: { file },
      hint: 'Connect once to download the model, or give the path of a folder that holds it.',
    });
  const ref = join(root, 'refs', 'main');
  if (!(await exists(ref))) return missing(join(root, 'snapshots', 'main', needed[0]!));
  const revision = (await readFile(ref, 'utf8')).trim();
  if (!isRevision(revision)) return missing(ref);
  const folder = join(root, 'snapshots', revision);
  for (const name of needed) {
    if (!(await exists(join(folder, name)))) return missing(join(folder, name));
  }
  const [ending] = candidateEndings(precision);
  const graphs = candidateEndings(precision).flatMap((ending) =>
    [
      'model',
      'onnx/model',
      'decoder_model_merged',
      'onnx/decoder_model_merged',
      'decoder_model',
      'onnx/decoder_model',
    ].map((stem) => join(folder, `${stem}${ending}.onnx`)),
  );
  for (const graph of graphs) if (await exists(graph)) return ok(folder);
  return missing(join(folder, `model${ending}.onnx`));
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
