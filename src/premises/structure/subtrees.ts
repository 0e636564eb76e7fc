import { type TermTree, termTree } from './term-tree.ts';

/** How far down from its root a subtree is looked at. */
const depths = [0, 1, 2] as const;

/** Every subtree of a printed term, cut off at each depth, as text; without duplicates. */
export function subtreesOf(term: string, constants: readonly string[]): readonly string[] {
  const known = new Set(constants.map((name) => name.slice(name.lastIndexOf('.') + 1)));
  const found = new Set<string>();
  const visit = (tree: TermTree): void => {
    for (const depth of depths) found.add(`${depth}${cut(tree, depth)}`);
    for (const child of tree.children) visit(child);
  };
  visit(termTree(term, (name) => known.has(name)));
  return [...found];
}

function cut({ label, children }: TermTree, depth: number): string {
  if (depth === 0 || children.length === 0) return label;
  return `${label}(${children.map((child) => cut(child, depth - 1)).join(' ')})`;
}
