/** What the rows of a job may grow to. */
export interface Demand {
  readonly rows: number;
  /** Tokens of a row when it is longest. */
  readonly tokens: number;
  /** Tokens of the prompt that lie in a cache of their own (an encoder-decoder). */
  readonly promptTokens: number;
}

export interface MemoryBudget {
  readonly bytes: number;
  readonly bytesPerToken: number;
  readonly bytesPerPromptToken: number;
}

/** Bytes of the caches when every row has as many slots as the longest. */
export function bytesNeeded(demands: readonly Demand[], budget: MemoryBudget): number {
  let rows = 0;
  let tokens = 0;
  let promptTokens = 0;
  for (const demand of demands) {
    rows += demand.rows;
    tokens = Math.max(tokens, demand.tokens);
    promptTokens = Math.max(promptTokens, demand.promptTokens);
  }
  return rows * (tokens * budget.bytesPerToken + promptTokens * budget.bytesPerPromptToken);
}

/** How many rows of this kind fit the budget on their own; at least one, else nothing would ever run. */
export const rowsWithin = (demand: Omit<Demand, 'rows'>, budget: MemoryBudget): number =>
  Math.max(1, Math.floor(budget.bytes / Math.max(1, bytesNeeded([{ ...demand, rows: 1 }], budget))));

/** How many of the waiting, taken in their order, may join the active: those that fit, and one if nothing is active. */
export function admitted(waiting: readonly Demand[], active: readonly Demand[], budget: MemoryBudget): number {
  const together = [...active];
  for (const [count, demand] of waiting.entries()) {
    together.push(demand);
    if (bytesNeeded(together, budget) > budget.bytes && together.length > 1) return count;
  }
  return waiting.length;
}

/** Steps that a waiting request lets pass at most, so that more may come and begin with it. */
const patience = 4;

/**
 * Is it time to interrupt decoding for those who wait? Beginning many at once costs less than one by one; so they wait
 * until they are a good part of the batch, or have waited for a few steps.
 */
export const worthInterrupting = (waitingRows: number, activeRows: number, stepsWaited: number): boolean =>
  waitingRows * 4 >= activeRows || stepsWaited >= patience;

/**
 * Do rows of one prompt decode faster apart, so that they read it once, than among the others? Apart they read the
 * model's weights once more each step, and do not read the prompt for each row. Where nothing else decodes, nothing
 * speaks against it.
 */
export const worthSharing = (
  prompt: { readonly rows: number; readonly tokens: number; readonly alone: boolean },
  model: { readonly bytesPerToken: number; readonly weightBytes: number },
): boolean => prompt.alone || prompt.rows * prompt.tokens * model.bytesPerToken > model.weightBytes;

/** Padding of a batch of prompts, as a share of its tokens, that is worth the larger batch. */
const tolerablePadding = 0.25;

/** Cuts prompts into batches of similar length, of at most so many tokens. Returns indices. */
export function batchByLength(lengths: readonly number[], maxTokens: number): number[][] {
  const order = Array.from(lengths.keys()).toSorted((a, b) => lengths[b]! - lengths[a]!);
  const batches: number[][] = [];
  let used = 0;
  for (const index of order) {
    const batch = batches.at(-1);
    const longest = batch === undefined ? 0 : lengths[batch[0]!]!;
    const size = longest * ((batch?.length ?? 0) + 1);
    const fits = size <= maxTokens && size - (used + lengths[index]!) <= tolerablePadding * size;
    if (batch !== undefined && fits) {
      batch.push(index);
      used += lengths[index]!;
    } else {
      batches.push([index]);
      used = lengths[index]!;
    }
  }
  return batches;
}
