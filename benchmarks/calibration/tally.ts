/** What was predicted of some tactics, and what came of them. */
import Table from 'cli-table3';

export interface Tally {
  readonly tried: number;
  /** How many led to a proof. */
  readonly led: number;
  /** Sum of the probabilities that were predicted. */
  readonly predicted: number;
}

const nothing: Tally = { tried: 0, led: 0, predicted: 0 };

export function add<K>(tallies: Map<K, Tally>, key: K, predicted: number, led: boolean): void {
  const tally = tallies.get(key) ?? nothing;
  tallies.set(key, { tried: tally.tried + 1, led: tally.led + (led ? 1 : 0), predicted: tally.predicted + predicted });
}

export const meanPrediction = ({ predicted, tried }: Tally): number => predicted / tried;
export const rate = ({ led, tried }: Tally): number => led / tried;

/** Wilson's interval of the rate, at 95%. */
export function interval({ led, tried }: Tally): readonly [number, number] {
  const z = 1.96;
  const share = led / tried;
  const middle = share + z ** 2 / (2 * tried);
  const half = z * Math.sqrt((share * (1 - share)) / tried + z ** 2 / (4 * tried ** 2));
  const scale = 1 + z ** 2 / tried;
  return [(middle - half) / scale, (middle + half) / scale];
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)}%`;

export function table(name: string, rows: readonly (readonly [string, Tally])[]): string {
  const style = { head: [], border: [] };
  const printed = new Table({ head: [name, 'tried', 'predicted', 'observed', '95% interval'], style });
  for (const [label, tally] of rows) {
    const [low, high] = interval(tally);
    const shown = [percent(meanPrediction(tally)), percent(rate(tally)), `${percent(low)} to ${percent(high)}`];
    printed.push([label, tally.tried, ...shown]);
  }
  return printed.toString();
}

/** Offset and slope of the line that fits log2 of the observed rates best to log2 of what was predicted, weighted by trials. */
export function lineOf(tallies: readonly Tally[]): { readonly offset: number; readonly slope: number } {
  let [weights, x, y, xx, xy] = [0, 0, 0, 0, 0];
  for (const tally of tallies) {
    const [predicted, observed] = [Math.log2(meanPrediction(tally)), Math.log2((tally.led + 0.5) / (tally.tried + 1))];
    weights += tally.tried;
    x += tally.tried * predicted;
    y += tally.tried * observed;
    xx += tally.tried * predicted ** 2;
    xy += tally.tried * predicted * observed;
  }
  const slope = (weights * xy - x * y) / (weights * xx - x ** 2);
  return { slope, offset: (y - slope * x) / weights };
}
