import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { TacticGenerator } from '../../src/generator/index.ts';
import { proveFile } from '../../src/prove/index.ts';
import { openTestLean } from '../lean/open-test-lean.ts';

const text = [
  'theorem append_length (xs ys : List Nat) : (xs ++ ys).length = ys.length + xs.length := by sorry',
  'theorem swap (p q r : Prop) (h : p ∧ q ∧ r) : r ∧ q ∧ p := by sorry',
  'theorem wrong (a b : Nat) : a + b = a := by sorry',
  '',
].join('\n');

const tactics = [
  'intro h',
  'cases xs',
  'cases h',
  'rename_i h',
  'cases a',
  'cases b',
  'constructor',
  'assumption',
  'simp',
  'omega',
];

/** The same list of tactics for every goal. */
const generator: TacticGenerator = {
  name: 'list',
  propose: async (requests) =>
    requests.map(() => ({
      kind: 'candidates',
      tokens: 0,
      candidates: tactics.map((tactic, i) => ({ tactic, logProbability: -1 - i / 10 })),
    })),
  close: async () => {},
};

/** The child processes of this one that run Lean. */
const leanProcesses = (): readonly number[] => {
  const listed = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  return listed
    .split('\n')
    .filter((line) => line.includes('--snapshot'))
    .map((line) => Number.parseInt(line, 10));
};

/** How long a process may live before it is killed: long enough to boot and to get on with the search. */
const lifetime = 2500;

const killsAtMost = 3;

/** Kills Lean processes that have grown old, until told to stop; answers with how many. */
async function killOldProcesses(stop: AbortSignal): Promise<number> {
  const since = new Map<number, number>();
  const killed = new Set<number>();
  while (!stop.aborted && killed.size < killsAtMost) {
    await setTimeout(100);
    for (const pid of leanProcesses()) {
      const first = since.get(pid) ?? performance.now();
      since.set(pid, first);
      if (killed.has(pid) || performance.now() - first < lifetime) continue;
      process.kill(pid, 'SIGKILL');
      killed.add(pid);
    }
  }
  return killed.size;
}

async function solved(killing: boolean): Promise<{ readonly names: readonly string[]; readonly kills: number }> {
  await using lean = await openTestLean({ workers: 1 });
  const done = new AbortController();
  const kills = killing ? killOldProcesses(done.signal) : Promise.resolve(0);
  const proved = await proveFile({
    lean,
    generator,
    budgets: { expansions: 30 },
    options: { rounds: 1 },
    seed: 0,
    text,
    fileName: 'Crash.lean',
    theorems: [],
    signal: new AbortController().signal,
    onEvent: () => {},
  });
  done.abort();
  assert.ok(proved.ok, JSON.stringify(proved));
  const { reports } = proved.value;
  return { names: reports.map((report) => `${report.target.name}: ${report.outcome.kind}`), kills: await kills };
}

describe('a search whose Lean is killed in the middle', () => {
  it('ends with the same answers as one that nobody disturbs', async () => {
    const calm = await solved(false);
    const disturbed = await solved(true);
    assert.deepEqual(disturbed.names, calm.names);
    assert.deepEqual(calm.names, ['append_length: proved', 'swap: proved', 'wrong: unproved']);
    assert.ok(disturbed.kills > 0, 'nothing was killed');
  });
});
