import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { isHeldOut, readHeldOut, stateHash, theoremHash } from '../../../src/train/dataset/held-out.ts';
import { temporaryFolder } from '../training.ts';

const state = 'n m : Nat\nh✝ : n ≤ m\n⊢ n.succ ≤ m.succ';

test('a state is known again under other names and other white space', () => {
  const heldOut = new Set([stateHash(state)]);
  assert.ok(isHeldOut(heldOut, { state: 'a b : Nat\nle : a ≤ b\n⊢  a.succ ≤\n    b.succ' }));
});

test('a state with another goal is another state', () => {
  const heldOut = new Set([stateHash(state)]);
  for (const other of ['n m : Nat\nh✝ : n ≤ m\n⊢ m.succ ≤ n.succ', 'n m : Nat\nh✝ : n ≤ m\n⊢ n.pred ≤ m.pred']) {
    assert.ok(!isHeldOut(heldOut, { state: other }), other);
  }
});

test('a theorem is known by its name', () => {
  assert.ok(isHeldOut(new Set([theoremHash('Nat.succ_le')]), { theorem: 'Nat.succ_le', state: '⊢ True' }));
  assert.ok(!isHeldOut(new Set([theoremHash('Nat.succ_le')]), { theorem: 'Nat.succ_lt', state: '⊢ True' }));
});

test('a line of a manifest that is no hash is a problem that names it', async (t) => {
  const path = join(await temporaryFolder(t), 'held-out.txt');
  await writeFile(path, `# comment\n${theoremHash('a')}\nNat.succ_le\n`);
  const read = await readHeldOut(path);
  assert.equal(!read.ok && read.error.where?.line, 3);
});

test('all splits of a benchmark but that for training are held out', async (t) => {
  const path = join(await temporaryFolder(t), 'benchmark.jsonl');
  const theorem = (name: string, split: string) =>
    JSON.stringify({
      name,
      split,
      source: 's',
      license: 'Apache-2.0',
      header: '',
      statement: `theorem ${name} : True`,
    });
  await writeFile(path, [theorem('a', 'train'), theorem('b', 'valid'), theorem('c', 'test')].join('\n'));
  const read = await readHeldOut(path);
  assert.ok(read.ok);
  assert.deepEqual(
    ['a', 'b', 'c'].map((name) => isHeldOut(read.value, { theorem: name })),
    [false, true, true],
  );
});
