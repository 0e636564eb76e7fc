/** What a server has to bear: many calls, a Lean that is killed, a client that goes, bytes that are no messages. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { z } from 'zod';

const folder = mkdtempSync(join(tmpdir(), 'ariadne-mcp-robust-'));
writeFileSync(join(folder, 'Easy.lean'), 'theorem easy (a b : Nat) : a + b = b + a := by sorry\n');
writeFileSync(join(folder, 'Huge.lean'), `-- ${'x'.repeat(10_000_000)}\n`);
const bin = join(import.meta.dirname, '..', '..', '..', 'bin', 'ariadne.js');

const Answer = z.object({
  id: z.number().optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
  result: z.looseObject({ isError: z.boolean().optional(), structuredContent: z.unknown().optional() }).optional(),
});
type Answer = z.infer<typeof Answer>;

const ErrorAnswer = z.object({ error: z.object({ code: z.string() }) });

let server: ChildProcess;
let nextId = 0;
const waiting = new Map<number, (answer: Answer) => void>();
const unasked: Answer[] = [];

const send = (text: string): void => void server.stdin!.write(text);
const notify = (method: string, params: object) => send(`${JSON.stringify({ jsonrpc: '2.0', method, params })}\n`);

function request(method: string, params: object): { readonly id: number; readonly answer: Promise<Answer> } {
  const id = nextId++;
  const { promise, resolve } = Promise.withResolvers<Answer>();
  waiting.set(id, resolve);
  send(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
  return { id, answer: promise };
}
const call = (name: string, args: object) => request('tools/call', { name, arguments: args });

async function outcomes(tactics: readonly string[]): Promise<unknown> {
  const { result } = await call('try_tactics', { file: 'Easy.lean', line: 1, tactics }).answer;
  return result?.structuredContent;
}
const closes = { goals: ['a b : Nat\n⊢ a + b = b + a'], tactics: [{ tactic: 'omega', outcome: 'closes' }] };

/** Processes whose parent is the server: the host of its Leans. */
const children = (): readonly number[] =>
  execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, parent]) => (parent === server.pid && pid !== undefined ? [pid] : []));
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('ariadne mcp, under strain', () => {
  before(async () => {
    // A tactic may take ten minutes: what ends sooner was ended.
    const args = ['mcp', '--root', folder, '--workers', '1', '--tactic-seconds', '600', '--heartbeats', '0'];
    server = spawn(process.execPath, [bin, ...args, '--generator', 'portfolio'], { stdio: ['pipe', 'pipe', 'ignore'] });
    createInterface({ input: server.stdout! }).on('line', (line) => {
      const answer = Answer.parse(JSON.parse(line));
      const settle = answer.id === undefined ? undefined : waiting.get(answer.id);
      if (settle === undefined) unasked.push(answer);
      else settle(answer);
    });
    const clientInfo = { name: 'test', version: '1' };
    await request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }).answer;
    notify('notifications/initialized', {});
  });
  after(() => server.kill('SIGKILL'));

  it('answers two hundred calls in a row, and keeps nothing of them', async () => {
    const memory = () =>
      Number(execFileSync('ps', ['-o', 'rss=', '-p', String(server.pid)], { encoding: 'utf8' })) / 1024;
    let settled = 0;
    for (let i = 0; i < 200; i++) {
      assert.deepEqual(await outcomes(['omega']), closes);
      if (i === 49) settled = memory();
    }
    const grown = memory() - settled;
    assert.ok(grown < 100, `it grew by ${grown.toFixed()} MiB over 150 calls`);
  });

  it('gives a worker back when a call is cancelled, long before the tactic would end', async () => {
    const endless =
      'exact absurd (show Nat.ble (2 ^ 40) ((List.range (2 ^ 40)).length) = false by decide +kernel) (by simp)';
    const { id } = call('try_tactics', { file: 'Easy.lean', line: 1, tactics: [endless] });
    const queued = call('try_tactics', { file: 'Easy.lean', line: 1, tactics: ['omega'] });
    // Long enough that Lean is at it; nothing is concluded from the time.
    await new Promise((resolve) => setTimeout(resolve, 500));
    notify('notifications/cancelled', { requestId: id });
    // There is one worker, and the tactic has ten minutes: the second call is answered only if the first one is given up.
    assert.deepEqual((await queued.answer).result?.structuredContent, closes);
  });

  it('goes on with a new Lean when Lean is killed under it', async () => {
    const proving = call('prove', {
      statement: '∀ f : Nat → Nat, (∀ n, f (n + 1) > f (f n)) → ∀ n, f n = n',
      seconds: 4,
    });
    await outcomes(['omega']);
    const killed = children();
    assert.ok(killed.length > 0);
    for (const pid of killed) process.kill(pid, 'SIGKILL');
    assert.ok((await proving.answer).result?.structuredContent !== undefined);
    assert.deepEqual(await outcomes(['omega']), closes);
  });

  it('answers lines that are no messages, and goes on', async () => {
    send('this is no JSON\n{"half":\n\u0000\u0001\n');
    send('{"jsonrpc":"2.0","id":7000000}\n[]\n{}\n');
    assert.deepEqual(await outcomes(['omega']), closes);
    const codes = unasked.map(({ id, error }) => [id, error?.code]);
    assert.deepEqual(codes, [
      [undefined, -32700],
      [undefined, -32700],
      [undefined, -32700],
      [7000000, -32600],
      [undefined, -32600],
      [undefined, -32600],
    ]);
  });

  it('answers a message of ten megabytes, and a file of ten megabytes, with what is wrong', async () => {
    const { error } = await call('goals', { text: `-- ${'x'.repeat(10_000_000)}` }).answer;
    assert.match(error?.message ?? '', /at most \d+ bytes/);
    const { result } = await call('goals', { file: 'Huge.lean' }).answer;
    const refused = ErrorAnswer.parse(result?.structuredContent);
    assert.equal(refused.error.code, 'file-too-large');
    const tooMuch = await call('goals', { text: `-- ${'x'.repeat(3_000_000)}` }).answer;
    assert.ok(tooMuch.error !== undefined || tooMuch.result?.isError === true);
    assert.deepEqual(await outcomes(['omega']), closes);
  });

  it('ends with its processes when stdin is closed in the middle of a search', async () => {
    call('prove', { statement: '∀ f : Nat → Nat, (∀ n, f (n + 1) > f (f n)) → ∀ n, f n = n', seconds: 600 });
    await outcomes(['omega']);
    const running = children();
    assert.ok(running.length > 0);
    server.stdin!.end();
    const [code] = await once(server, 'exit');
    assert.equal(code, 0);
    while (running.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50));
  });
});
