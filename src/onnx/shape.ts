import type { ElementType } from './tensor.ts';

/** A fixed length, or the name of one that is known only when the graph runs; equal names are equal lengths. */
export type Dim = number | string;
export type Shape = readonly Dim[];

/** What is known about a value before the graph runs. */
export interface ValueType {
  readonly type: ElementType | undefined;
  readonly shape: Shape | undefined;
}

export const unknown: ValueType = { type: undefined, shape: undefined };

let anonymous = 0;

/** A length of which nothing is known; it equals no other. */
export const someLength = (): Dim => `?${anonymous++}`;
export const isAnonymous = (dim: Dim): boolean => typeof dim === 'string' && dim.startsWith('?');

/** The shape of an elementwise result. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const result: Dim[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x === y || y === 1) result.push(x);
    else if (x === 1) result.push(y);
    // A fixed length above one wins over a name: the name has to stand for it, or for one.
    else if (typeof x === 'number' && typeof y === 'string') result.push(x);
    else if (typeof y === 'number' && typeof x === 'string') result.push(y);
    else result.push(someLength());
  }
  return result;
}

/** An axis counted from the front. */
export const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);
