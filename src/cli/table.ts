import Table from 'cli-table3';

/** A table without colours, which reads the same on a terminal and in a file. */
export function plainTable(rows: readonly (readonly (string | number)[])[], head?: readonly string[]): string {
  const style = { head: [], border: [], compact: true };
  const table = new Table(head === undefined ? { style } : { style, head: [...head] });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}
