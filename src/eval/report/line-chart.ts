import { type Point, thinOut } from './curve.ts';
import { percent } from './format.ts';
import { type Html, html } from './html.ts';

export interface Series {
  readonly label: string;
  readonly points: readonly Point[];
}

export interface LineChart {
  readonly title: string;
  readonly xLabel: string;
  readonly series: readonly Series[];
}

const width = 520;
const height = 300;
const plot = { left: 48, right: width - 14, top: 14, bottom: height - 42 };
const pointLimit = 300;

/**
 * Step curves of fractions over a logarithmic axis, as SVG. Series differ in colour and in dashes, so that they can be
 * told apart on paper.
 */
export function lineChart({ title, xLabel, series }: LineChart): Html {
  const xs = series.flatMap(({ points }) => points.map(({ x }) => x)).filter((x) => x > 0);
  const low = 10 ** Math.floor(Math.log10(Math.min(...xs, 1)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...xs, low * 10)));
  const top = niceCeiling(Math.max(0.05, ...series.flatMap(({ points }) => points.map(({ y }) => y))));
  const toX = (x: number) => {
    const share = Math.log(Math.max(x, low) / low) / Math.log(high / low);
    return plot.left + share * (plot.right - plot.left);
  };
  const toY = (y: number) => plot.bottom - (y / top) * (plot.bottom - plot.top);
  const shortest = Array.from({ length: Math.round(Math.log10(high / low)) + 1 }, (_, i) => low * 10 ** i);
  const yTicks = Array.from({ length: 6 }, (_, i) => (top * i) / 5);

  return html`<figure class="chart"><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
${yTicks.map(
  (y) =>
    html`<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${fixed(toY(y))}" y2="${fixed(toY(y))}"/><text class="tick" x="${plot.left - 6}" y="${fixed(toY(y) + 4)}" text-anchor="end">${percent(y, top < 0.2 ? 1 : 0)}</text>`,
)}
${shortest.map(
  (x) =>
    html`<line class="grid" x1="${fixed(toX(x))}" x2="${fixed(toX(x))}" y1="${plot.top}" y2="${plot.bottom}"/><text class="tick" x="${fixed(toX(x))}" y="${plot.bottom + 16}" text-anchor="middle">${tick(x)}</text>`,
)}
<text class="tick" x="${(plot.left + plot.right) / 2}" y="${height - 6}" text-anchor="middle">${xLabel}</text>
${series.map(
  ({ points }, i) => html`<path class="series series-${i % 6}" d="${steps(thinOut(points, pointLimit), toX, toY)}"/>`,
)}
</svg>
<ul class="legend">${series.map(
    ({ label }, i) =>
      html`<li><svg viewBox="0 0 28 8" aria-hidden="true"><path class="series series-${i % 6}" d="M0 4H28"/></svg>${label}</li>`,
  )}</ul></figure>`;
}

/** The corners of a step function, drawn on to the right edge. */
function steps(points: readonly Point[], toX: (x: number) => number, toY: (y: number) => number): string {
  const corners = points.map(({ x, y }) => `H${fixed(toX(x))}V${fixed(toY(y))}`);
  return `M${plot.left} ${plot.bottom}${corners.join('')}H${plot.right}`;
}

const fixed = (value: number): string => value.toFixed(1);

const tick = (x: number): string => (x >= 1000 ? `${x / 1000}k` : String(Number(x.toPrecision(1))));

/** The least of 5%, 10%, 20%, 25%, 50%, 75%, 100% above a fraction. */
const niceCeiling = (fraction: number): number =>
  [0.05, 0.1, 0.2, 0.25, 0.5, 0.75].find((each) => fraction <= each) ?? 1;
