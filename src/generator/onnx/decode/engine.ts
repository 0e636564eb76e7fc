import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../../../data/problem.ts';
import type { Result } from '../../../data/result.ts';
import { admitted, batchByLength, type MemoryBudget, worthInterrupting, worthSharing } from './admission.ts';
import type { Decoder } from './decoder.ts';
import { type Beginning, Group, type Prompt } from './group.ts';
import type { Job, Stops } from './job.ts';
import { Pace } from './pace.ts';
import { type Decoded, type DecodeRequest, RequestInFlight, type Task } from './request.ts';

/** Tokens of prompts that are computed in one run, and logits: a model gives them for every token of a prompt. */
const promptBatch = 4096;
const promptLogits = 2 ** 26;

/** What a decoder says of itself that is no distribution over tokens. */
const noDistribution: Problem = {
  code: 'nan-logits',
  message: 'The model gave logits that are not numbers.',
  hint: 'A model in half precision can overflow on some devices: try another precision or device.',
};

/** A task that goes on after its prompt: the prompt's row, and the tokens that the task's rows begin with. */
interface Start {
  readonly task: Task;
  readonly prompt: Prompt;
  readonly tokens: readonly number[];
}

const beginning = ({ task, tokens }: Start): Beginning => ({ job: task.job, tokens });

/**
 * Decodes requests as they come: all meet in one queue, join the batch between two steps, and leave it row by row.
 */
export class Engine {
  readonly #model: { readonly decoder: Decoder; readonly stops: Stops; readonly drawable: number };
  readonly #budget: MemoryBudget;
  readonly #pace = new Pace();
  readonly #active = new Map<Job, Task>();
  #waiting: Task[] = [];
  #groups: Group[] = [];
  #stepsWaited = 0;
  #running: Promise<void> | undefined;

  /**
   * @param drawable tokens that the tokenizer knows
   * @param memory bytes that the caches may take at one time; it decides how many rows decode at once
   */
  constructor(decoder: Decoder, stops: Stops, drawable: number, memory: number) {
    this.#model = { decoder, stops, drawable };
    const { bytesPerToken, bytesPerPromptToken } = decoder;
    this.#budget = { bytes: memory, bytesPerToken, bytesPerPromptToken };
  }

  /** Rejects with the signal's reason when it aborts; the rows of the request then leave the batch. */
  async decode(request: DecodeRequest, signal: AbortSignal): Promise<Result<Decoded, Problem>> {
    signal.throwIfAborted();
    const inFlight = new RequestInFlight(request, this.#model, this.#budget, signal);
    this.#waiting.push(...inFlight.tasks);
    this.#pace.arrived(performance.now());
    this.#running ??= this.#run();
    return inFlight.result;
  }

  /** Resolves when nothing is decoding any more. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    await sleep(this.#pace.wait());
    while (this.#waiting.length > 0 || this.#groups.length > 0) {
      this.#dropCancelled();
      await this.#admit();
      for (const group of this.#groups) await this.#step(group);
      this.#groups = this.#groups.filter(({ rows }) => rows > 0);
    }
    this.#running = undefined;
  }

  #dropCancelled(): void {
    this.#waiting = this.#waiting.filter(({ owner }) => !owner.over);
    const gone = new Set<Job>();
    for (const [job, { owner }] of this.#active) if (owner.over) gone.add(job);
    if (gone.size === 0) return;
    for (const group of this.#groups) group.drop(gone);
    for (const job of gone) this.#active.delete(job);
    this.#groups = this.#groups.filter(({ rows }) => rows > 0);
  }

  /** Lets waiting tasks begin, if there is room and it is worth it. */
  async #admit(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const rows = this.#waiting.reduce((sum, { demand }) => sum + demand.rows, 0);
    const activeRows = this.#groups.reduce((sum, group) => sum + group.rows, 0);
    if (!worthInterrupting(rows, activeRows, this.#stepsWaited)) {
      this.#stepsWaited++;
      return;
    }
    const demands = [...this.#active].map(([, { demand }]) => demand);
    const count = admitted(
      this.#waiting.map(({ demand }) => demand),
      demands,
      this.#budget,
    );
    this.#stepsWaited = 0;
    await this.#begin(this.#waiting.splice(0, count));
  }

  /** Computes prompts, equal ones once, and lets the tasks join the rows that decode. */
  async #begin(tasks: readonly Task[]): Promise<void> {
    const byPrompt = new Map<string, Task[]>();
    for (const task of tasks) {
      const key = task.prompt.join();
      byPrompt.set(key, [...(byPrompt.get(key) ?? []), task]);
    }
    const sharing = [...byPrompt.values()];
    const prompts = sharing.map(([first]) => first!.prompt);
    const starts: Start[] = [];
    const lengths = prompts.map(({ length }) => length);
    const batchTokens = Math.min(promptBatch, promptLogits / this.#model.decoder.vocabulary);
    for (const batch of batchByLength(lengths, batchTokens)) {
      const begun = batch.flatMap((index) => sharing[index]!);
      await this.#guarded(begun, async () => {
        const { cache, logits, values } = await this.#model.decoder.prefill(batch.map((index) => prompts[index]!));
        for (const [row, index] of batch.entries()) {
          const prompt = { cache, row };
          for (const task of sharing[index]!) {
            task.owner.value = values?.[row];
            const tokens = firstTokens(task, logits[row]!);
            if (tokens.length > 0) starts.push({ task, prompt, tokens });
          }
        }
      });
    }
    this.#join(starts);
  }

  /** Finds a group for each, or makes one. Where the model does not mix lengths, rows join those that are as long. */
  #join(starts: readonly Start[]): void {
    const { decoder } = this.#model;
    for (const { task } of starts) this.#active.set(task.job, task);
    const apart = Map.groupBy(starts, ({ prompt }) => prompt);
    const alone = apart.size === 1 && this.#groups.length === 0;
    const others: Start[] = [];
    for (const [prompt, alike] of apart) {
      const tokens = alike[0]!.task.prompt.length;
      const rows = alike.reduce((sum, start) => sum + start.tokens.length, 0);
      if (decoder.shares && worthSharing({ rows, tokens, alone }, decoder)) {
        this.#groups.push(Group.sharing(decoder, prompt, alike.map(beginning)));
      } else others.push(...alike);
    }
    const lengthOf = ({ prompt }: Start) => (decoder.mixes ? 0 : prompt.cache.lengths[prompt.row]!);
    for (const [length, alike] of Map.groupBy(others, lengthOf)) {
      let group = this.#groups.find((other) => !other.isClosed && (decoder.mixes || other.length === length));
      if (group === undefined) {
        group = new Group(decoder);
        this.#groups.push(group);
      }
      group.join(alike.map((start) => ({ ...beginning(start), prompt: start.prompt })));
    }
  }

  async #step(group: Group): Promise<void> {
    const tasks = [...group.jobs].map((job) => this.#active.get(job)!);
    const start = performance.now();
    await this.#guarded(tasks, async () => {
      const { done, broken } = await group.step();
      for (const job of broken) this.#active.get(job)!.owner.fail(noDistribution);
      for (const task of done.map((job) => this.#active.get(job)!)) task.owner.finish(task);
      for (const job of [...done, ...broken]) this.#active.delete(job);
    });
    this.#pace.stepped(performance.now() - start);
  }

  /** The runtime throws where it fails (out of memory, a device that is lost): that ends the tasks at hand only. */
  async #guarded(tasks: readonly Task[], run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const problem: Problem = { code: 'runtime-failed', message: `The model could not be run: ${reason}` };
      for (const { owner } of tasks) owner.fail(problem);
    }
  }
}

/** The tokens that follow the prompt; none where the task is over with the first. */
function firstTokens(task: Task, logits: Float32Array): number[] {
  const next = task.job.advance([logits]);
  if (next === undefined) task.owner.fail(noDistribution);
  else if (next.length === 0) task.owner.finish(task);
  return (next ?? []).map(({ token }) => token);
}
