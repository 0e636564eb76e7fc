import { createHash } from 'node:crypto';
import { loadBenchmark } from '../../data/benchmark/load.ts';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { readText } from '../../data/text-file.ts';

const hash = (kind: string, text: string): string => createHash('sha256').update(`${kind}\n${text}`).digest('hex');

/**
 * A proof state without what a near-duplicate would change: white space, and the names of hypotheses, which are
 * numbered in the order in which they are declared.
 */
export function canonicalState(state: string): string {
  const names = new Map<string, string>();
  for (const [, declared] of state.matchAll(/^([^⊢\n:]+?) :/gmu)) {
    for (const name of declared!.split(/\s+/)) if (!names.has(name)) names.set(name, `x${names.size}`);
  }
  const renamed = state.replaceAll(/[\p{L}_][\p{L}\p{N}_'.✝!?]*/gu, (word) => {
    const [first = word, ...rest] = word.split('.');
    return [names.get(first) ?? first, ...rest].join('.');
  });
  return renamed.replaceAll(/\s+/g, ' ').trim();
}

/** The hashes under which a step is known to belong to a held-out theorem: of its name, and of its state. */
export const theoremHash = (name: string): string => hash('theorem', name);
export const stateHash = (state: string): string => hash('state', canonicalState(state));

export const isHeldOut = (
  heldOut: ReadonlySet<string>,
  step: { readonly theorem?: string | undefined; readonly state?: string | undefined },
): boolean =>
  (step.theorem !== undefined && heldOut.has(theoremHash(step.theorem))) ||
  (step.state !== undefined && heldOut.has(stateHash(step.state)));

const identifier = /[\p{L}_][\p{L}\p{N}_'!?₀-₉]*(?:\.[\p{L}\p{N}_'!?₀-₉]+)*/gu;

/** Does a tactic name a held-out theorem? The model is not to learn even that there is one. */
export const namesHeldOut = (heldOut: ReadonlySet<string>, tactic: string): boolean =>
  [...tactic.matchAll(identifier)].some(([theorem]) => isHeldOut(heldOut, { theorem }));

/**
 * Reads which theorems are held out: a benchmark (`.json`, `.jsonl`, also packed), of which all splits but `train` are,
 * or a manifest of hashes, one a line in hexadecimal; what follows a hash, and lines that begin with #, is for readers.
 */
export function readHeldOut(path: string): Promise<Result<ReadonlySet<string>, Problem>> {
  return /\.jsonl?(\.gz)?$/.test(path) ? readBenchmark(path) : readHashes(path);
}

/** The held-out theorems of several such files together. */
export async function readAllHeldOut(paths: readonly string[]): Promise<Result<ReadonlySet<string>, Problem>> {
  const hashes = new Set<string>();
  for (const path of paths) {
    const read = await readHeldOut(path);
    if (!read.ok) return read;
    for (const hash of read.value) hashes.add(hash);
  }
  return ok(hashes);
}

async function readBenchmark(path: string): Promise<Result<ReadonlySet<string>, Problem>> {
  const benchmark = await loadBenchmark(path, '', async () => {
    throw new Error('Only Lean files are elaborated.');
  });
  if (!benchmark.ok) return benchmark;
  const heldOut = benchmark.value.theorems.filter(({ split }) => split !== 'train');
  return ok(new Set(heldOut.map(({ id }) => theoremHash(id))));
}

async function readHashes(path: string): Promise<Result<ReadonlySet<string>, Problem>> {
  const text = await readText(path);
  if (!text.ok) return text;
  const hashes = new Set<string>();
  for (const [index, content] of text.value.split('\n').entries()) {
    const [word = ''] = content.trim().split(/\s+/);
    if (word === '' || word.startsWith('#')) continue;
    if (!/^[0-9a-f]{64}$/.test(word)) {
      const line = index + 1;
      return fail({
        code: 'malformed-record',
        message: `line ${line} of ${path} does not begin with a SHA-256 in hexadecimal`,
        where: { file: path, line },
      });
    }
    hashes.add(word);
  }
  return ok(hashes);
}
