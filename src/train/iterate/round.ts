import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { formatJsonl, parseDocument, parseJsonl } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import { readText } from '../../data/text-file.ts';
import { writeText } from '../../store/write-text.ts';
import type { TheoremHistory } from './round-plan.ts';
import { TrainingProof } from './training-proofs.ts';

/** How a model did on the validation theorems. */
export const Score = z.object({ solved: z.int(), total: z.int() });
export type Score = z.infer<typeof Score>;

/** What a finished round leaves in its folder. */
export const RoundRecord = z.object({
  round: z.int().nonnegative(),
  /** The model that searched; `null` where there was none yet. */
  searchedWith: z.string().nullable(),
  /** The theorems that were searched, with the factors of their budgets, and those of them that were proved. */
  theorems: z.array(z.object({ id: z.string(), budgetFactor: z.number() })),
  proved: z.array(z.string()),
  /** Training steps that all rounds so far came to. */
  steps: z.int(),
  /** The model that was trained; in round 0, which only measures, the one that there was before, if any. */
  model: z.string().nullable(),
  score: Score,
  /** Did it solve more than every round before? */
  best: z.boolean(),
});
export type RoundRecord = z.infer<typeof RoundRecord>;

export const roundFolder = (folder: string, round: number): string =>
  join(folder, `round-${String(round).padStart(2, '0')}`);

const recordFile = (folder: string, round: number): string => join(roundFolder(folder, round), 'round.json');

/** The finished rounds of an iteration, in order. */
export async function readRounds(folder: string): Promise<Result<RoundRecord[], Problem>> {
  const names = await readdir(folder).catch((): string[] => []);
  const rounds: RoundRecord[] = [];
  for (let round = 0; names.includes(roundFolder('', round)); round++) {
    const text = await readText(recordFile(folder, round));
    if (!text.ok) return text.error.code === 'file-not-found' ? ok(rounds) : text;
    const record = parseDocument(text.value, RoundRecord, recordFile(folder, round));
    if (!record.ok) return record;
    rounds.push(record.value);
  }
  return ok(rounds);
}

export const writeRound = (folder: string, record: RoundRecord): Promise<Result<void, Problem>> =>
  writeText(recordFile(folder, record.round), `${JSON.stringify(record, undefined, 1)}\n`);

const proofsFile = (folder: string, round: number): string => join(roundFolder(folder, round), 'proofs.jsonl.gz');

/** Keeps the proofs that a round found. */
export const writeProofs = (
  folder: string,
  round: number,
  proofs: readonly TrainingProof[],
): Promise<Result<void, Problem>> => writeText(proofsFile(folder, round), formatJsonl(proofs));

/** The proofs that some rounds found. */
export async function readProofs(
  folder: string,
  rounds: readonly RoundRecord[],
): Promise<Result<TrainingProof[], Problem>> {
  const proofs: TrainingProof[] = [];
  for (const { round, proved } of rounds) {
    if (proved.length === 0) continue;
    const file = proofsFile(folder, round);
    const text = await readText(file);
    if (!text.ok) return text;
    const parsed = parseJsonl(text.value, TrainingProof, file);
    if (!parsed.ok) return parsed;
    proofs.push(...parsed.value.map(({ record }) => record));
  }
  return ok(proofs);
}

/** How each theorem has fared over some rounds, after what was `known` of it before them. */
export function historyOf(
  rounds: readonly RoundRecord[],
  known: ReadonlyMap<string, TheoremHistory> = new Map(),
): Map<string, TheoremHistory> {
  const history = new Map(known);
  for (const { theorems, proved } of rounds) {
    const solved = new Set(proved);
    for (const { id } of theorems) {
      const before = history.get(id) ?? { tried: 0, proved: 0 };
      history.set(id, { tried: before.tried + 1, proved: before.proved + (solved.has(id) ? 1 : 0) });
    }
  }
  return history;
}

/** The round whose model is the best so far, the earliest where several are. */
export const bestRound = (rounds: readonly RoundRecord[]): RoundRecord | undefined =>
  rounds.findLast(({ best }) => best);
