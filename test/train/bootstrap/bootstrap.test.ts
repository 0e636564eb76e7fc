import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { StatedTheorem } from '../../../src/data/benchmark/benchmark.ts';
import { AppendLog } from '../../../src/store/append-log.ts';
import { type BootstrapRecord, bootstrap, stepsOf } from '../../../src/train/bootstrap/bootstrap.ts';
import { LeanStepFinder, sourcesOf } from '../../../src/train/bootstrap/step-finder.ts';
import { namesHeldOut, theoremHash } from '../../../src/train/dataset/held-out.ts';
import { openTestLean } from '../../lean/open-test-lean.ts';
import { temporaryFolder } from '../training.ts';

const theorem = (id: string, module: string): StatedTheorem => ({ kind: 'library', id, module, split: 'train' });
const difference = theorem('Std.TreeMap.getKey?_diff', 'Std.Data.TreeMap.Lemmas');
const namesake = 'Std.DTreeMap.getKey?_diff';

test('a held-out theorem is recognised wherever its name stands in a tactic', () => {
  const heldOut = new Set([theoremHash('A.b_c?')]);
  assert.ok(namesHeldOut(heldOut, 'simpa using A.b_c? h.1 ..'));
  assert.ok(!namesHeldOut(heldOut, 'exact A.b_c?_d ..'));
});

test('a pair of state and tactic is a step once', () => {
  const steps = [{ state: '⊢ True', tactic: 'trivial' }];
  const made = stepsOf([
    { theorem: 'a', module: 'M', steps },
    { theorem: 'b', module: 'M', steps },
  ]);
  assert.deepEqual(
    made.map(({ theorem, output }) => [theorem, output]),
    [['a', 'trivial<|endoftext|>']],
  );
});

test('a theorem is closed by its namesake, unless that is held out; what the log has is not tried again', async (t) => {
  await using lean = await openTestLean();
  const folder = await temporaryFolder(t);
  const finder = new LeanStepFinder(lean, sourcesOf([namesake, 'Std.DHashMap.getKey?_diff']));
  const records: BootstrapRecord[] = [];
  const run = async (file: string, heldOut: ReadonlySet<string>, done: readonly BootstrapRecord[]): Promise<void> => {
    const opened = await AppendLog.open(join(folder, file));
    assert.ok(opened.ok);
    await using log = opened.value;
    const onRecord = (record: BootstrapRecord) => void records.push(record);
    const signal = new AbortController().signal;
    const ended = await bootstrap({
      ...{ finder, parallel: 1, theorems: [difference], heldOut, done, log, signal, onRecord },
    });
    assert.ok(ended.ok);
  };

  await run('a.jsonl', new Set(), []);
  assert.deepEqual(
    records[0]?.steps.map(({ tactic }) => tactic),
    [`exact ${namesake} ..`, `unhygienic intros; exact ${namesake} ..`],
  );
  assert.equal(await readFile(join(folder, 'a.jsonl'), 'utf8'), `${JSON.stringify(records[0])}\n`);

  await run('a.jsonl', new Set(), records.slice(0, 1));
  assert.equal(records.length, 1);

  await run('b.jsonl', new Set([theoremHash(namesake)]), []);
  assert.ok(!JSON.stringify(records[1]).includes(namesake));
});
