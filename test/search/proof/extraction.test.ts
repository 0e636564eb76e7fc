import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ProofGraph } from '../../../src/search/graph/graph.ts';
import { extractProofs } from '../../../src/search/proof/extraction.ts';
import { arbitraryGame } from '../support/arbitrary.ts';
import { type Game, goalNamed } from '../support/game.ts';
import { proofSize, replays, smallestProofs } from '../support/replay.ts';

const open = (name: string) => ({ state: name, key: name, goals: [goalNamed(name)] });

/** The whole graph of a game. What closes a state is entered last, so that the graph grows as far as it can. */
function graphOf(game: Game): ProofGraph<string> {
  const graph = new ProofGraph([open('s0')]);
  const closing: (() => void)[] = [];
  for (const node of graph.nodes) {
    for (const [tactic, left] of Object.entries(game[node.key] ?? {})) {
      if (typeof left === 'string') continue;
      const enter = () => graph.extend(node, { tactic, logProbability: -1, price: 1 }, left.map(open));
      if (left.length === 0) closing.push(enter);
      else enter();
    }
  }
  for (const enter of closing) enter();
  return graph;
}

test('an extracted proof is a finite tree that replays', () => {
  fc.assert(
    fc.property(arbitraryGame, (game) => {
      const { root } = graphOf(game);
      fc.pre(root.status === 'proved');
      const [branch] = extractProofs(root);
      assert(branch && replays(game, 's0', branch.proof));
    }),
    { numRuns: 300 },
  );
});

test('an extracted proof has the fewest tactics', () => {
  fc.assert(
    fc.property(arbitraryGame, (game) => {
      const { root } = graphOf(game);
      fc.pre(root.status === 'proved');
      assert.equal(proofSize(extractProofs(root)), smallestProofs(game).get('s0'));
    }),
    { numRuns: 300 },
  );
});

test('of two proofs with as many tactics the one with fewer characters is taken', () => {
  const { root } = graphOf({ s0: { 'simp [Nat.add_comm]': [], omega: [] } });
  assert.equal(extractProofs(root)[0]?.proof.tactic, 'omega');
});

test('a chain of a hundred thousand tactics is extracted', () => {
  const graph = new ProofGraph([open('0')]);
  for (const node of graph.nodes) {
    const next = Number(node.key) + 1;
    graph.extend(node, { tactic: 'step', logProbability: -1, price: 1 }, next < 100_000 ? [open(`${next}`)] : []);
  }
  assert.equal(graph.root.status, 'proved');
  assert.equal(extractProofs(graph.root)[0]?.proof.tactic, 'step');
});
