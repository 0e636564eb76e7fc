import type { GoalNode, GraphModel } from './model.ts';

/** Sizes in pixels at full size. */
export const card = { width: 248, height: 46, column: 296, row: 58 };

export interface Layout {
  /** By number of a goal: where the picture of it is to be. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Goals in the order of their rows. */
  readonly order: readonly GoalNode[];
  readonly width: number;
  readonly height: number;
}

/**
 * The tree of first ways, from left to right: a goal stands on the row of its first child, every further child below all
 * that belongs to the one before. So what is added moves what is below it and nothing else. Of the children those of
 * the proof come first, then the others in order of discovery. Linear in the number of goals.
 */
export function layOut(model: GraphModel): Layout {
  const { nodes, roots } = model;
  const x = new Float32Array(nodes.length);
  const y = new Float32Array(nodes.length);
  const order: GoalNode[] = [];
  let row = 0;
  let deepest = 0;
  const work: { readonly node: GoalNode; readonly depth: number; readonly fresh: boolean }[] = [];
  const push = (children: readonly GoalNode[], depth: number) => {
    const sorted = proofFirst(children);
    for (let i = sorted.length - 1; i >= 0; i--) work.push({ node: sorted[i]!, depth, fresh: i > 0 });
  };
  push(roots, 0);
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const { node, depth, fresh } = item;
    if (fresh) row++;
    x[node.id] = depth * card.column;
    y[node.id] = row * card.row;
    order.push(node);
    deepest = Math.max(deepest, depth);
    push(node.children, depth + 1);
  }
  return { x, y, order, width: deepest * card.column + card.width, height: row * card.row + card.height };
}

function proofFirst(children: readonly GoalNode[]): readonly GoalNode[] {
  if (!children.some(({ proofStep }) => proofStep !== undefined)) return children;
  const isOnWay = ({ proofStep }: GoalNode) => proofStep !== undefined;
  return [...children.filter(isOnWay), ...children.filter((child) => !isOnWay(child))];
}
