import { readFile } from 'node:fs/promises';
import { AttemptRecord } from '../../../src/eval/attempt.ts';
import { runFiles } from '../../../src/eval/store/run.ts';

/**
 * The log of a run, line by line, sorted, without times: readers of a run see an attempt once that is there twice, and
 * here it shows.
 */
export async function logLines(folder: string): Promise<string[]> {
  const text = await readFile(runFiles(folder).attempts, 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.stringify({ ...AttemptRecord.parse(JSON.parse(line)), startedAt: '' }))
    .toSorted();
}
