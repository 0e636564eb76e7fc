/** Searches with the portfolio over the theorems of a benchmark, several at a time over one pool of Lean processes. */
import PQueue from 'p-queue';
import type { TacticGenerator } from '../../src/contracts/generator.ts';
import { type BenchmarkTheorem, isStated } from '../../src/data/benchmark/benchmark.ts';
import type { Lean } from '../../src/lean/index.ts';
import { type OpenTheorem, TheoremOpener, theoremSource } from '../../src/proving/index.ts';
import {
  type Budgets,
  prove,
  type SearchEvent,
  type SearchOptions,
  type SearchResult,
} from '../../src/search/index.ts';
import { type Memory, RememberingLean } from './memory.ts';

export interface Search {
  readonly theorem: BenchmarkTheorem;
  /** `undefined` where Lean does not state the theorem. */
  readonly result: SearchResult | undefined;
  readonly events: readonly SearchEvent[];
  readonly opened: OpenTheorem | undefined;
}

export interface SearchSetup {
  readonly lean: Lean;
  readonly generator: TacticGenerator;
  readonly options: Partial<SearchOptions>;
  readonly budgets: Budgets;
  /** What earlier searches have learned of Lean. */
  readonly memory?: Memory;
  readonly onSearch: (search: Search) => void | Promise<void>;
}

export async function searchAll(theorems: readonly BenchmarkTheorem[], setup: SearchSetup): Promise<void> {
  const { lean, generator, options, budgets, memory, onSearch } = setup;
  const opener = new TheoremOpener(lean);
  const signal = new AbortController().signal;
  const queue = new PQueue({ concurrency: lean.workers });
  await queue.addAll(
    theorems.map((theorem) => async () => {
      const opened = isStated(theorem) ? await opener.open(theoremSource(theorem), signal) : undefined;
      if (!opened?.ok) {
        await onSearch({ theorem, result: undefined, events: [], opened: undefined });
        return;
      }
      const events: SearchEvent[] = [];
      const { states, context } = opened.value;
      const onEvent = (event: SearchEvent): void => void events.push(event);
      const rest = { generator, theorem: context, options, budgets, onEvent };
      const remembering = memory && new RememberingLean(lean, memory, theorem.id);
      const result =
        remembering === undefined
          ? await prove({ environment: lean, roots: states, ...rest })
          : await prove({ environment: remembering, roots: states.map((state) => remembering.root(state)), ...rest });
      await onSearch({ theorem, result, events, opened: opened.value });
      lean.release(states.map(({ state }) => state));
    }),
  );
}
