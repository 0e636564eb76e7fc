import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { execa } from 'execa';
import { waitUntil } from '../lean/wait-until.ts';

const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'ariadne-resume-'));

/** A model that proposes the same for every goal. */
const tactics = ['exact 5', '(fail_if_success (have : f = 5 := rfl)); trivial', 'rfl'];
const model = createServer((_, response) => {
  const choices = tactics.map((text, i) => ({ text, finish_reason: 'stop', logprobs: { token_logprobs: [-1 - i] } }));
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ choices, usage: { completion_tokens: 1 } }));
});
before(() => new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve)));
after(() => {
  model.closeAllConnections();
  model.close();
  rmSync(folder, { recursive: true, force: true });
});

const prove = (...args: string[]) => {
  const url = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`;
  const generator = ['--generator', 'openai', '--model', 'm', '--url', url, '--lean', 'embedded', '--workers', '1'];
  return execa(process.execPath, [launcher, 'prove', ...args, ...generator], { reject: false, cwd: folder });
};

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('ariadne prove, with a model that proposes what clashes', () => {
  it('writes a file that compiles: what was accepted first stays, the other is given back', async () => {
    const text = 'def f : Nat := by sorry\ntheorem t : True := by sorry\ntheorem u : f = f := by sorry\n';
    writeFileSync(join(folder, 'Clash.lean'), text);
    const { exitCode, stdout, stderr } = await prove('Clash.lean', '--expansions', '3');
    assert.equal(exitCode, 1, stderr);
    assert.match(stdout, /2 of 3 proved/);
    assert.match(stderr, /✘ t .*refuses/);
    assert.equal(
      read('Clash.proved.lean'),
      'def f : Nat := by exact 5\ntheorem t : True := by sorry\ntheorem u : f = f := by rfl\n',
    );
    const again = await prove('Clash.proved.lean', '--expansions', '3');
    assert.doesNotMatch(again.stderr, /error/);
  });

  it('goes on with what was found when it was killed before the verdict', async () => {
    writeFileSync(join(folder, 'Killed.lean'), 'theorem u : 1 = 1 := by sorry\ntheorem w : 1 = 2 := by sorry\n');
    const journal = join(folder, 'Killed.proved.lean.scripts.json');
    const running = prove('Killed.lean', '--seconds', '300');
    await waitUntil('a script is found', () => existsSync(journal), 60_000);
    running.kill('SIGKILL');
    await running;
    assert.deepEqual(JSON.parse(readFileSync(journal, 'utf8')).scripts, [{ sorry: 0, script: ['rfl'] }]);

    const { stdout } = await prove('Killed.lean', '--theorem', 'u', '--json');
    const events = stdout.split('\n').map((line) => JSON.parse(line));
    assert.equal(events.find(({ event }) => event === 'declaration-finished').result, 'proved');
    assert.deepEqual(
      events.filter(({ event }) => event === 'expanded'),
      [],
    );
    assert.equal(read('Killed.proved.lean'), 'theorem u : 1 = 1 := by rfl\ntheorem w : 1 = 2 := by sorry\n');
    assert.ok(!existsSync(journal));
  });

  it('says what is wrong elsewhere in the file with line and column, proves the rest, and exits with 1', async () => {
    writeFileSync(join(folder, 'Error.lean'), 'theorem a : 1 = 1 := by sorry\ntheorem b : 1 = 2 := by decide\n');
    const { exitCode, stdout, stderr } = await prove('Error.lean');
    assert.equal(exitCode, 1);
    assert.match(stderr, /error Error\.lean:2:24: /);
    assert.match(stdout, /1 of 1 proved/);
    assert.equal(read('Error.proved.lean'), 'theorem a : 1 = 1 := by rfl\ntheorem b : 1 = 2 := by decide\n');
  });
});
