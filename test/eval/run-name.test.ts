import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runName } from '../../src/eval/run-name.ts';
import { benchmarkOf, configOf } from './scripted.ts';

describe('the name of a run', () => {
  const config = configOf(benchmarkOf(3), { generator: 'onnx:models/small@91bc' });

  it('says what was run on what', () => {
    assert.match(runName(config), /^scripted-test-onnx-[0-9a-f]{8}$/);
  });

  it('is the same for the same configuration, whatever the order of its fields', () => {
    assert.equal(runName({ ...config, prover: { a: 1, b: 2 } }), runName({ ...config, prover: { b: 2, a: 1 } }));
  });

  it('is another one once anything changes', () => {
    assert.notEqual(runName(config), runName({ ...config, seed: 12 }));
  });
});
