import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ProofGraph } from '../../../src/search/graph/graph.ts';
import { violations } from '../../../src/search/graph/invariants.ts';
import { isLive } from '../../../src/search/graph/liveness.ts';
import { arbitraryGame, provableStates } from '../support/arbitrary.ts';
import { type Game, goalNamed } from '../support/game.ts';

const open = (name: string) => ({ state: name, key: name, goals: [goalNamed(name)] });

function graphFrom(...roots: string[]) {
  const graph = new ProofGraph(roots.map(open));
  const node = (name: string) => {
    const found = graph.nodes.find((candidate) => candidate.key === name);
    assert(found, `no node ${name}`);
    return found;
  };
  const extend = (from: string, tactic: string, logProbability: number, ...left: string[]) =>
    graph.extend(node(from), { tactic, logProbability, price: 1 }, left.map(open));
  return { graph, node, extend };
}

const keys = (nodes: readonly { readonly key: string }[]): readonly string[] => nodes.map(({ key }) => key);

/** Expands all of a game, always the newest or always the oldest node first, checking the invariants at every step. */
function expandAll(game: Game, newestFirst: boolean) {
  const { graph, extend } = graphFrom('s0');
  const work = [...graph.nodes];
  for (let node = work.shift(); node !== undefined; node = newestFirst ? work.pop() : work.shift()) {
    for (const [tactic, left] of Object.entries(game[node.key] ?? {})) {
      if (typeof left === 'string' || node.status !== 'open') continue;
      const before = graph.nodes.length;
      extend(node.key, tactic, -tactic.charCodeAt(0), ...left);
      work.push(...graph.nodes.slice(before));
      assert.deepEqual(violations(graph), []);
    }
    graph.exhaust(node);
    assert.deepEqual(violations(graph), []);
  }
  return graph;
}

test('after every change the statuses of any graph, with cycles, are those of the naive fixed point', () => {
  fc.assert(
    fc.property(arbitraryGame, fc.boolean(), (game, newestFirst) => {
      expandAll(game, newestFirst);
    }),
    { numRuns: 300 },
  );
});

test('a fully expanded graph proves exactly the states that the game can prove', () => {
  fc.assert(
    fc.property(arbitraryGame, fc.boolean(), (game, newestFirst) => {
      const provable = provableStates(game);
      for (const node of expandAll(game, newestFirst).nodes) {
        if (node.exhausted) assert.equal(node.status === 'proved', provable.has(node.key), node.key);
      }
    }),
    { numRuns: 300 },
  );
});

test('two states that need each other are not proved', () => {
  const { graph, node, extend } = graphFrom('a');
  extend('a', 'rw [h]', -1, 'b');
  extend('b', 'rw [← h]', -1, 'a');
  assert.deepEqual([node('a').status, node('b').status, graph.root.status], ['open', 'open', 'open']);
});

test('equal states are one node, and the second state is surplus', () => {
  const { graph, extend } = graphFrom('a');
  extend('a', 'left', -1, 'b');
  const { surplus } = extend('a', 'right', -2, 'b');
  assert.deepEqual(surplus, ['b']);
  assert.equal(graph.nodes.length, 2);
  assert.equal(graph.transpositions, 1);
});

test('a tactic that leaves its own state among others adds nothing', () => {
  const { graph, extend } = graphFrom('a');
  const { edge, surplus } = extend('a', 'constructor', -1, 'a', 'b');
  assert.equal(edge, undefined);
  assert.deepEqual(surplus, ['a', 'b']);
  assert.equal(graph.nodes.length, 1);
});

test('a state that is left twice by one tactic has to be proved once', () => {
  const { graph, extend } = graphFrom('a');
  extend('a', 'constructor', -1, 'b', 'b');
  extend('b', 'rfl', -1);
  assert.equal(graph.root.status, 'proved');
});

test('what a tactic settles is told from the bottom up', () => {
  const { extend } = graphFrom('a');
  extend('a', 'step', -1, 'b');
  const { changes } = extend('b', 'rfl', -1);
  assert.deepEqual(keys(changes.settled), ['b', 'a']);
});

test('the start is proved when all of its states are', () => {
  const { graph, extend } = graphFrom('a', 'b');
  extend('a', 'rfl', -1);
  assert.equal(graph.root.status, 'open');
  extend('b', 'rfl', -1);
  assert.equal(graph.root.status, 'proved');
});

test('a better path to a node improves all that lies below it and offers it to the frontier again', () => {
  const { node, extend } = graphFrom('a');
  extend('a', 'slow', -5, 'b');
  extend('b', 'step', -1, 'c');
  const { changes } = extend('a', 'fast', -2, 'b');
  assert.deepEqual([node('c').logProbability, node('c').effort, node('c').depth], [-3, 2, 2]);
  assert.deepEqual(keys(changes.ready), ['b', 'c']);
});

test('keys of any length tell states apart', () => {
  const long = 'x'.repeat(5000);
  const { graph, extend } = graphFrom('a');
  extend('a', 't', -1, `${long}1`, `${long}2`, `${long}1`);
  assert.equal(graph.nodes.length, 3);
  assert(graph.nodes.every((node) => node.key.length <= 44));
});

test('a state whose sibling has failed does not matter', () => {
  const { graph, node, extend } = graphFrom('a');
  extend('a', 'constructor', -1, 'b', 'c');
  graph.exhaust(node('b'));
  assert.equal(isLive(graph, node('c')), false);
  assert.equal(isLive(graph, node('a')), true);
});

test('a state below a proved one does not matter', () => {
  const { graph, node, extend } = graphFrom('a', 'z');
  extend('a', 'step', -1, 'b');
  extend('b', 'step', -1, 'c');
  extend('a', 'rfl', -2);
  assert.equal(isLive(graph, node('c')), false);
});

test('a new way from the start makes dormant states matter again, with all that is below them', () => {
  const { graph, node, extend } = graphFrom('a');
  extend('a', 'constructor', -1, 'b', 'c');
  extend('c', 'step', -1, 'd');
  graph.exhaust(node('b'));
  assert.equal(isLive(graph, node('d')), false);
  const { changes } = extend('a', 'other', -3, 'c');
  assert.deepEqual(keys(changes.ready), ['c', 'd']);
  assert.equal(isLive(graph, node('d')), true);
  assert.deepEqual(violations(graph), []);
});

test('a state that lost the way by which it was found matters by another, which then counts as the first', () => {
  const { graph, node, extend } = graphFrom('a');
  extend('a', 'constructor', -1, 'b', 'dead');
  extend('a', 'other', -2, 'c');
  extend('b', 'step', -1, 'd');
  extend('c', 'step', -1, 'b');
  graph.exhaust(node('dead'));
  assert.equal(isLive(graph, node('d')), true);
  assert.equal(node('b').parents[0]?.from, node('c'));
  assert.deepEqual(violations(graph), []);
});

test('the checker notices a status without ground', () => {
  const { graph, node } = graphFrom('a');
  node('a').status = 'proved';
  assert(violations(graph).includes('node 0 is proved without ground'));
});

test('the checker notices two states that prove each other', () => {
  const { graph, node, extend } = graphFrom('a');
  extend('a', 'rw [h]', -1, 'b');
  extend('b', 'rw [← h]', -1, 'a');
  for (const item of [node('a'), node('b'), ...node('a').edges, ...node('b').edges]) item.status = 'proved';
  assert(violations(graph).includes('node 0 is proved without ground'));
});

test('the checker notices a wrong count, a lost parent and a path that is not the best', () => {
  const { graph, node, extend } = graphFrom('a');
  extend('a', 'step', -1, 'b');
  node('a').openEdges = 2;
  node('b').parents = [];
  const found = violations(graph);
  assert(found.includes('node 0 counts 2 open edges of 1'));
  assert(found.includes('node 1 does not have the best of its paths'));
  assert(found.includes('edge step of node 0 is not a parent of node 1 as often as it leads there'));
});
