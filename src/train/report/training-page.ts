import { join } from 'node:path';
import { z } from 'zod';
import { parseJsonl } from '../../data/jsonl.ts';
import type { Problem } from '../../data/problem.ts';
import type { Result } from '../../data/result.ts';
import { readText } from '../../data/text-file.ts';
import { duration, integer, percent } from '../../eval/report/format.ts';
import { type Html, html } from '../../eval/report/html.ts';
import { renderPage } from '../../eval/report/page.ts';
import { writeText } from '../../store/write-text.ts';
import type { TrainingResult } from '../events.ts';
import { chanceOf } from '../metrics/quality.ts';
import { lossChart } from './loss-chart.ts';

const Metric = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), step: z.int(), loss: z.number() }),
  z.object({
    kind: z.literal('validation'),
    step: z.int(),
    loss: z.number(),
    perplexity: z.number(),
    length: z.number(),
    chance: z.number(),
  }),
]);
type Metric = z.infer<typeof Metric>;

/** Writes `report.html` beside a model: the curve of its training, and what the losses mean for a search. */
export async function writeTrainingPage(
  folder: string,
  result: Omit<TrainingResult, 'reason'>,
): Promise<Result<void, Problem>> {
  const path = join(folder, 'metrics.jsonl');
  const text = await readText(path);
  if (!text.ok) return text;
  const metrics = parseJsonl(text.value, Metric, path);
  if (!metrics.ok) return metrics;
  const page = await trainingPage(
    folder,
    metrics.value.map(({ record }) => record),
    result,
  );
  return writeText(join(folder, 'report.html'), page);
}

export async function trainingPage(
  title: string,
  metrics: readonly Metric[],
  { step, best, tokens, seconds }: Omit<TrainingResult, 'reason'>,
): Promise<string> {
  const steps = metrics.filter((metric) => metric.kind === 'step');
  const validations = metrics.filter((metric) => metric.kind === 'validation');
  const toPoint = (metric: Metric) => ({ x: metric.step, y: metric.loss });
  const series = [
    { label: 'training', points: steps.map(toPoint) },
    { label: 'validation', points: validations.map(toPoint) },
  ].filter(({ points }) => points.length > 0);
  const shown = best && validations.find((metric) => metric.step === best.step);
  const body = html`<h1>Training of ${title}</h1>
<p>${integer(step)} steps over ${integer(tokens)} tokens in ${duration(seconds)}, at ${integer(tokens / seconds)} tokens per second.</p>
${shown ? meaning(shown) : undefined}
${series.length > 0 ? lossChart(series) : undefined}`;
  return renderPage({ title: `Training of ${title}`, body, scripts: [] });
}

/** What the validation loss of the best weights means. */
function meaning({ step, loss, perplexity, length, chance }: Extract<Metric, { kind: 'validation' }>): Html {
  const rows = [
    ['Step of the best weights', integer(step)],
    ['Validation loss', `${loss.toFixed(4)} nats per token`],
    ['Token perplexity', perplexity.toFixed(3)],
    ['Mean length of a tactic', `${length.toFixed(1)} tokens`],
    ['A whole tactic right in one sample, at least', percent(chance)],
    ...[8, 64].map((samples) => [`… in one of ${samples} samples`, percent(chanceOf(chance, samples))]),
  ];
  return html`<table>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`)}</table>`;
}
