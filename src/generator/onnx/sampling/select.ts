/**
 * Moves the heaviest of the first `size` entries of `order` to its front, and returns how many: the fewest whose total
 * measure reaches `target`. Ties go to the smaller index. The measure of an entry is 1 (`count`) or its weight (`mass`).
 *
 * Quickselect (Hoare, "Algorithm 65: find", 1961) on cumulative measure; expected linear time.
 */
export function selectHeaviest(
  order: Uint32Array,
  size: number,
  weights: Float64Array,
  measure: 'count' | 'mass',
  target: number,
): number {
  let low = 0;
  let high = size;
  let taken = 0;
  while (low < high) {
    const middle = partition(order, low, high, weights);
    let front = middle - low;
    if (measure === 'mass') {
      front = 0;
      for (let i = low; i < middle; i++) front += weights[order[i]!]!;
    }
    if (taken + front >= target) {
      high = middle;
      continue;
    }
    taken += front + (measure === 'mass' ? weights[order[middle]!]! : 1);
    low = middle + 1;
    if (taken >= target) return low;
  }
  return low;
}

/** Heavier entries before a pivot, lighter ones after it; returns where the pivot came to lie. */
function partition(order: Uint32Array, low: number, high: number, weights: Float64Array): number {
  const last = high - 1;
  swap(order, medianOfThree(order, low, (low + last) >>> 1, last, weights), last);
  const pivot = order[last]!;
  let boundary = low;
  for (let i = low; i < last; i++) {
    if (heavier(order[i]!, pivot, weights)) swap(order, i, boundary++);
  }
  swap(order, boundary, last);
  return boundary;
}

function medianOfThree(order: Uint32Array, a: number, b: number, c: number, weights: Float64Array): number {
  const ab = heavier(order[a]!, order[b]!, weights);
  const bc = heavier(order[b]!, order[c]!, weights);
  if (ab === bc) return b;
  const ac = heavier(order[a]!, order[c]!, weights);
  return ab === ac ? c : a;
}

export const heavier = (a: number, b: number, weights: Float64Array): boolean => {
  const difference = weights[a]! - weights[b]!;
  return difference > 0 || (difference === 0 && a < b);
};

function swap(order: Uint32Array, i: number, j: number): void {
  const moved = order[i]!;
  order[i] = order[j]!;
  order[j] = moved;
}
