import Table from 'cli-table3';
import { visible } from '../../data/visible.ts';

/** A table without colours, which reads the same on a terminal and in a file. */
export function plainTable(rows: readonly (readonly (string | number)[])[], head?: readonly string[]): string {
  const style = { head: [], border: [], compact: true };
  const table = new Table(head === undefined ? { style } : { style, head: [...head] });
  table.push(...rows.map((row) => row.map((cell) => (typeof cell === 'string' ? visible(cell) : cell))));
  return table.toString();
}
