import assert from 'node:assert/strict';
import { it } from 'node:test';
import { defaultLeanOptions } from '../../src/lean/index.ts';
import { proveFile } from '../../src/proving/index.ts';
import { openTestLean } from '../lean/open-test-lean.ts';
import { scripted } from './suggest/scripted.ts';

/** Each takes its process down or runs until it is stopped, which takes a while: one theorem has it. */
const costly: Readonly<Record<number, string>> = {
  0: `${'· '.repeat(5000)}rfl`,
  13: 'repeat skip',
  26: `exact ${'('.repeat(2000)}rfl`,
};
/** Each runs code or cheats. */
const cheap = [
  'sorry',
  'exact lcProof',
  'native_decide',
  'rfl\naxiom cheat : False',
  'simp (config := dbgTrace "ran" fun _ => {})',
];
const hostile = (index: number): string => costly[index] ?? cheap[index % cheap.length]!;

it('a file of forty theorems is proved as it would be, with a hostile tactic proposed at each', async () => {
  const theorems = Array.from(
    { length: 40 },
    (_, i) => `theorem t${i} (a b : Nat) : a + b + ${i} = b + a + ${i} := by sorry\n`,
  );
  await using lean = await openTestLean({ limits: { ...defaultLeanOptions.limits, milliseconds: 1000 } });
  const generator = {
    ...scripted(),
    propose: async (requests: Parameters<ReturnType<typeof scripted>['propose']>[0]) =>
      requests.map(({ theorem }) => ({
        kind: 'candidates' as const,
        tokens: 0,
        candidates: [
          { tactic: hostile(Number(theorem.name.slice(1))), logProbability: -0.1 },
          { tactic: 'omega', logProbability: -1 },
        ],
      })),
  };
  const proved = await proveFile(
    { lean, generator, budgets: { checks: 20 }, seed: 0, search: {} },
    { text: theorems.join(''), fileName: 'Forty.lean' },
  );
  assert.ok(proved.ok, JSON.stringify(proved));
  assert.deepEqual(
    proved.value.reports.filter(({ outcome }) => outcome.kind !== 'proved').map(({ outcome }) => outcome),
    [],
  );
  assert.equal(proved.value.completed, theorems.join('').replaceAll('sorry', 'omega'));
});
