import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { deriveSeed } from '../../src/data/seed.ts';
import { readRun, runFiles } from '../../src/eval/store/run.ts';
import { temporaryFolder } from './scripted.ts';

const start = (folder: string): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, 'evaluate-scripted.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

async function finish(folder: string) {
  const child = start(folder);
  child.stdout?.resume();
  assert.deepEqual(await once(child, 'exit'), [0, null]);
}

/** Everything of the attempts but when they were made. */
async function attemptsOf(folder: string) {
  const run = await readRun(folder);
  assert.ok(run.ok);
  return run.value.attempts.map(({ startedAt: _, ...rest }) => rest);
}

describe('a run that is killed twenty times', () => {
  it('ends with the attempts, proofs and summary of one that never was', { timeout: 60_000 }, async (context) => {
    await using whole = await temporaryFolder();
    await using killed = await temporaryFolder();
    await finish(whole.path);

    const lengths: number[] = [];
    for (let kill = 0; kill < 20; kill++) {
      const child = start(killed.path);
      // The first attempt of the session is under way; its moment of death follows from the number of the kill.
      await once(child.stdout!, 'data');
      await sleep(deriveSeed('kill', kill) % 40);
      child.kill('SIGKILL');
      await once(child, 'exit');
      lengths.push((await attemptsOf(killed.path)).length);
    }
    context.diagnostic(`attempts stored after each kill: ${lengths.join(' ')}`);
    assert.ok(lengths.at(-1)! < 240, 'the last kill came too late to test anything');
    await finish(killed.path);

    assert.deepEqual(await attemptsOf(killed.path), await attemptsOf(whole.path));
    const summary = (folder: string) => readFile(runFiles(folder).summary, 'utf8');
    assert.equal(await summary(killed.path), await summary(whole.path));
  });
});
