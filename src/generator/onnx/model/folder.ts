import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import type { Precision } from '../../options.ts';

/** The graphs of one model, by the files that hold them. */
export type ModelFiles =
  /** One graph that continues a cache, which may be empty (or is told so by an input `use_cache_branch`). */
  | { readonly kind: 'one'; readonly decoder: string; readonly encoder?: string }
  /** One graph for the first step, and one that continues its cache. */
  | { readonly kind: 'two'; readonly first: string; readonly next: string; readonly encoder?: string };

/** Endings of file names, the most precise first: those of optimum and those that models on the Hub carry. */
const endings: Record<Precision, readonly string[]> = {
  fp32: [''],
  fp16: ['_fp16'],
  int8: ['_int8', '_quantized', '_uint8'],
};
const folders = ['', 'onnx'];

/** Finds the graphs in a folder in one of the layouts that optimum has written over time. */
export async function findModelFiles(
  folder: string,
  encoderDecoder: boolean,
  precision: Precision | undefined,
): Promise<Result<ModelFiles, Problem>> {
  for (const ending of candidateEndings(precision)) {
    for (const inside of folders) {
      const file = (stem: string) => join(folder, inside, `${stem}${ending}.onnx`);
      const found = await findGraphs(file, encoderDecoder);
      if (found !== undefined) return ok(found);
    }
  }
  const wanted = encoderDecoder ? 'encoder_model.onnx and decoder_model_merged.onnx' : 'model.onnx';
  return fail({
    code: 'model-not-found',
    message: `The folder holds no ONNX model${precision === undefined ? '' : ` in ${precision}`}: there is no ${wanted}.`,
    where: { file: folder },
    hint: 'Export one with: optimum-cli export onnx --task text-generation-with-past --model NAME FOLDER',
  });
}

export const candidateEndings = (precision: Precision | undefined): readonly string[] =>
  precision === undefined ? Object.values(endings).flat() : endings[precision];

async function findGraphs(file: (stem: string) => string, encoderDecoder: boolean): Promise<ModelFiles | undefined> {
  const encoder = file('encoder_model');
  if (encoderDecoder && !(await isFile(encoder))) return undefined;
  const rest = encoderDecoder ? { encoder } : {};
  for (const stem of encoderDecoder ? ['decoder_model_merged'] : ['model', 'decoder_model_merged']) {
    if (await isFile(file(stem))) return { kind: 'one', decoder: file(stem), ...rest };
  }
  const [first, next] = [file('decoder_model'), file('decoder_with_past_model')];
  if ((await isFile(first)) && (await isFile(next))) return { kind: 'two', first, next, ...rest };
  return undefined;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
