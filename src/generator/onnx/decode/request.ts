import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';
import type { DecodingOptions } from '../../options.ts';
import { type Demand, type MemoryBudget, rowsWithin } from './admission.ts';
import type { Decoder } from './decoder.ts';
import { BeamJob, type Job, type JobSettings, type Sample, SampleJob, type Stops } from './job.ts';

export interface DecodeRequest {
  /** Not empty. */
  readonly prompt: readonly number[];
  /** How many samples, or how wide a beam. */
  readonly count: number;
  readonly seed: number;
  readonly decoding: DecodingOptions;
  readonly maxTokens: number;
}

export interface Decoded {
  /** In no particular order; fewer than asked for where a beam search finds fewer. */
  readonly samples: readonly Sample[];
  /** Tokens that were generated. */
  readonly tokens: number;
  /** What the model says of the chance to prove the prompt's state, as a natural logarithm, where it says anything. */
  readonly value?: number;
}

/** Rows of a request that decode together: all of them, or as many as fit the memory at once. */
export interface Task {
  readonly owner: RequestInFlight;
  readonly prompt: readonly number[];
  readonly job: Job;
  readonly demand: Demand;
}

/** A request and the tasks that are left of it. */
export class RequestInFlight {
  readonly tasks: readonly Task[];
  readonly result: Promise<Result<Decoded, Problem>>;
  readonly #left: Set<Task>;
  readonly #settle: (result: Result<Decoded, Problem>) => void;
  /** Is there nobody left to wait for the result? */
  over = false;
  /** As in `Decoded`: known when the prompt has been read. */
  value: number | undefined;

  constructor(
    request: DecodeRequest,
    model: { readonly decoder: Decoder; readonly stops: Stops; readonly drawable: number },
    budget: MemoryBudget,
    signal: AbortSignal,
  ) {
    this.tasks = planTasks(this, request, model, budget);
    this.#left = new Set(this.tasks);
    const { promise, resolve, reject } = Promise.withResolvers<Result<Decoded, Problem>>();
    const abort = () => {
      this.over = true;
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    this.result = promise;
    this.#settle = (result) => {
      this.over = true;
      signal.removeEventListener('abort', abort);
      resolve(result);
    };
  }

  finish(task: Task): void {
    this.#left.delete(task);
    if (this.#left.size > 0) return;
    this.#settle(
      ok({
        samples: this.tasks.flatMap(({ job }) => job.samples),
        tokens: this.tasks.reduce((sum, { job }) => sum + job.generated, 0),
        ...(this.value !== undefined && { value: this.value }),
      }),
    );
  }

  fail(problem: Problem): void {
    this.#settle(fail(problem));
  }
}

function planTasks(
  owner: RequestInFlight,
  { prompt, count, seed, decoding, maxTokens }: DecodeRequest,
  { decoder, stops, drawable }: { readonly decoder: Decoder; readonly stops: Stops; readonly drawable: number },
  budget: MemoryBudget,
): Task[] {
  const row = { tokens: decoder.cachedTokens(prompt.length) + maxTokens, promptTokens: prompt.length };
  const task = (rows: number, job: (settings: JobSettings) => Job): Task => ({
    owner,
    prompt,
    job: job({ rows, maxTokens, stops, drawable }),
    demand: { ...row, rows },
  });
  if (decoding.kind === 'beam') return [task(count, (settings) => new BeamJob(settings, decoding))];
  // Without chance all samples are the same one.
  const samples = decoding.temperature === 0 ? 1 : count;
  const atOnce = rowsWithin(row, budget);
  const tasks: Task[] = [];
  for (let first = 0; first < samples; first += atOnce) {
    const rows = Math.min(atOnce, samples - first);
    tasks.push(task(rows, (settings) => new SampleJob({ ...settings, sampling: decoding, seed }, first)));
  }
  return tasks;
}
