import { readdir } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import type { Device, GeneratorOptions, OnnxOptions } from '../../../generator/index.ts';
import { hubSettings, locateModel, wantedFiles } from '../../../generator/onnx/model/hub.ts';
import type { GeneratorOrder } from '../link/wire.ts';
import { type ParcelCache, sendFolder } from '../parcels/folder.ts';
import type { Parcels } from '../parcels/parcels.ts';

type SimpleOptions = Exclude<GeneratorOptions, { kind: 'mix' }>;
type SimpleOrder = Exclude<GeneratorOrder, { kind: 'mix' }>;

/** Describes a generator for workers, and sends the model that it needs. */
export async function orderGenerator(
  options: GeneratorOptions,
  parcels: Parcels,
): Promise<Result<GeneratorOrder, Problem>> {
  if (options.kind !== 'mix') return orderSimple(options, parcels);
  const parts: { weight: number; generator: SimpleOrder }[] = [];
  for (const { weight, generator } of options.parts) {
    if (generator.kind === 'mix') {
      return fail({ code: 'nested-mix', message: 'A mix inside of a mix cannot be sent to workers.' });
    }
    const order = await orderSimple(generator, parcels);
    if (!order.ok) return order;
    parts.push({ weight, generator: order.value });
  }
  return ok({ kind: 'mix', parts });
}

async function orderSimple(options: SimpleOptions, parcels: Parcels): Promise<Result<SimpleOrder, Problem>> {
  switch (options.kind) {
    case 'portfolio':
      return ok({ kind: 'portfolio' });
    case 'openai': {
      const { kind, model, sampling, maxTokens } = options;
      return ok({ kind, model, ...(sampling && { sampling: { ...sampling } }), ...(maxTokens && { maxTokens }) });
    }
    case 'onnx':
      return orderModel(options, parcels);
  }
}

/** Of the folder, what running the model takes: a log of its training stays here. */
async function orderModel(options: OnnxOptions, parcels: Parcels): Promise<Result<SimpleOrder, Problem>> {
  const { kind, model, precision, decoding, maxTokens } = options;
  const located = await locateModel(model, precision, hubSettings(process.env), options.onNotice ?? (() => {}));
  if (!located.ok) return located;
  const folder = located.value;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) =>
      resolve(entry.parentPath, entry.name)
        .slice(resolve(folder).length + 1)
        .replaceAll(sep, '/'),
    );
  const files = await sendFolder(parcels, folder, wantedFiles(paths, precision));
  if (!files.ok) return files;
  // A Hugging Face id keeps its name; on disk it may be called by its commit.
  const name = folder === model ? basename(resolve(folder)) : model.replaceAll('/', '--');
  return ok({
    kind,
    name,
    files: files.value,
    ...(precision && { precision }),
    ...(decoding && { decoding: { ...decoding } }),
    ...(maxTokens && { maxTokens }),
  });
}

/** What a worker decides by itself: where its models run, and at which address its model server is. */
export interface LocalChoices {
  readonly device: Device;
  readonly url: string | undefined;
  readonly onNotice: (notice: string) => void;
}

/** The options of the generator that was ordered, at a worker. Fails with the reason why this worker cannot have it. */
export async function fillOrder(
  order: GeneratorOrder,
  cache: ParcelCache,
  choices: LocalChoices,
): Promise<Result<GeneratorOptions, string>> {
  if (order.kind !== 'mix') return fillSimple(order, cache, choices);
  const parts: { weight: number; generator: GeneratorOptions }[] = [];
  for (const { weight, generator } of order.parts) {
    const filled = await fillSimple(generator, cache, choices);
    if (!filled.ok) return filled;
    parts.push({ weight, generator: filled.value });
  }
  return ok({ kind: 'mix', parts });
}

async function fillSimple(
  order: SimpleOrder,
  cache: ParcelCache,
  { device, url, onNotice }: LocalChoices,
): Promise<Result<GeneratorOptions, string>> {
  switch (order.kind) {
    case 'portfolio':
      return ok({ kind: 'portfolio' });
    case 'openai': {
      // The address comes from the worker alone: its key goes there.
      if (url === undefined) return fail(`its tactics come from a model server (${order.model}); start it with --url`);
      const { kind, model, sampling, maxTokens } = order;
      return ok({ kind, model, baseUrl: url, ...(sampling && { sampling }), ...(maxTokens && { maxTokens }) });
    }
    case 'onnx': {
      const { kind, name, files, precision, decoding, maxTokens } = order;
      const model = await cache.folder(files, name);
      return ok({
        ...{ kind, model, device, onNotice },
        ...(precision && { precision }),
        ...(decoding && { decoding }),
        ...(maxTokens && { maxTokens }),
      });
    }
  }
}

/** The name of a generator without what may differ between machines: where a server is, and how a folder is called. */
export const sameEverywhere = (name: string): string =>
  name.replaceAll(/(openai:[^@\s)]+)@[^\s)]+/g, '$1').replaceAll(/onnx:[^@]*@/g, 'onnx:@');
