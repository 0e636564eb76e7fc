import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPlan } from '../../src/eval/plan.ts';

describe('the plan of an evaluation', () => {
  const codeOf = (...args: Parameters<typeof readPlan>) => {
    const plan = readPlan(...args);
    return plan.ok ? 'accepted' : plan.error.code;
  };

  it('makes as many attempts as the greatest k asks for', () => {
    assert.deepEqual(readPlan('8,1,8'), { ok: true, value: { attempts: 8, ks: [1, 8] } });
  });

  it('makes more where that is asked for', () => {
    assert.deepEqual(readPlan('1', 4), { ok: true, value: { attempts: 4, ks: [1] } });
  });

  it('refuses a k above the number of attempts', () => {
    assert.equal(codeOf('1,8', 4), 'k-above-attempts');
  });

  for (const list of ['', '0', '-1', '1.5', 'all', '1,,2', '1;2']) {
    it(`refuses "${list}" as a list of k`, () => {
      assert.equal(codeOf(list), 'bad-k');
    });
  }

  it('refuses to make no attempt', () => {
    assert.equal(codeOf('1', 0), 'bad-attempts');
  });
});
