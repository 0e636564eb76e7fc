import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { execa } from 'execa';
import type { RoundRecord } from '../../src/train/iterate/round.ts';

const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'ariadne-iterate-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const tiny =
  '--hidden 32 --layers 1 --heads 2 --inner 64 --context 96 --merges 50 --batch-tokens 512 --step-tokens 512 --steps 4'.split(
    ' ',
  );
const budgets = '--checks 40 --seconds 20 --candidates 16 --workers 1 --lean embedded'.split(' ');

const iterate = (...args: string[]) =>
  execa(process.execPath, [launcher, 'iterate', ...args], { reject: false, cwd: folder });

const round = (name: string): RoundRecord => JSON.parse(readFileSync(join(folder, 'runs', name, 'round.json'), 'utf8'));

mkdirSync(join(folder, 'set'));
writeFileSync(
  join(folder, 'set', 'train.lean'),
  'theorem a (n : Nat) : n + 0 = n := by sorry\ntheorem b (p q : Prop) (h : p ∧ q) : q ∧ p := by sorry\n',
);
writeFileSync(join(folder, 'set', 'valid.lean'), 'theorem c (p : Prop) (h : p) : p := by sorry\n');

describe('ariadne iterate', () => {
  it('measures, searches, trains and measures again, and goes on where it is when it is called again', async () => {
    const args = ['set', '--out', 'runs', '--rounds', '1', ...tiny, ...budgets];
    const { exitCode, stderr } = await iterate(...args);
    assert.equal(exitCode, 0, stderr);
    const first = round('round-00');
    assert.deepEqual(first.score, { solved: 1, total: 1 });
    assert.equal(first.model, null);
    const second = round('round-01');
    assert.deepEqual(second.theorems.map(({ id }) => id).toSorted(), ['train.lean:a', 'train.lean:b']);
    assert.deepEqual(second.proved.toSorted(), ['train.lean:a', 'train.lean:b']);
    assert.ok(second.steps > 0);
    assert.equal(second.score.total, 1);
    assert.ok(readdirSync(join(folder, 'runs', 'round-01', 'model')).includes('model.onnx'));

    const again = await iterate(...args);
    assert.equal(again.exitCode, 0, again.stderr);
    assert.deepEqual(round('round-01'), second);
  });

  it('refuses splits that share a theorem', async () => {
    const { exitCode, stderr } = await iterate('set', '--out', 'shared', '--valid-split', 'train', ...tiny, ...budgets);
    assert.equal(exitCode, 2);
    assert.match(stderr, /train\.lean:a is a training theorem and a validation theorem/);
  });

  it('names a benchmark that is not there', async () => {
    const { exitCode, stderr } = await iterate('missing.jsonl', '--out', 'none');
    assert.equal(exitCode, 2);
    assert.match(stderr, /missing\.jsonl does not exist/);
  });
});
