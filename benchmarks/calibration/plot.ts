import { interval, meanPrediction, rate, type Tally } from './tally.ts';

export interface Series {
  readonly name: string;
  readonly color: string;
  readonly points: readonly (readonly [string, Tally])[];
}

const size = 460;
const margin = 48;
/** Both axes are logarithmic, from here to 1. */
const least = 2 ** -12;

const share = (probability: number): number => 1 - Math.log2(Math.max(least, probability)) / Math.log2(least);
const across = (probability: number): string => (margin + share(probability) * (size - 2 * margin)).toFixed(1);
const down = (probability: number): string => (size - margin - share(probability) * (size - 2 * margin)).toFixed(1);

/** Observed rates over predicted probabilities, with their intervals; what is well predicted lies on the diagonal. */
export function plot(series: readonly Series[]): string {
  const ticks = [-12, -9, -6, -3, 0].map((power) => {
    const label = power === 0 ? '1' : `2<tspan dy="-4" font-size="8">${power}</tspan>`;
    const at = 2 ** power;
    return `<text x="${across(at)}" y="${size - margin + 16}" text-anchor="middle">${label}</text><text x="${margin - 6}" y="${down(at)}" text-anchor="end">${label}</text>`;
  });
  const drawn = series.flatMap(({ name, color, points }, place) => [
    `<circle cx="${margin + 14}" cy="${margin + 14 + 18 * place}" r="5" fill="${color}"/><text x="${margin + 24}" y="${margin + 18 + 18 * place}">${name}</text>`,
    ...points.map(([label, tally]) => {
      const [low, high] = interval(tally);
      const x = across(meanPrediction(tally));
      const line = `<path d="M${x} ${down(low)}V${down(high)}" stroke="${color}" stroke-opacity="0.35"/>`;
      const title = `<title>${name}, ${label}: ${tally.tried} checks</title>`;
      return `${line}<circle cx="${x}" cy="${down(rate(tally))}" r="${Math.max(2, Math.log2(tally.tried) / 1.6).toFixed(1)}" fill="${color}" fill-opacity="0.6">${title}</circle>`;
    }),
  ]);
  const [low, high] = [margin, size - margin];
  const frame = `<path d="M${low} ${low}V${high}H${high}M${low} ${high}L${high} ${low}" fill="none" stroke="#888"/>`;
  const words = `<text x="${size / 2}" y="${size - 8}" text-anchor="middle">predicted probability</text><text transform="translate(12 ${size / 2}) rotate(-90)" text-anchor="middle">observed rate</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" font-family="sans-serif" font-size="12"><rect width="${size}" height="${size}" fill="white"/>${frame}${ticks.join('')}${drawn.join('')}${words}</svg>\n`;
}
