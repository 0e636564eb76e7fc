import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { execa } from 'execa';

const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;
const herons = new URL('../../examples/herons.jsonl', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'ariadne-reason-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const ariadne = (args: readonly string[], input = '') =>
  execa(process.execPath, [launcher, ...args], { reject: false, cwd: folder, input });
const reason = (args: readonly string[], input = '') =>
  ariadne(['reason', '--lean', 'embedded', '--workers', '1', '--seconds', '60', ...args], input);

test('a file of problems becomes a run that is resumed, listed and reported', async () => {
  const run = join(folder, 'run');
  const first = await reason([herons, '--out', run]);
  assert.equal(first.exitCode, 0, first.stderr);
  assert.match(first.stdout, /as labelled +│ 2 of 2/);
  const again = await reason([herons, '--out', run]);
  assert.equal(again.stdout, first.stdout);
  assert.equal(readFileSync(join(run, 'attempts.jsonl'), 'utf8').trim().split('\n').length, 3);
  assert.match(
    (await ariadne(['runs', 'show', run])).stdout,
    /answers with a certificate +│ 3|translations: Inconsistent/,
  );
  assert.equal((await ariadne(['report', run])).exitCode, 0);
  const page = readFileSync(join(run, 'report.html'), 'utf8');
  assert.match(page, /2 of 2/);
  assert.match(page, /theorem conclusion_follows/);
  await ariadne(['report', run, '--no-graphs']);
  assert.doesNotMatch(readFileSync(join(run, 'report.html'), 'utf8'), /conclusion_follows|HeronInReserve|every heron/i);
});

test('what is wrong is named before Lean starts', async () => {
  const refused = async (args: readonly string[], what: RegExp, input = '') => {
    const { exitCode, stderr } = await reason(args, input);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, what);
  };
  await refused(['nothing.jsonl'], /nothing\.jsonl does not exist/);
  await refused([], /is not JSON/, 'hello');
  await refused([], /field "conclusion"/, '{"premises":[]}');
  await refused([], /2:18.*expected/s, 'fof(a, axiom, p).\nfof(b, axiom, p &).');
  await refused([herons, '--generator', 'openai'], /needs a model/);
  await refused([herons, '-n', '0'], /takes a whole number from 1 up/);
  const path = join(folder, 'prompt.txt');
  writeFileSync(path, 'Translate!');
  const model = ['--generator', 'openai', '--model', 'm', '--url', 'http://127.0.0.1:1/v1'];
  await refused([herons, ...model, '--prompt', path], /prompt\.txt has text before its first section/);
});
