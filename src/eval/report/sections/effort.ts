import type { AttemptRecord } from '../../attempt.ts';
import type { RunSummary } from '../../summary.ts';
import { type Bar, barList } from '../bar-list.ts';
import { duration, integer, percent } from '../format.ts';
import { type Html, html } from '../html.ts';
import { outcomeText } from '../outcome-text.ts';

/** Where the time of all attempts went. */
export function timeSpent({ seconds }: RunSummary): Html {
  const engine = Math.max(0, seconds.total - seconds.model - seconds.lean - seconds.verify);
  const parts: [string, number][] = [
    ['Lean: tactics', seconds.lean],
    ['Lean: verification', seconds.verify],
    ['Model', seconds.model],
    ['Engine and waiting', engine],
  ];
  const sum = parts.reduce((total, [, value]) => total + value, 0);
  return barList(
    parts.map(([label, value]) => ({
      label,
      value,
      text: `${duration(value)} · ${percent(sum === 0 ? 0 : value / sum, 0)}`,
    })),
  );
}

/** How attempts ended, most frequent first. */
export function outcomeBars(attempts: readonly AttemptRecord[]): Html {
  const groups = Map.groupBy(attempts, ({ outcome }) => outcomeText(outcome));
  return barList(
    byFalling(groups).map(([label, records]) => ({
      label,
      value: records.length,
      text: integer(records.length),
      className: records[0]!.outcome.kind,
    })),
  );
}

/** What Lean made of the tactics that were tried. */
export function tacticBars(attempts: readonly AttemptRecord[]): Html {
  const counts = new Map<string, number>();
  for (const { stats } of attempts) {
    for (const [kind, count] of Object.entries(stats.tactics)) counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  const bars: Bar[] = [...counts]
    .filter(([, count]) => count > 0)
    .toSorted((a, b) => b[1] - a[1])
    .map(([label, value]) => ({ label, value, text: integer(value) }));
  return bars.length === 0 ? html`<p class="hint">No tactic was tried.</p>` : barList(bars);
}

/** Messages of errors and rejections, alike ones together. */
export function errorList(attempts: readonly AttemptRecord[]): Html | undefined {
  const broken = attempts.filter(({ outcome }) => outcome.kind === 'error' || outcome.kind === 'rejected');
  if (broken.length === 0) return undefined;
  const firstLine = ({ outcome }: AttemptRecord) => ('message' in outcome ? outcome.message.split('\n')[0]! : '');
  const groups = byFalling(Map.groupBy(broken, (record) => `${outcomeText(record.outcome)}: ${firstLine(record)}`));
  return html`<h3>Errors and rejections</h3><ul>${groups
    .slice(0, 20)
    .map(([message, records]) => html`<li>${integer(records.length)} × ${message}`)}</ul>
${groups.length > 20 ? html`<p class="hint">and ${integer(groups.length - 20)} other messages</p>` : undefined}`;
}

const byFalling = <K, V>(groups: ReadonlyMap<K, readonly V[]>): [K, readonly V[]][] =>
  [...groups].toSorted((a, b) => b[1].length - a[1].length);
