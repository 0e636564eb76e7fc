import { type Html, html } from '../../eval/report/html.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

const width = 720;
const height = 320;
const plot = { left: 52, right: width - 14, top: 14, bottom: height - 42 };
/** Points of a curve at most: more than a screen can show. */
const pointLimit = 600;

/** Losses over steps, as SVG: linear in steps, logarithmic in the loss, as what matters is how it falls. */
export function lossChart(series: readonly { readonly label: string; readonly points: readonly Point[] }[]): Html {
  const all = series.flatMap(({ points }) => points);
  const lastStep = Math.max(1, ...all.map(({ x }) => x));
  const [low, high] = [Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y))];
  const [bottom, top] = [Math.log(low / 1.1), Math.log(high * 1.1)];
  const toX = (x: number) => plot.left + (x / lastStep) * (plot.right - plot.left);
  const toY = (y: number) => plot.bottom - ((Math.log(y) - bottom) / (top - bottom)) * (plot.bottom - plot.top);
  const yTicks = Array.from({ length: 6 }, (_, i) => Math.exp(bottom + ((top - bottom) * i) / 5));
  const xTicks = Array.from({ length: 6 }, (_, i) => Math.round((lastStep * i) / 5));
  return html`<figure class="chart"><figcaption>Loss in nats per output token</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Loss over steps">
${yTicks.map(
  (y) =>
    html`<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${fixed(toY(y))}" y2="${fixed(toY(y))}"/><text class="tick" x="${plot.left - 6}" y="${fixed(toY(y) + 4)}" text-anchor="end">${y.toPrecision(2)}</text>`,
)}
${xTicks.map(
  (x) =>
    html`<text class="tick" x="${fixed(toX(x))}" y="${plot.bottom + 16}" text-anchor="middle">${x.toLocaleString('en-US')}</text>`,
)}
<text class="tick" x="${(plot.left + plot.right) / 2}" y="${height - 6}" text-anchor="middle">steps</text>
${series.map(({ points }, i) => html`<path class="series series-${i % 6}" d="${path(averaged(points), toX, toY)}"/>`)}
</svg>
<ul class="legend">${series.map(
    ({ label }, i) =>
      html`<li><svg viewBox="0 0 28 8" aria-hidden="true"><path class="series series-${i % 6}" d="M0 4H28"/></svg>${label}</li>`,
  )}</ul></figure>`;
}

/** At most `pointLimit` points, each the mean of its neighbours. */
export function averaged(points: readonly Point[], limit = pointLimit): readonly Point[] {
  if (points.length <= limit) return points;
  const size = Math.ceil(points.length / limit);
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) => {
    const some = points.slice(i * size, (i + 1) * size);
    const mean = (value: (point: Point) => number) => some.reduce((sum, point) => sum + value(point), 0) / some.length;
    return { x: mean(({ x }) => x), y: mean(({ y }) => y) };
  });
}

const path = (points: readonly Point[], toX: (x: number) => number, toY: (y: number) => number): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${fixed(toX(x))} ${fixed(toY(y))}`).join('');

const fixed = (value: number): string => value.toFixed(1);
