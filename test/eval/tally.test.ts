import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type AttemptOutcome, noStats } from '../../src/eval/attempt.ts';
import { isDecided, tallyAttempts, theoremPassAtK } from '../../src/eval/tally.ts';

const theorem = { id: 't', split: 'test', module: 'Init' };
const attemptsOf = (...outcomes: AttemptOutcome['kind'][]) =>
  outcomes.map((kind, attempt) => {
    const outcome: AttemptOutcome =
      kind === 'proved' ? { kind, script: 'simp' } : kind === 'failed' ? { kind } : { kind: 'error', message: '' };
    return { theorem: 't', attempt, seed: 0, startedAt: '', outcome, stats: noStats };
  });

describe('attempts that need not be made', () => {
  it('are those that can change no pass@k, whatever becomes of them', () => {
    const cases = fc.integer({ min: 1, max: 7 }).chain((n) =>
      fc.record({
        n: fc.constant(n),
        ks: fc.uniqueArray(fc.integer({ min: 1, max: n }), { minLength: 1 }),
        outcomes: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
        made: fc.integer({ min: 0, max: n - 1 }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ n, ks, outcomes, made }) => {
        const kinds = outcomes.map((proved) => (proved ? 'proved' : 'failed'));
        const [part] = tallyAttempts([theorem], attemptsOf(...kinds.slice(0, made)));
        const estimates = (proved: number) => ks.map((k) => theoremPassAtK({ proved }, n, k));
        const possible = Array.from({ length: n - made + 1 }, (_, more) => estimates(part!.proved + more));
        const same = possible.every((each) => JSON.stringify(each) === JSON.stringify(possible[0]));
        assert.equal(isDecided(part!, n, ks), same);
      }),
    );
  });

  it('are all that are left of a statement that Lean does not elaborate', () => {
    const attempts = attemptsOf('failed').map((record) => ({
      ...record,
      outcome: { kind: 'invalid-statement', message: 'unknown constant' } as const,
    }));
    assert.ok(isDecided({ attempts, proved: 0 }, 8, [1, 8]));
  });

  it('are none after an error', () => {
    assert.equal(isDecided({ attempts: attemptsOf('error'), proved: 0 }, 8, [1]), false);
  });
});

describe('tallies', () => {
  it('are made of every theorem of the manifest, with or without attempts', () => {
    const other = { ...theorem, id: 'u' };
    assert.deepEqual(
      tallyAttempts([other, theorem], attemptsOf('proved', 'failed')).map((tally) => [tally.theorem.id, tally.proved]),
      [
        ['u', 0],
        ['t', 1],
      ],
    );
  });
});
