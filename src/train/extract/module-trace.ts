/** What tracing a module came to, as it is kept in the cache: a module is traced once for its text, its imports and its Lean. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Problem } from '../../data/problem.ts';
import type { Result } from '../../data/result.ts';
import { readText } from '../../data/text-file.ts';
import type { Lean, ModuleNode } from '../../lean/index.ts';
import { writeText } from '../../store/write-text.ts';
import type { Trace } from './trace-proofs.ts';

/** Rises where the same module would give another record. */
const traceFormat = 2;

/** 1-based line, 0-based column, as Lean counts. */
const Place = z.object({ line: z.int(), column: z.int() });

const StepRecord = z.object({
  state: z.string(),
  tactic: z.string(),
  after: z.array(z.string()),
  place: Place,
  uses: z.array(z.object({ name: z.string(), named: z.boolean() })),
});

const FailureRecord = z.object({
  reason: z.string(),
  message: z.string(),
  tactic: z.string(),
  state: z.string(),
  place: Place,
});

export const ModuleTrace = z.object({
  module: z.string(),
  /** Errors of the module itself. */
  errors: z.int(),
  proofs: z.array(
    z.object({
      theorem: z.string(),
      line: z.int(),
      steps: z.array(StepRecord),
      failures: z.array(FailureRecord),
      unreached: z.int(),
    }),
  ),
  premises: z.array(
    z.object({
      name: z.string(),
      /** `''` for the module itself. */
      module: z.string(),
      kind: z.string(),
      place: Place.optional(),
      end: Place.optional(),
    }),
  ),
  declared: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      start: Place,
      end: Place,
      /** Of a theorem that is proved by itself: where its statement ends, and its proof begins. */
      body: Place.optional(),
      isPrivate: z.boolean(),
      statementHash: z.string(),
    }),
  ),
});
export type ModuleTrace = z.infer<typeof ModuleTrace>;

/** How much of an error message is kept: some print whole terms. */
const messageLimit = 300;

export function moduleTrace(module: string, { file, proofs }: Trace): ModuleTrace {
  return {
    module,
    errors: file.messages.filter(({ severity }) => severity === 'error').length,
    proofs: proofs.map(({ theorem, line, steps, failures, unreached }) => ({
      theorem,
      line,
      steps: steps.map(({ state, tactic, after, range, uses }) => ({
        state,
        tactic,
        after: [...after],
        place: placeOf(range.start),
        uses: [...uses],
      })),
      failures: failures.map(({ reason, message, tactic, state, range }) => ({
        reason,
        message: message.slice(0, messageLimit),
        tactic,
        state,
        place: placeOf(range.start),
      })),
      unreached,
    })),
    premises: file.premises.map(({ name, module, kind, line, column, endLine, endColumn }) => ({
      name,
      module,
      kind,
      ...(line !== undefined && column !== undefined && { place: { line, column } }),
      ...(endLine !== undefined && endColumn !== undefined && { end: { line: endLine, column: endColumn } }),
    })),
    declared: file.declared.map(({ name, kind, range, body, isPrivate, statementHash }) => ({
      name,
      kind,
      start: placeOf(range.start),
      end: placeOf(range.stop),
      ...(body !== undefined && { body: placeOf(body.start) }),
      isPrivate,
      statementHash,
    })),
  };
}

/** A step of a person's proof that did not come out when it was made again. */
export interface FailedStep extends z.infer<typeof FailureRecord> {
  readonly theorem: string;
  readonly module: string;
}

export const failedSteps = ({ module, proofs }: ModuleTrace): readonly FailedStep[] =>
  proofs.flatMap(({ theorem, failures }) => failures.map((failure) => ({ theorem, module, ...failure })));

const placeOf = ({ line, column }: z.infer<typeof Place>): z.infer<typeof Place> => ({ line, column });

export class TraceStore {
  readonly #folder: string;
  readonly #tracer: string;

  /** `repl` identifies the program that Lean runs. */
  constructor(cache: string, { version }: Pick<Lean, 'version'>, repl: string) {
    this.#folder = join(cache, 'traces');
    this.#tracer = JSON.stringify([traceFormat, version.githash, repl]);
  }

  /** `undefined` where the module has not been traced. What cannot be read is traced again. */
  async read(node: ModuleNode): Promise<ModuleTrace | undefined> {
    const path = this.#path(node);
    if (!existsSync(path)) return undefined;
    const text = await readText(path);
    if (!text.ok) return undefined;
    try {
      return ModuleTrace.parse(JSON.parse(text.value));
    } catch {
      return undefined;
    }
  }

  write(node: ModuleNode, trace: ModuleTrace): Promise<Result<void, Problem>> {
    return writeText(this.#path(node), JSON.stringify(trace));
  }

  #path({ key, module }: ModuleNode): string {
    const hash = createHash('sha256')
      .update(JSON.stringify([this.#tracer, key, module]))
      .digest('hex')
      .slice(0, 32);
    return join(this.#folder, `${hash}.json.gz`);
  }
}
