import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TacticErrorKind } from '../../src/contracts/environment.ts';
import { defaultLeanOptions, type Lean, type LeanEvent, type SessionState } from '../../src/lean/index.ts';
import { openTestLean } from './open-test-lean.ts';

const never = new AbortController().signal;
const mebibyte = 1 << 20;

describe('a tactic that means harm, between two that do not', () => {
  let lean: Lean;
  let state: SessionState;
  const replaced: LeanEvent[] = [];
  before(async () => {
    lean = await openTestLean({
      limits: { ...defaultLeanOptions.limits, heartbeats: 0, milliseconds: 1_500 },
      onEvent: (event) => {
        if (event.kind === 'worker-replaced') replaced.push(event);
      },
    });
    const started = await lean.startStatement('∀ a b : Nat, a + b = b + a');
    assert.ok(started.ok);
    state = started.value[0]!.state;
  });
  after(() => lean.close());

  async function expectOnly(tactic: string, ...kinds: readonly TacticErrorKind[]): Promise<void> {
    const [before, outcome, after] = await lean.run(state, ['intro a b', tactic, 'omega'], never);
    assert.deepEqual([before?.kind, after?.kind], ['progress', 'proved']);
    const error = outcome?.kind === 'error' ? outcome.error : undefined;
    assert.ok(error !== undefined && kinds.includes(error), JSON.stringify(outcome).slice(0, 500));
  }

  it('is stopped when it loops', () => expectOnly('repeat skip', 'timeout', 'recursion'));

  it('is stopped when it loops in the kernel, where heartbeats do not count', async () => {
    const sum = '(List.range 1000000).foldl (fun a b => (a + b) % 1000003) 0';
    await expectOnly(`have : ${sum} = 77 := by decide +kernel`, 'timeout');
  });

  it('costs its process, and nothing else, when it eats memory', async () => {
    await expectOnly('exact absurd (rfl : (List.replicate (10^9) 0).length = 3) (by simp)', 'crash', 'timeout');
  });

  it('costs its process, and nothing else, when it makes Lean panic', async () => {
    replaced.length = 0;
    await expectOnly('have : (1 <<< 20000000000 : Nat) = 3 := rfl', 'crash');
    assert.deepEqual(
      replaced.map((event) => event.kind === 'worker-replaced' && event.reason),
      ['crash', 'crash'],
    );
  });

  it('is stopped when it overflows the stack', () =>
    expectOnly(`exact ${'id ('.repeat(3_000)}rfl${')'.repeat(3_000)}`, 'timeout', 'recursion', 'crash', 'elaboration'));

  it('is refused when it is a megabyte of text', () =>
    expectOnly(`exact ${'a'.repeat(mebibyte)}`, 'elaboration', 'parse', 'timeout'));

  it('is refused when it is no Unicode', () => expectOnly('exact \ud800', 'parse'));
  it('is refused when it holds a NUL', () => expectOnly('omega\u0000', 'parse'));
  it('is refused when it leaves a string open', () => expectOnly('exact "abc', 'parse'));
  it('is refused when it leaves a comment open', () => expectOnly('omega /- abc', 'parse'));
});
