import type { Goal } from '../../data/goal.ts';
import type { SearchEvent } from '../../search/index.ts';
import type { OpenGoal } from './answers.ts';

interface Seen {
  readonly goals: readonly Goal[];
  readonly logProbability: number;
  readonly way: readonly string[];
  open: boolean;
}

/** Listens to a search and remembers what a person would want to know of one that did not succeed. */
export class SearchMemory {
  readonly #seen = new Map<number, Seen>();
  readonly #failures: { readonly tactic: string; readonly message: string; readonly logProbability: number }[] = [];
  checks = 0;
  expansions = 0;

  readonly listen = (event: SearchEvent): void => {
    switch (event.kind) {
      case 'node-added': {
        const { node, goals, logProbability } = event;
        this.#seen.set(node, { goals, logProbability, way: [], open: true });
        break;
      }
      case 'tactic-checked':
        this.checks++;
        this.#checked(event);
        break;
      case 'expanded':
        this.expansions++;
        break;
      case 'status': {
        const seen = this.#seen.get(event.node);
        if (seen !== undefined) seen.open = event.status === 'open';
        break;
      }
    }
  };

  /** Open goals that were reached by some tactic, the most probable first. */
  nearest(most: number): readonly OpenGoal[] {
    return [...this.#seen.values()]
      .filter(({ open, way }) => open && way.length > 0)
      .toSorted((a, b) => b.logProbability - a.logProbability)
      .slice(0, most)
      .map(({ goals, way }) => ({ goals: goals.map(({ pretty }) => pretty), after: [...way] }));
  }

  /** What Lean said to the most probable tactics that it refused on the first goal. */
  failures(most: number): readonly { readonly tactic: string; readonly message: string }[] {
    return this.#failures
      .toSorted((a, b) => b.logProbability - a.logProbability)
      .slice(0, most)
      .map(({ tactic, message }) => ({ tactic, message }));
  }

  #checked(event: Extract<SearchEvent, { kind: 'tactic-checked' }>): void {
    const from = this.#seen.get(event.node);
    for (const target of event.targets) {
      const seen = this.#seen.get(target);
      // The first way that is found is kept: later ones lead to a node that is known.
      if (seen !== undefined && from !== undefined && seen.way.length === 0 && target !== event.node) {
        this.#seen.set(target, { ...seen, way: [...from.way, event.tactic] });
      }
    }
    if (event.node === 0 && event.message !== undefined) {
      this.#failures.push({ tactic: event.tactic, message: event.message, logProbability: event.logProbability });
    }
  }
}
