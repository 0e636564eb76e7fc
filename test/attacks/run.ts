/**
 * `node test/attacks/run.ts`: runs every attack from end to end, `ariadne prove` with a completions server that proposes what
 * the attack says, and prints a table of what became of them. Fails where one of them was called proved, and where the honest
 * theorem among them was not.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attacks } from './attacks.ts';

const only = process.argv[2];
const honest = {
  name: 'honest',
  goal: '1000 = 1000',
  file: 'theorem attack : 1000 = 1000 := by sorry\n',
  tactics: ['rfl'],
};
const cases = [...attacks.filter(({ name }) => only === undefined || name.includes(only)), honest];

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { prompt = '' } = JSON.parse(body) as { prompt?: string };
  const tactics = cases.find(({ goal }) => prompt.includes(`⊢ ${goal}`))?.tactics ?? ['trivial'];
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      choices: tactics.map((text, i) => ({ text, finish_reason: 'stop', logprobs: { token_logprobs: [-1 - i] } })),
      usage: { completion_tokens: 1 },
    }),
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;

const folder = mkdtempSync(join(tmpdir(), 'ariadne-attacks-'));
const files = cases.map(({ file }, i) => {
  const path = join(folder, `attack${i}.lean`);
  writeFileSync(path, file);
  return path;
});

/** What is read of an event of `prove --json`. */
interface Finished {
  readonly event: string;
  readonly file?: string;
  readonly result?: string;
  readonly reason?: string;
}

const program = fileURLToPath(new URL('../../bin/ariadne.js', import.meta.url));
const settings = ['--generator', 'openai', '--url', url, '--model', 'scripted', '--json', '--seconds', '20'];
const limits = ['--tactic-seconds', '4', '--checks', '12', '--workers', '1'];
const output = await new Promise<string>((resolve) => {
  execFile(
    process.execPath,
    [program, 'prove', ...files, ...settings, ...limits],
    { maxBuffer: 1 << 28 },
    (_, out, err) => {
      process.stderr.write(err);
      resolve(out);
    },
  );
});
server.close();
server.closeAllConnections();

/** What became of the theorem of each file. */
const outcomes = new Map<string, string>();
let current = '';
for (const line of output.split('\n').filter((text) => text.startsWith('{'))) {
  const { event, file, result, reason } = JSON.parse(line) as Finished;
  if (event === 'file-opened' && file !== undefined) current = basename(file);
  if (event !== 'declaration-finished' || result === undefined) continue;
  outcomes.set(current, reason === undefined ? result : `${result}: ${reason}`);
}

let broken = 0;
for (const [i, { name, goal }] of cases.entries()) {
  const outcome = outcomes.get(`attack${i}.lean`) ?? 'the file was not opened';
  const isHonest = name === honest.name;
  const written = isHonest ? '' : readIfThere(join(folder, `attack${i}.proved.lean`));
  // The file that was written still has its `sorry`, whatever was said.
  const isRight = isHonest
    ? outcome === 'proved'
    : outcome !== 'proved' && (written === '' || written.includes(':= by sorry'));
  if (!isRight) broken++;
  console.log(`${isRight ? ' ' : '!'} ${name.padEnd(40)} ${goal.padEnd(12)} ${outcome}`);
}
console.log(`${attacks.length} attacks, ${broken === 0 ? 'none of them proved' : `${broken} lines are wrong`}`);
rmSync(folder, { recursive: true });
process.exitCode = broken === 0 ? 0 : 1;

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
