import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { PremiseQuery, PremiseSelector, RankedPremise } from '../../contracts/premises.ts';
import type { Problem } from '../../data/problem.ts';
import type { Result } from '../../data/result.ts';
import { readJson } from '../../generator/onnx/model/config.ts';
import { depth, gather, memberEvidence, premiseEvidence } from './evidence.ts';

/** How much each kind of evidence counts. */
export const FusionWeights = z.object({
  /** The command that fitted them, and on how many training theorems. */
  command: z.string(),
  theorems: z.int(),
  members: z.record(z.string(), z.record(z.enum(memberEvidence), z.number())),
  premise: z.record(z.enum(premiseEvidence), z.number()),
});
export type FusionWeights = z.infer<typeof FusionWeights>;

const file = new URL('../../../models/premises/fusion.json', import.meta.url);
let loaded: FusionWeights | undefined;

/** The weights of a fusion with a retriever, from its folder. */
export const readFusion = (folder: string): Promise<Result<FusionWeights, Problem>> =>
  readJson(join(folder, 'fusion.json'), FusionWeights);

/** The weights that `benchmarks/premises/fit-fusion.ts` has fitted on training labels. Read once. */
export function fittedFusion(): FusionWeights {
  loaded ??= FusionWeights.parse(JSON.parse(readFileSync(file, 'utf8')));
  return loaded;
}

/** Members that the weights know; others have no say. */
export class FusedSelector implements PremiseSelector {
  readonly name: string;
  readonly #members: readonly PremiseSelector[];
  /** In the order of the numbers of `Evidence`. */
  readonly #weights: readonly number[];

  constructor(selectors: readonly PremiseSelector[], weights: FusionWeights = fittedFusion(), name = 'fused') {
    this.name = name;
    this.#members = selectors.filter((selector) => selector.name in weights.members);
    this.#weights = [
      ...this.#members.flatMap((member) => memberEvidence.map((kind) => weights.members[member.name]![kind])),
      ...premiseEvidence.map((kind) => weights.premise[kind]),
    ];
  }

  async select(
    queries: readonly PremiseQuery[],
    count: number,
    signal?: AbortSignal,
  ): Promise<readonly (readonly RankedPremise[])[]> {
    const asked = this.#members.map((selector) => selector.select(queries, Math.max(depth, count), signal));
    const answers = await Promise.all(asked);
    return queries.map((query, place) => {
      const lists = answers.map((answer) => answer[place] ?? []);
      const fused = gather(lists, query).map(({ premise, numbers }) => ({ premise, score: this.#score(numbers) }));
      return fused.toSorted(byScore).slice(0, count);
    });
  }

  #score(numbers: Float64Array): number {
    return numbers.reduce((sum, number, kind) => sum + number * this.#weights[kind]!, 0);
  }
}

const byScore = (a: RankedPremise, b: RankedPremise): number =>
  b.score - a.score || (a.premise.name < b.premise.name ? -1 : 1);
