import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import type { Result } from '../../data/result.ts';
import type { Embedder } from './embedder.ts';
import { OnnxEmbedder } from './onnx-embedder.ts';
import { vocabularyFile, WordEmbedder } from './words/word-embedder.ts';

/** A model of ours, which has a file of words, or an export of one that reads text. */
export async function openEmbedder(folder: string, threads?: number): Promise<Result<Embedder, Problem>> {
  const isOurs = await access(join(folder, vocabularyFile)).then(
    () => true,
    () => false,
  );
  return isOurs ? WordEmbedder.load(folder, threads) : OnnxEmbedder.load(folder, threads);
}
