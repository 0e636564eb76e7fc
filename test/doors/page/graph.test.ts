import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findGoals } from '../../../page/src/graph/find-goals.ts';
import { card, layOut } from '../../../page/src/graph/layout.ts';
import { GraphModel } from '../../../page/src/graph/model.ts';
import { branchingTrace } from '../../eval/large-run.ts';

/** A graph of the shape that searches leave. */
function graphOf(goals: number): GraphModel {
  const { nodes, edges } = branchingTrace(7, false, goals);
  const model = new GraphModel();
  model.apply({
    nodes: nodes.map(({ id, state, score }) => ({ id, target: state.split('⊢ ')[1]!, goals: 1, score, depth: 0 })),
    steps: edges.map(({ from, tactic, children }) => ({ from, tactic, targets: children })),
    marks: [],
  });
  return model;
}

describe('the picture of a proof graph', () => {
  for (const aspect of [0.6, 1, 1.8]) {
    it(`of thousands of goals fills a picture ${aspect} times as wide as high`, () => {
      const model = graphOf(5000);
      const { width, height } = layOut(model, aspect);
      const shape = width / height / aspect;
      assert.ok(shape > 1 / 2 && shape < 2, `${width} × ${height}`);
    });
  }

  it('has a place of its own for every goal, and children to the right of their goal or in a strip further right', () => {
    const model = graphOf(3000);
    const { x, y, order, width, height } = layOut(model, 1.5);
    assert.equal(order.length, 3000);
    const places = new Set(model.nodes.map(({ id }) => `${Math.round(x[id]!)} ${Math.round(y[id]!)}`));
    assert.equal(places.size, 3000);
    for (const { id, origin } of model.nodes) {
      assert.ok(x[id]! >= 0 && x[id]! + card.width <= width && y[id]! >= 0 && y[id]! + card.height <= height);
      if (origin !== undefined) assert.ok(x[id]! >= x[origin.step.from]! + card.width, `goal ${id}`);
    }
  });

  it('of a few goals is one tree from left to right', () => {
    const { height, order, y } = layOut(graphOf(40), 1.5);
    assert.deepEqual(
      order.map(({ id }) => y[id]!),
      order.map(({ id }) => y[id]!).toSorted((a, b) => a - b),
    );
    assert.ok(height <= 40 * card.row);
  });
});

describe('looking for a goal', () => {
  const model = new GraphModel();
  model.apply({
    nodes: ['∀ n, f n = n', 'f (n + 1) = n + 1', 'False'].map((target, id) => ({
      id,
      target,
      goals: 1,
      score: 0,
      depth: 0,
    })),
    steps: [
      { from: 0, tactic: 'intro n', targets: [1] },
      { from: 0, tactic: 'exfalso', targets: [2] },
    ],
    marks: [],
  });
  const found = (text: string) => findGoals(model.nodes, text).map(({ id }) => id);

  it('finds what a goal says, and the tactic that led to it', () => {
    assert.deepEqual(found('n+1'), [1]);
    assert.deepEqual(found('FALSE'), [2]);
    assert.deepEqual(found('intro'), [1]);
    assert.deepEqual(found('f'), [0, 1, 2]);
  });

  it('finds nothing for nothing', () => {
    assert.deepEqual(found(' '), []);
    assert.deepEqual(found('omega'), []);
  });
});
