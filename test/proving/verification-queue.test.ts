import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TargetOutcome } from '../../src/proving/events.ts';
import type { Target } from '../../src/proving/target.ts';
import { type Finding, type Judge, VerificationQueue } from '../../src/proving/verification-queue.ts';

const proved: TargetOutcome = { kind: 'proved', axioms: [] };
const rejected: TargetOutcome = { kind: 'rejected', reason: 'error', message: '' };

function finding(name: string): Finding {
  const target: Target = { name, checkName: name, kind: 'theorem', line: 1, sorries: [] };
  return { target, fillings: [], isSound: ({ kind }) => kind === 'proved' };
}

/** Notes the batches that it is given, and lets a test decide on them, one after the other. */
function recordingJudge(verdict: (name: string, batch: readonly string[]) => TargetOutcome) {
  const batches: (readonly string[])[] = [];
  const judge: Judge = async (findings) => {
    const names = findings.map(({ target }) => target.name);
    batches.push(names);
    await Promise.resolve();
    return names.map((name) => verdict(name, names));
  };
  return { judge, batches };
}

describe('the queue of what is to be verified', () => {
  it('judges together what came in while the batch before was under way', async () => {
    const { judge, batches } = recordingJudge(() => proved);
    const queue = new VerificationQueue(judge);
    await Promise.all(['a', 'b', 'c'].map((name) => queue.verify(finding(name))));
    assert.deepEqual(batches, [['a'], ['b', 'c']]);
  });

  it('judges alone what was refused beside others, and that verdict counts', async () => {
    const { judge, batches } = recordingJudge((name, batch) => (name === 'c' && batch.length > 1 ? rejected : proved));
    const queue = new VerificationQueue(judge);
    const outcomes = await Promise.all(['a', 'b', 'c'].map((name) => queue.verify(finding(name))));
    assert.deepEqual(outcomes, [proved, proved, proved]);
    assert.deepEqual(batches, [['a'], ['b', 'c'], ['c']]);
  });

  it('takes the word of the judge on one that was alone', async () => {
    const { judge, batches } = recordingJudge(() => rejected);
    assert.deepEqual(await new VerificationQueue(judge).verify(finding('a')), rejected);
    assert.deepEqual(batches, [['a']]);
  });

  it('does not judge again what was interrupted', async () => {
    const { judge, batches } = recordingJudge(() => ({ kind: 'interrupted' }));
    const queue = new VerificationQueue(judge);
    await Promise.all(['a', 'b', 'c'].map((name) => queue.verify(finding(name))));
    assert.deepEqual(batches, [['a'], ['b', 'c']]);
  });

  it('hands a bug of the judge on to those who wait for it, and goes on with the others', async () => {
    let calls = 0;
    const queue = new VerificationQueue(async () => {
      calls++;
      if (calls === 1) throw new Error('bug');
      return [proved];
    });
    const first = queue.verify(finding('a'));
    const second = queue.verify(finding('b'));
    await assert.rejects(first, /bug/);
    assert.deepEqual(await second, proved);
  });
});
