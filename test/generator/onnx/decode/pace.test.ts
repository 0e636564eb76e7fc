import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from '../../../../src/generator/onnx/decode/pace.ts';

/** A pace after requests at these times, and steps that took so long. */
function paceAfter(arrivals: readonly number[], step: number): Pace {
  const pace = new Pace();
  for (const time of arrivals) pace.arrived(time);
  pace.stepped(step);
  return pace;
}

test('the first request does not wait', () => {
  assert.equal(paceAfter([0], 10).wait(), 0);
});

test('requests that come much faster than steps are waited for', () => {
  assert.equal(paceAfter([0, 2, 4, 6], 10).wait(), 4);
});

test('requests that come slower than steps are not', () => {
  assert.equal(paceAfter([0, 50, 100], 10).wait(), 0);
});

test('nobody waits longer than a step, nor longer than 50 milliseconds', () => {
  assert.equal(paceAfter([0, 8, 16], 10).wait(), 10);
  assert.equal(paceAfter([0, 300, 600], 1000).wait(), 50);
});

test('the pace follows the load', () => {
  const pace = paceAfter([0, 2, 4], 10);
  for (let time = 1000; time < 10_000; time += 1000) pace.arrived(time);
  assert.equal(pace.wait(), 0);
});
