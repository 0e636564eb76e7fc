import assert from 'node:assert/strict';
import { test } from 'node:test';
import { averaged } from '../../../src/train/report/loss-chart.ts';
import { trainingPage } from '../../../src/train/report/training-page.ts';

const result = { step: 4, best: { step: 2, loss: 0.5 }, tokens: 4000, seconds: 20 };
const validation = { kind: 'validation', perplexity: 1.65, length: 2, chance: 0.37 } as const;

test('the page shows both curves and what the best loss means for a search', async () => {
  const page = await trainingPage(
    'models/a<b',
    [
      ...[2, 1, 0.6, 0.4].map((loss, i) => ({ kind: 'step', step: i + 1, loss }) as const),
      { ...validation, step: 2, loss: 0.5 },
      { ...validation, step: 4, loss: 0.7 },
    ],
    result,
  );
  assert.match(page, /Training of models\/a&lt;b/);
  assert.equal(page.match(/<path class="series series-\d" d="M\d[^"H]*"/g)?.length, 2);
  assert.match(page, /200 tokens per second/);
  assert.match(page, /0\.5000 nats per token/);
  assert.match(page, /37\.0%/);
});

test('a page without any validation shows the training curve alone', async () => {
  const page = await trainingPage('m', [{ kind: 'step', step: 1, loss: 2 }], { ...result, best: null });
  assert.ok(page.includes('training') && !page.includes('validation'));
});

test('long curves are averaged, and keep their mean', () => {
  const points = Array.from({ length: 1000 }, (_, i) => ({ x: i, y: i % 2 }));
  const shown = averaged(points, 100);
  assert.equal(shown.length, 100);
  assert.ok(shown.every(({ y }) => y === 0.5));
});
