import { z } from 'zod';

/** The version of the run folder's layout. A folder with a higher one is refused. */
export const RUN_FORMAT = 1;

export const AttemptBudgets = z.object({
  /** Each limits one attempt; absent means unlimited. */
  seconds: z.number().positive().optional(),
  expansions: z.int().positive().optional(),
  checks: z.int().positive().optional(),
  tokens: z.int().positive().optional(),
});
export type AttemptBudgets = z.infer<typeof AttemptBudgets>;

/** What decides the results of a run. A run is resumed only where all of it is unchanged. */
export const RunConfig = z.object({
  benchmark: z.object({
    name: z.string(),
    /** `''` for all splits. */
    split: z.string(),
    /** SHA-256 over the selected theorems, in order. */
    hash: z.string(),
    theorems: z.int(),
  }),
  /** Attempts for each theorem. */
  attempts: z.int().positive(),
  /** The k of every pass@k that is reported; none is above `attempts`. */
  ks: z.array(z.int().positive()),
  seed: z.int(),
  budgets: AttemptBudgets,
  /** Names kind and identity of the model: `onnx:models/small@91bc…`. */
  generator: z.string(),
  /** Options of search, sampling and tactics, as the prover names them. */
  prover: z.record(z.string(), z.json()),
  lean: z.object({
    version: z.string(),
    githash: z.string(),
    /** SHA-256 over the sources of the REPL. */
    repl: z.string(),
  }),
});
export type RunConfig = z.infer<typeof RunConfig>;

export const Machine = z.object({
  cpu: z.string(),
  cores: z.int(),
  memoryGiB: z.number(),
  os: z.string(),
  node: z.string(),
});
export type Machine = z.infer<typeof Machine>;

/** One stretch of work on a run: its start or a resumption. */
export const RunSession = z.object({
  startedAt: z.string(),
  /** What was typed. */
  command: z.string(),
  ariadne: z.string(),
  /** Commit of the checkout, with `+` where it had uncommitted changes; `''` outside of one. */
  commit: z.string(),
  machine: Machine,
});
export type RunSession = z.infer<typeof RunSession>;

/** A theorem as the run knows it; its text lives in the benchmark. */
export const RunTheorem = z.object({ id: z.string(), split: z.string(), module: z.string() });
export type RunTheorem = z.infer<typeof RunTheorem>;

export const RunManifest = z.object({
  format: z.int(),
  config: RunConfig,
  /** In the order in which they are attempted: the denominator. */
  theorems: z.array(RunTheorem),
  sessions: z.array(RunSession),
});
export type RunManifest = z.infer<typeof RunManifest>;
