import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import type { TacticGenerator } from '../../src/generator/index.ts';
import { proveFile } from '../../src/proving/index.ts';
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

/** Progress at which every Lean process is killed: tactics checked in all searches together. */
const killsAfter: ReadonlySet<number> = new Set([4, 30, 60]);

function killLean(): number {
  const pids = leanProcesses();
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  return pids.length;
}

async function solved(killing: boolean): Promise<{ readonly names: readonly string[]; readonly kills: number }> {
  await using lean = await openTestLean({ workers: 1 });
  let checked = 0;
  let kills = 0;
  const proved = await proveFile(
    { lean, generator, budgets: { expansions: 30 }, search: { questions: 1 } },
    { text, fileName: 'Crash.lean' },
    {
      onEvent: (event) => {
        if (event.kind !== 'search' || event.event.kind !== 'tactic-checked') return;
        checked++;
        if (killing && killsAfter.has(checked)) kills += killLean();
      },
    },
  );
  assert.ok(proved.ok, JSON.stringify(proved));
  const { reports } = proved.value;
  return { names: reports.map((report) => `${report.declaration.name}: ${report.outcome.kind}`), kills };
}

describe('a search whose Lean is killed in the middle', () => {
  it('ends with the same answers as one that nobody disturbs', async () => {
    const calm = await solved(false);
    const disturbed = await solved(true);
    assert.deepEqual(disturbed.names, calm.names);
    assert.deepEqual(calm.names, ['append_length: proved', 'swap: proved', 'wrong: unproved']);
    assert.ok(disturbed.kills >= killsAfter.size, 'too few were killed');
  });
});
