import type { TheoremContext } from '../../src/contracts/generator.ts';
import type { Goal } from '../../src/data/goal.ts';
import type { Portfolio } from '../../src/generator/portfolio/index.ts';
import { type Count, placeOf, places } from '../../src/generator/portfolio/priors.ts';
import type { SearchEvent } from '../../src/search/index.ts';

export type Counts = Record<string, Record<string, Count[]>>;

type Checked = Extract<SearchEvent, { kind: 'tactic-checked' }>;

/**
 * Adds what one search teaches: for every state that was proved in the end, which of the tactics tried on it led to a
 * proof. States that were never proved say nothing about which of their tactics were to blame, and are left out.
 */
export async function countSearch(
  counts: Counts,
  portfolio: Portfolio,
  theorem: TheoremContext,
  events: readonly SearchEvent[],
): Promise<void> {
  const goals = new Map<number, readonly Goal[]>();
  const proved = new Set<number>();
  const checked: Checked[] = [];
  for (const event of events) {
    if (event.kind === 'node-added') goals.set(event.node, event.goals);
    else if (event.kind === 'status' && event.status === 'proved') proved.add(event.node);
    else if (event.kind === 'tactic-checked') checked.push(event);
  }
  for (const [node, tried] of Map.groupBy(checked, (event) => event.node)) {
    if (!proved.has(node)) continue;
    const drafted = await portfolio.drafts({ goals: goals.get(node) ?? [], theorem });
    const drafts = new Map(drafted.map((draft) => [draft.tactic, draft]));
    for (const { tactic, outcome, targets, micros } of tried) {
      const draft = drafts.get(tactic);
      if (draft === undefined || outcome === 'cancelled') continue;
      const led = outcome === 'proved' || (outcome === 'progress' && targets.every((target) => proved.has(target)));
      const count = countOf(counts, draft.family, draft.shape, placeOf(draft.rank));
      count.proved += led ? 1 : 0;
      count.tried += 1;
      count.milliseconds += Math.round(micros / 1000);
    }
  }
}

function countOf(counts: Counts, family: string, shape: string, place: number): Count {
  const shapes = counts[family] ?? {};
  const byPlace = shapes[shape] ?? Array.from({ length: places }, () => ({ proved: 0, tried: 0, milliseconds: 0 }));
  counts[family] = { ...shapes, [shape]: byPlace };
  return byPlace[place] ?? { proved: 0, tried: 0, milliseconds: 0 };
}
