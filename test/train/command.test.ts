import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { someSteps, temporaryFolder, tinyTraining } from './training.ts';

const program = fileURLToPath(new URL('../../bin/ariadne.js', import.meta.url));

function ariadne(...args: string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

const exitCode = async (child: ChildProcess): Promise<unknown> => child.exitCode ?? (await once(child, 'exit'))[0];

const tiny =
  '--hidden 32 --layers 1 --heads 2 --inner 64 --context 96 --merges 50 --batch-tokens 512 --step-tokens 512'.split(
    ' ',
  );

test('Ctrl-C saves the training, and --resume goes on with it', async (t) => {
  const folder = await temporaryFolder(t);
  const { data, out } = await tinyTraining(folder, someSteps(20));
  const args = ['train', '--data', ...data, '--out', out, '--steps', '300', '--validation-share', '0', ...tiny];
  const first = ariadne(...args);
  for await (const line of createInterface({ input: first.stdout! }))
    if (line.startsWith('step 20/')) first.kill('SIGINT');
  assert.equal(await exitCode(first), 130);
  const [checkpoint] = await readdir(join(out, 'checkpoints'));
  const reached = Number(checkpoint?.match(/\d+/)?.[0]);
  assert.ok(reached >= 20 && reached < 300, `${checkpoint}`);

  const second = ariadne(...args, '--resume');
  second.stdout?.resume();
  assert.equal(await exitCode(second), 0);
  const steps = (await readFile(join(out, 'metrics.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).step);
  assert.deepEqual(
    steps,
    Array.from({ length: 300 }, (_, i) => i + 1),
  );
});

test('a problem is printed with what to do, and the exit code is 2', async (t) => {
  const folder = await temporaryFolder(t);
  const { data } = await tinyTraining(folder, []);
  const child = ariadne('train', '--data', ...data, '--out', join(folder, 'model'));
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stderr! })) lines.push(line);
  assert.equal(await exitCode(child), 2);
  assert.match(lines.join('\n'), /holds no training steps[\s\S]*hint:/);
});
