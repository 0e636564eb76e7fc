import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execa } from 'execa';

const leanProcess = new URL('../../src/lean/process/lean-process.ts', import.meta.url).href;

test('a Lean that ends in the middle of a message does not keep the program alive', async () => {
  const program = `
    const { LeanProcess } = await import(${JSON.stringify(leanProcess)});
    const half = 'process.stdout.write("Content-Length: 100\\\\r\\\\n\\\\r\\\\n{")';
    const started = LeanProcess.start({ command: process.execPath, args: ['--eval', half], cwd: process.cwd(), env: {}, describe: 'half a message' });
    if (!started.ok) throw new Error(started.error.message);
    started.value.reader.listen(() => {});
    await started.value.ended;
    console.log('ended');
  `;
  const ran = await execa(process.execPath, ['--input-type=module', '--eval', program], {
    timeout: 60_000,
    reject: false,
  });
  assert.equal(ran.stdout, 'ended', ran.stderr);
  assert.equal(ran.exitCode, 0, 'it was still alive after a minute');
});
