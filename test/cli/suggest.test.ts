import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { execa } from 'execa';
import { letters, writeCausalFolder } from '../generator/models/folder.ts';

const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'ariadne-suggest-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[], input = '') =>
  execa(process.execPath, [launcher, ...args], { reject: false, cwd: folder, input });

describe('ariadne suggest', () => {
  const lean = ['--generator', 'portfolio', '--lean', 'embedded', '--workers', '1'];

  it('ranks tactics for a state on stdin by what Lean says of them', async () => {
    const { stdout, stderr, exitCode } = await run(['suggest', '--json', ...lean], 'n : Nat\n⊢ n + 0 = n\n');
    assert.equal(exitCode, 0, stderr);
    const suggestions = JSON.parse(stdout) as { tactic: string; check: { kind: string } }[];
    assert.equal(suggestions[0]?.check.kind, 'closes');
    const order = ['closes', 'valid', 'unchecked', 'fails'];
    const ranks = suggestions.map(({ check }) => order.indexOf(check.kind));
    assert.deepEqual(ranks, ranks.toSorted());
  });

  it('suggests for the sorry at a position', async () => {
    writeFileSync(join(folder, 'A.lean'), 'theorem t (p : Prop) (h : p) : p := by\n  sorry\n');
    const { stdout, exitCode } = await run(['suggest', 'A.lean:2:2', '--count', '8', ...lean]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /🎉/);
  });

  it('says that a position has no sorry', async () => {
    const { stderr, exitCode } = await run(['suggest', 'A.lean:1', ...lean]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /no `sorry` on line 1[\s\S]*on lines 2/);
  });

  it('says that a position is none, and that stdin is empty', async () => {
    assert.match((await run(['suggest', 'A.lean'])).stderr, /'A\.lean' is no position/);
    assert.match((await run(['suggest'])).stderr, /no proof state on stdin/);
  });
});

describe('ariadne serve', () => {
  it('answers llmstep from a model until it is interrupted', async () => {
    await writeCausalFolder(join(folder, 'model'), { favoured: letters });
    const args = [
      'serve',
      '--generator',
      'onnx',
      '--model',
      'model',
      '--no-check',
      '--no-page',
      '--port',
      '0',
      '--count',
      '4',
    ];
    const server = execa(process.execPath, [launcher, ...args], { reject: false, cwd: folder });
    const [line] = await once(server.stdout, 'data');
    const url = /http:\S+/.exec(String(line))?.[0];
    assert.ok(url !== undefined, String(line));
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ tactic_state: '⊢ p', prefix: '' });
    const response = await fetch(url, { method: 'POST', headers, body });
    const { suggestions } = (await response.json()) as { suggestions: string[] };
    assert.ok(suggestions.length > 0 && suggestions.every((tactic) => /^[a-e ]+$/.test(tactic)));
    server.kill('SIGINT');
    const { exitCode } = await server;
    assert.equal(exitCode, 0);
  });
});
