import assert from 'node:assert/strict';
import { test } from 'node:test';
import { theoremHash } from '../../../src/train/dataset/held-out.ts';
import { furthest, leastSteps, notProved, searchedStates } from '../../../src/train/distance/classes.ts';
import { readRuns } from '../../../src/train/distance/read-runs.ts';
import { temporaryFolder } from '../training.ts';
import { inVain, traceOf, writeRun } from './runs.ts';

test('the steps of a proof are those of all the states that a tactic leaves, on the shortest way', () => {
  const trace = traceOf({
    start: { long: ['a', 'b'], longer: ['c'], loop: ['start'], open: ['d'] },
    a: { rfl: [] },
    b: { simp: ['a'], fails: 'elaboration' },
    c: { x: ['b'], y: ['start'] },
    d: {},
  });
  // start: long, then `rfl` on a, then `simp` on b and `rfl` on what that leaves.
  assert.deepEqual([...leastSteps(trace)].toSorted(), [
    [0, 4],
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});

test('a tactic that nothing was made of is no way to a proof', () => {
  const trace = traceOf({ start: { congr: [] } });
  const looping = trace.edges.map((edge) => ({ ...edge, outcome: 'progress' }));
  assert.equal(leastSteps({ ...trace, edges: looping }).size, 0);
});

test('a state is so far from a proof, or many tactics were tried on it in vain, or nothing is known of it', () => {
  const chain = Object.fromEntries(
    Array.from({ length: 6 }, (_, i) => [`s${i}`, { next: i === 5 ? [] : [`s${i + 1}`] }]),
  );
  const states = searchedStates(traceOf({ ...chain, hopeless: inVain(8), hardlyTried: inVain(3) }));
  assert.deepEqual(
    states.map(({ state, distance }) => [state, distance]),
    [
      ['s0', furthest - 1],
      ['s1', furthest - 1],
      ['s2', furthest - 1],
      ['s3', 2],
      ['s4', 1],
      ['s5', 0],
      ['hopeless', notProved],
    ],
  );
});

test('a state that several searches met counts once, with the shortest proof that any of them found', async (t) => {
  const folder = await temporaryFolder(t);
  const runs = [
    await writeRun(folder, 'first', [
      { theorem: 'A', searched: { start: inVain(9), end: inVain(9) } },
      { theorem: 'B', searched: { other: { x: ['end'] }, end: { y: ['last'] }, last: { rfl: [] } } },
    ]),
    await writeRun(folder, 'second', [{ theorem: 'C', searched: { end: { simp: [] } } }]),
  ];
  const read = await readRuns(runs, new Set());
  assert.ok(read.ok);
  assert.deepEqual(Object.fromEntries(read.value.examples.map(({ state, distance }) => [state, distance])), {
    start: notProved,
    end: 0,
    other: 2,
    last: 0,
  });
});

test('states of held-out theorems, and of any split but that for training, are left out and counted', async (t) => {
  const searched = (name: string) => ({ [`⊢ ${name}`]: { rfl: [] } });
  const run = await writeRun(await temporaryFolder(t), 'run', [
    { theorem: 'Kept', searched: searched('kept') },
    { theorem: 'Held', searched: searched('held') },
    { theorem: 'Valid', split: 'valid', searched: searched('valid') },
  ]);
  const read = await readRuns([run], new Set([theoremHash('Held')]));
  assert.ok(read.ok);
  assert.deepEqual(
    read.value.examples.map(({ theorem }) => theorem),
    ['Kept'],
  );
  assert.equal(read.value.leftOut, 2);
  const none = await readRuns([run], new Set([theoremHash('Held'), theoremHash('Kept')]));
  assert.equal(!none.ok && none.error.code, 'empty-dataset');
});
