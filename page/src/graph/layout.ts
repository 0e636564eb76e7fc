import type { GoalNode, GraphModel } from './model.ts';

/** Sizes in pixels at full size; `gap` lies between two strips. */
export const card = { width: 248, height: 46, column: 296, row: 58, gap: 120 };

export interface Layout {
  /** By number of a goal: where the picture of it is to be, and in which column it stands. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly depth: Uint16Array;
  /** Goals in the order of their rows. */
  readonly order: readonly GoalNode[];
  readonly width: number;
  readonly height: number;
}

/**
 * The tree of first ways, from left to right: a goal stands on the row of its first child, every further child below all
 * that belongs to the one before. So what is added moves what is below it and nothing else. Of the children those of
 * the proof come first, then the others in order of discovery. A tree of many rows is cut into strips that stand side
 * by side, as a text is into columns, so that all of it fills a picture of the given shape. Linear in the number of goals.
 *
 * @param aspect width of the picture over its height
 */
export function layOut(model: GraphModel, aspect: number): Layout {
  const { nodes, roots } = model;
  const row = new Uint32Array(nodes.length);
  const depth = new Uint16Array(nodes.length);
  const order: GoalNode[] = [];
  let rows = 0;
  const work: { readonly node: GoalNode; readonly depth: number; readonly fresh: boolean }[] = [];
  const push = (children: readonly GoalNode[], at: number) => {
    const sorted = proofFirst(children);
    for (let i = sorted.length - 1; i >= 0; i--) work.push({ node: sorted[i]!, depth: at, fresh: i > 0 });
  };
  push(roots, 0);
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const { node, depth: at, fresh } = item;
    if (fresh) rows++;
    row[node.id] = rows;
    depth[node.id] = at;
    order.push(node);
    push(node.children, at + 1);
  }
  let best = inStrips(order, row, depth, rows + 1);
  // Powers of two, so that a tree that grows is seldom cut anew.
  for (let high = fewest; high <= rows; high *= 2) {
    const cut = inStrips(order, row, depth, high);
    if (misfit(cut, aspect) < misfit(best, aspect)) best = cut;
  }
  return { ...best, depth, order };
}

/** Rows that a strip has at least; trees with fewer are not cut. */
const fewest = 64;

/** How far a shape is from what is wanted, as a share, by either side. */
const misfit = ({ width, height }: Pick<Layout, 'width' | 'height'>, aspect: number): number =>
  Math.abs(Math.log(width / height / aspect));

/** Each strip is as wide as what stands in it. */
function inStrips(
  order: readonly GoalNode[],
  row: Uint32Array,
  depth: Uint16Array,
  high: number,
): Pick<Layout, 'x' | 'y' | 'width' | 'height'> {
  const x = new Float32Array(row.length);
  const y = new Float32Array(row.length);
  let left = 0;
  let [width, height] = [card.width, card.height];
  for (let first = 0; first < order.length; ) {
    const strip = Math.floor(row[order[first]!.id]! / high);
    let next = first;
    let [least, most] = [Number.POSITIVE_INFINITY, 0];
    for (; next < order.length && Math.floor(row[order[next]!.id]! / high) === strip; next++) {
      least = Math.min(least, depth[order[next]!.id]!);
      most = Math.max(most, depth[order[next]!.id]!);
    }
    for (let at = first; at < next; at++) {
      const { id } = order[at]!;
      x[id] = left + (depth[id]! - least) * card.column;
      y[id] = (row[id]! - strip * high) * card.row;
      height = Math.max(height, y[id]! + card.height);
    }
    width = left + (most - least) * card.column + card.width;
    left = width + card.gap;
    first = next;
  }
  return { x, y, width, height };
}

function proofFirst(children: readonly GoalNode[]): readonly GoalNode[] {
  if (!children.some(({ proofStep }) => proofStep !== undefined)) return children;
  const isOnWay = ({ proofStep }: GoalNode) => proofStep !== undefined;
  return [...children.filter(isOnWay), ...children.filter((child) => !isOnWay(child))];
}
