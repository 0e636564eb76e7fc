import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SearchEvent, SearchResult, Status } from '../../src/search/index.ts';
import { arbitraryGame } from './support/arbitrary.ts';
import type { Game } from './support/game.ts';
import { play } from './support/search.ts';

async function record(game: Game): Promise<{ readonly events: readonly SearchEvent[]; readonly result: SearchResult }> {
  const events: SearchEvent[] = [];
  const options = { width: 2, candidates: 3 };
  const { result } = await play(game, { options, onEvent: (event) => events.push(event) });
  return { events, result };
}

test('a search starts and finishes with an event, and the last one holds the result', async () => {
  const { events, result } = await record({ s0: { simp: ['a'] }, a: { rfl: [] } });
  assert.equal(events[0]?.kind, 'search-started');
  assert.deepEqual(events.at(-1), { kind: 'finished', result });
});

test('a small proof is told step by step', async () => {
  const { events } = await record({ s0: { bad: 'parse', simp: ['a'] }, a: { rfl: [] } });
  const told = events.map((event) => {
    switch (event.kind) {
      case 'node-added':
        return `node ${event.node} at depth ${event.depth} with ${event.logProbability}`;
      case 'expanded':
        return `${event.candidates} candidates for ${event.node}`;
      case 'tactic-checked':
        return `${event.tactic} on ${event.node}: ${event.outcome} -> [${event.targets}] ${event.message ?? ''}`.trim();
      case 'status':
        return `node ${event.node} is ${event.status}`;
      case 'proved':
        return event.script.join('; ');
      default:
        return event.kind;
    }
  });
  assert.deepEqual(told, [
    'search-started',
    'node 0 at depth 0 with 0',
    '2 candidates for 0',
    'bad on 0: parse -> [] bad failed on s0',
    'node 1 at depth 1 with -2',
    'simp on 0: progress -> [1]',
    '1 candidates for 1',
    'node 1 is proved',
    'node 0 is proved',
    'rfl on 1: proved -> []',
    'simp; rfl',
    'finished',
  ]);
});

test('nodes are announced before they are spoken of, in order', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryGame, async (game) => {
      let known = 0;
      for (const event of (await record(game)).events) {
        if (event.kind === 'node-added') assert.equal(event.node, known++);
        if (event.kind === 'expanded' || event.kind === 'status') assert(event.node < known);
        if (event.kind === 'tactic-checked') assert([event.node, ...event.targets].every((node) => node < known));
      }
    }),
  );
});

test('the events of a search hold its statistics', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryGame, async (game) => {
      const { events, result } = await record(game);
      const count = (kind: SearchEvent['kind']) => events.filter((event) => event.kind === kind).length;
      const { expansions, checks, nodes } = result.stats;
      assert.deepEqual([count('expanded'), count('tactic-checked'), count('node-added')], [expansions, checks, nodes]);
    }),
  );
});

test('a node is never told the status that it has, and what is proved stays proved', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryGame, async (game) => {
      const statuses = new Map<number, Status>();
      for (const event of (await record(game)).events) {
        if (event.kind !== 'status') continue;
        const before = statuses.get(event.node) ?? 'open';
        assert.notEqual(before, event.status);
        assert.notEqual(before, 'proved');
        statuses.set(event.node, event.status);
      }
    }),
  );
});
