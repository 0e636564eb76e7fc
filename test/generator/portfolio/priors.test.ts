import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Priors } from '../../../src/generator/portfolio/index.ts';
import { noCounts } from './goals.ts';

test('a family has the chance that it is taken to have until it is counted', () => {
  const counts = { counted: { equation: [{ proved: 0, tried: 600, milliseconds: 600 }] } };
  const priors = new Priors({ ...noCounts, counts });
  assert.equal(priors.chance('unseen', 'equation', 0, 0.6), 0.6);
  assert.ok(priors.chance('counted', 'equation', 0, 0.6) < 0.01);
  assert.ok(priors.chance('unseen', 'equation', 0) < 0.01);
});
