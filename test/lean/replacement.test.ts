import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TacticOutcome } from '../../src/contracts/environment.ts';
import type { Lean, SessionState } from '../../src/lean/index.ts';
import { openTestLean } from './open-test-lean.ts';
import { isRunning, waitUntil } from './wait-until.ts';

const never = new AbortController().signal;

const firstState = (outcome: TacticOutcome<SessionState> | undefined): SessionState => {
  assert.equal(outcome?.kind, 'progress', JSON.stringify(outcome));
  return outcome.states[0]!.state;
};

describe('a Lean worker that is killed', () => {
  let lean: Lean;
  let pids: number[] = [];
  const killWorkers = (): void => {
    for (const pid of pids) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  };
  /** One of the workers that run then, after each of these delays, in milliseconds. */
  async function killEachOnce(delays: readonly number[]): Promise<void> {
    for (const delay of delays) {
      await waitUntil('a worker runs', () => pids.some(isRunning), 30_000);
      await new Promise((resolve) => setTimeout(resolve, delay));
      const pid = pids.find(isRunning);
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    }
  }
  before(async () => {
    lean = await openTestLean({
      workers: 2,
      onEvent: (event) => {
        if (event.kind === 'worker-started') pids = [...pids, event.pid];
      },
    });
  });
  after(() => lean.close());

  /** `∀ a b c, a + b + c = c + b + a` after `intro a b c` and `induction a`: the second of two goals. */
  async function deepState(): Promise<SessionState> {
    const started = await lean.startStatement('∀ a b c : Nat, a + b + c = c + b + a');
    assert.ok(started.ok);
    const introduced = firstState((await lean.run(started.value[0]!.state, ['intro a b c'], never))[0]);
    const [split] = await lean.run(introduced, ['induction a'], never);
    assert.equal(split?.kind, 'progress');
    return split.states[1]!.state;
  }

  it('takes no proof state with it', async () => {
    const state = await deepState();
    killWorkers();
    await waitUntil('the workers are dead', () => !pids.some(isRunning), 2_000);
    const outcomes = await lean.run(state, ['omega', 'rfl'], never);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.kind),
      ['proved', 'error'],
    );
  });

  it('takes no outcome with it, whenever it is killed', async () => {
    const state = await deepState();
    const tactics = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'omega' : `exact h${i}`));
    const quiet = await lean.run(state, tactics, never);
    const killing = killEachOnce([100, 30, 300]);
    const disturbed = await Promise.all([0, 1, 2].map(() => lean.run(state, tactics, never)));
    await killing;
    const kinds = (outcomes: typeof quiet) => outcomes.map(({ kind }) => kind);
    for (const outcomes of disturbed) assert.deepEqual(kinds(outcomes), kinds(quiet), JSON.stringify(outcomes[0]));
  });

  it('does not stop a file from being loaded', async () => {
    const loading = lean.loadFile('theorem t (a : Nat) : a = a := by\n  sorry\n', 'T.lean');
    killWorkers();
    const loaded = await loading;
    assert.ok(loaded.ok, JSON.stringify(loaded));
    const started = await lean.startSorry(loaded.value, 0);
    assert.ok(started.ok, JSON.stringify(started));
    const [outcome] = await lean.run(started.value[0]!.state, ['rfl'], never);
    assert.equal(outcome?.kind, 'proved');
  });
});

describe('an instance that crashes while three others work', () => {
  it('costs none of them an outcome, and its own host goes on', async () => {
    const pids = new Set<number>();
    await using lean = await openTestLean({
      workers: 4,
      onEvent: (event) => {
        if (event.kind === 'worker-started') pids.add(event.pid);
      },
    });
    const started = await lean.startStatement('∀ a b : Nat, a + b = b + a');
    assert.ok(started.ok);
    const state = firstState((await lean.run(started.value[0]!.state, ['intro a b'], never))[0]);
    const work = Array.from({ length: 60 }, () => 'omega');
    const panic = 'have : (1 <<< 20000000000 : Nat) = 3 := rfl';
    const [crashed, ...others] = await Promise.all([
      lean.run(state, ['omega', panic, 'omega'], never),
      ...[1, 2, 3].map(() => lean.run(state, work, never)),
    ]);
    assert.deepEqual(
      crashed?.map(({ kind }) => kind),
      ['proved', 'error', 'proved'],
    );
    for (const outcomes of others) assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['proved']));
    assert.equal(pids.size, 1, 'all that was started lived in one process');
  });
});

describe('a batch that is given up', () => {
  it('answers at once, with the rest marked as cancelled', async () => {
    await using lean = await openTestLean();
    const started = await lean.startStatement('∀ a b : Nat, a + b = b + a');
    assert.ok(started.ok);
    const tactics = ['intro a b', ...Array.from({ length: 5_000 }, () => 'omega')];
    const outcomes = await lean.run(started.value[0]!.state, tactics, AbortSignal.timeout(1_000));
    assert.equal(outcomes.length, tactics.length);
    assert.equal(outcomes[0]?.kind, 'progress');
    const last = outcomes.at(-1);
    assert.equal(last?.kind === 'error' && last.error, 'cancelled');
  });
});

describe('a worker that holds more memory than it may', () => {
  it('is replaced after the request', async () => {
    const reasons: string[] = [];
    await using lean = await openTestLean({
      memoryLimit: 1,
      onEvent: (event) => {
        if (event.kind === 'worker-replaced') reasons.push(event.reason);
      },
    });
    const started = await lean.startStatement('∀ a : Nat, a = a');
    assert.ok(started.ok);
    const outcomes = await lean.run(started.value[0]!.state, ['intro a; rfl'], never);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.kind),
      ['proved'],
    );
    assert.deepEqual(new Set(reasons), new Set(['memory']));
  });
});
