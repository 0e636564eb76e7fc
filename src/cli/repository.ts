import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Repository } from '../train/extract/leandojo/proofs.ts';

/** Where a folder was cloned from, and at which commit; empty where Git does not say. */
export async function repositoryOf(folder: string): Promise<Repository> {
  const git = async (...args: string[]): Promise<string> => {
    try {
      return (await promisify(execFile)('git', ['-C', folder, ...args])).stdout.trim();
    } catch {
      return '';
    }
  };
  return { url: await git('remote', 'get-url', 'origin'), commit: await git('rev-parse', 'HEAD') };
}
