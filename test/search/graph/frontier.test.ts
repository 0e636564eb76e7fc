import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Frontier } from '../../../src/search/graph/frontier.ts';
import { ProofGraph } from '../../../src/search/graph/graph.ts';
import type { GraphNode } from '../../../src/search/graph/node.ts';

/** That many nodes, unconnected. */
function nodes(count: number): readonly GraphNode<number>[] {
  const roots = Array.from({ length: count }, (_, state) => ({ state, key: `${state}`, goals: [] }));
  return new ProofGraph(roots).nodes;
}

function drain(frontier: Frontier<number>): readonly number[] {
  const taken: number[] = [];
  for (let node = frontier.take(); node !== undefined; node = frontier.take()) taken.push(node.id);
  return taken;
}

test('nodes come off the frontier by falling score, ties in the order of insertion', () => {
  const scores = fc.array(fc.integer({ min: -5, max: 0 }), { maxLength: 60 });
  fc.assert(
    fc.property(scores, (given) => {
      const frontier = new Frontier<number>();
      for (const [index, node] of nodes(given.length).entries()) frontier.add(node, given[index] ?? 0);
      const expected = given.map((_, index) => index).toSorted((a, b) => (given[b] ?? 0) - (given[a] ?? 0));
      assert.deepEqual(drain(frontier), expected);
    }),
  );
});

test('of a node that was added twice only the later score counts', () => {
  const frontier = new Frontier<number>();
  const [first, second] = nodes(2);
  assert(first && second);
  frontier.add(first, -3);
  frontier.add(second, -2);
  frontier.add(first, -1);
  assert.deepEqual(drain(frontier), [first.id, second.id]);
});

test('scores of minus infinity keep the order of insertion', () => {
  const frontier = new Frontier<number>();
  for (const node of nodes(4)) frontier.add(node, Number.NEGATIVE_INFINITY);
  assert.deepEqual(drain(frontier), [0, 1, 2, 3]);
});
