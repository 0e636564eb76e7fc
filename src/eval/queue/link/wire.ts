/** What coordinators and workers send each other. Both sides read it by these schemas: neither trusts the other's words. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { ProofTrace } from '../../../data/proof-trace.ts';
import { AttemptOutcome, AttemptStats } from '../../attempt.ts';
import { AttemptBudgets } from '../../manifest.ts';
import { SafeName, SafePath } from '../parcels/folder.ts';
import { ParcelHash } from '../parcels/parcels.ts';
import { Versions } from './lane.ts';

const Sampling = z.object({
  kind: z.literal('sample'),
  temperature: z.number(),
  topK: z.number(),
  topP: z.number(),
  minP: z.number(),
});
const Decoding = z.discriminatedUnion('kind', [
  Sampling,
  z.object({ kind: z.literal('beam'), lengthPenalty: z.number() }),
]);

const SimpleGenerator = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('portfolio') }),
  /** A model folder, which goes through the queue. On which device it runs is the worker's own choice. */
  z.object({
    kind: z.literal('onnx'),
    name: SafeName,
    files: ParcelHash,
    precision: z.enum(['fp32', 'fp16', 'int8']).optional(),
    decoding: Decoding.optional(),
    maxTokens: z.int().positive().optional(),
  }),
  /** A model on a server. At which address, and with which key, is the worker's own choice. */
  z.object({
    kind: z.literal('openai'),
    model: z.string(),
    sampling: z.object({ temperature: z.number(), topP: z.number() }).optional(),
    maxTokens: z.int().positive().optional(),
  }),
]);

/** A generator as it is described to a worker. */
export const GeneratorOrder = z.discriminatedUnion('kind', [
  ...SimpleGenerator.options,
  z.object({
    kind: z.literal('mix'),
    parts: z
      .array(z.object({ weight: z.number().positive(), generator: SimpleGenerator }))
      .min(1)
      .max(16),
  }),
]);
export type GeneratorOrder = z.infer<typeof GeneratorOrder>;

/** What is wanted of each theorem. */
export const Work = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('attempt'),
    budgets: AttemptBudgets,
    candidates: z.int().positive(),
    generator: GeneratorOrder,
    /** What the generator calls itself on the coordinator; it is the same one only where it says the same at the worker. */
    generatorName: z.string(),
  }),
  /** Tactics that close the theorem at one stroke, with the help of theorems of these names. */
  z.object({ kind: z.literal('steps'), names: z.array(z.string()) }),
]);
export type Work = z.infer<typeof Work>;

/** All that the jobs of one run share. It is a parcel: jobs name it by its hash. */
export const Assignment = z.object({
  versions: Versions,
  work: Work,
  /** Limits of each tactic in Lean. */
  limits: z.object({
    heartbeats: z.int().nonnegative(),
    recursion: z.int().positive(),
    milliseconds: z.number().positive(),
  }),
  /** The theorems, as JSON lines. */
  theorems: ParcelHash,
  /** The sources of the Lake project that the theorems' files import, and these files, by their paths in it. */
  project: z.object({ hash: ParcelHash, files: z.array(SafePath) }).optional(),
});
export type Assignment = z.infer<typeof Assignment>;

/** The data of a job. */
export const JobData = z.object({
  /** Which run asked for it. */
  run: z.string().max(100),
  assignment: ParcelHash,
  /** Which theorem: a line of the assignment's theorems, and its id for people. */
  line: z.int().nonnegative(),
  theorem: z.string(),
  attempt: z.int().nonnegative(),
  seed: z.int(),
});
export type JobData = z.infer<typeof JobData>;

/** What a finished job returns: where its result is. */
export const JobReturn = z.object({ result: ParcelHash, worker: z.string() });
export type JobReturn = z.infer<typeof JobReturn>;

/** What a worker reports about a job that it gives back because it is not able to do it. */
export const Refusal = z.object({ refusedBy: z.string(), reason: z.string() });
export type Refusal = z.infer<typeof Refusal>;

export const WorkResult = z.object({
  /** The job, so that equal results of two jobs are two parcels. */
  job: z.string(),
  worker: z.string(),
  result: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('attempt'),
      outcome: AttemptOutcome,
      stats: AttemptStats,
      trace: ProofTrace.optional(),
    }),
    z.object({ kind: z.literal('steps'), steps: z.array(z.object({ state: z.string(), tactic: z.string() })) }),
  ]),
});
export type WorkResult = z.infer<typeof WorkResult>;

/** The longest result that is read, unpacked; a search of an hour comes to a few megabytes. */
const longestResult = 256 * 2 ** 20;

export const packResult = async (result: WorkResult): Promise<Buffer> => promisify(gzip)(JSON.stringify(result));

/** `undefined` where it is not what a worker writes. */
export async function unpackResult(packed: Uint8Array): Promise<WorkResult | undefined> {
  try {
    const text = await promisify(gunzip)(packed, { maxOutputLength: longestResult });
    return WorkResult.safeParse(JSON.parse(text.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
