import type { SearchEvent } from '../../src/search/index.ts';

/** A search as text, for reading: every state when it is expanded, with what came of every tactic tried on it. */
export function traceOf(events: readonly SearchEvent[]): string {
  const lines: string[] = [];
  for (const event of events) {
    if (event.kind === 'node-added') {
      const goals = event.goals.map(({ pretty }) => pretty).join('\n\n');
      lines.push(`== node ${event.node}, depth ${event.depth}, score ${event.logProbability.toFixed(2)}`, goals);
    } else if (event.kind === 'tactic-checked') {
      const { node, tactic, logProbability, outcome, micros, targets, message = '' } = event;
      const score = `${logProbability.toFixed(2)}, ${(micros / 1000).toFixed(0)} ms`;
      const detail = outcome === 'progress' ? `-> ${targets.join(' ')}` : (message.split('\n')[0] ?? '').slice(0, 120);
      lines.push(`[${node}] ${JSON.stringify(tactic)} (${score}): ${outcome} ${detail}`);
    } else if (event.kind === 'status') {
      lines.push(`[${event.node}] ${event.status}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
