/**
 * How long an agent waits: from the start of `ariadne mcp` to its answer with the first verified proof, then for a second
 * one, when all is warm; and for a small call right after it cancelled a search that held every worker, beside the same
 * call when nothing is under way.
 *
 *     node benchmarks/doors.ts [--rounds 5] [--workers 2] [--json FILE]
 *
 * The client is the protocol's own; it starts the server as an agent would. Lean is prepared before the first round, so
 * that no round pays for the first use on a machine.
 */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import Table from 'cli-table3';
import { z } from 'zod';
import { ProofAnswer } from '../src/doors/workbench/answers.ts';
import { openLean } from '../src/lean/index.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    workers: { type: 'string', default: '2' },
    json: { type: 'string' },
  },
});

const bin = join(import.meta.dirname, '..', 'bin', 'ariadne.js');
const first = 'theorem first (a b : Nat) : a + b = b + a := by sorry\n';
const second = 'theorem second (p q : Prop) (h : p ∧ q) : q ∧ p := by sorry\n';
const hard = 'theorem hard (f : Nat → Nat) (h : ∀ n, f (n + 1) > f (f n)) : ∀ n, f n = n := by sorry\n';
const small = { name: 'try_tactics', arguments: { statement: '1 + 1 = 2', tactics: ['rfl'] } };
const Proof = z.object({ proof: ProofAnswer });

/** Milliseconds. */
interface Round {
  /** Since the start of the server, as `proved`. */
  readonly connected: number;
  readonly proved: number;
  readonly warm: number;
  readonly afterCancel: number;
  readonly idle: number;
}

async function round(): Promise<Round> {
  const client = new Client({ name: 'benchmark', version: '1' });
  const began = performance.now();
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [bin, 'mcp', '--workers', values.workers, '--generator', 'portfolio'],
    cwd: tmpdir(),
    stderr: 'ignore',
    env: { ...process.env } as Record<string, string>,
  });
  try {
    await client.connect(transport);
    const connected = performance.now() - began;
    await prove(client, first);
    const proved = performance.now() - began;
    const warm = await timed(() => prove(client, second));
    const stop = new AbortController();
    const options = { signal: stop.signal, timeout: 300_000 };
    const search = client.callTool({ name: 'prove', arguments: { text: hard, seconds: 60 } }, options);
    const cancelled = assert.rejects(search);
    await setTimeout(2000);
    stop.abort();
    const afterCancel = await timed(() => client.callTool(small));
    await cancelled;
    const idle = await timed(() => client.callTool(small));
    return { connected, proved, warm, afterCancel, idle };
  } finally {
    await client.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function prove(client: Client, text: string): Promise<void> {
  const { structuredContent } = await client.callTool({ name: 'prove', arguments: { text } }, { timeout: 300_000 });
  const { proof } = Proof.parse(structuredContent);
  if (proof.outcome !== 'proved') throw new Error(`It is not proved: ${JSON.stringify(proof)}`);
}

const prepared = await openLean({ lean: 'embedded', workers: 1 });
if (!prepared.ok) throw new Error(prepared.error.message);
await prepared.value[Symbol.asyncDispose]();

const load = loadavg()[0]!;
const rounds: Round[] = [];
for (let i = 0; i < Number(values.rounds); i++) rounds.push(await round());

const rows = (['connected', 'proved', 'warm', 'afterCancel', 'idle'] as const).map((key) => {
  const sorted = rounds.map((each) => each[key]).toSorted((a, b) => a - b);
  return { key, median: sorted[sorted.length >> 1]!, least: sorted[0]!, most: sorted.at(-1)! };
});
const names = {
  connected: 'start to the answer of initialize',
  proved: 'start to the first verified proof',
  warm: 'the second proof, all warm',
  afterCancel: 'a small call after a cancelled search',
  idle: 'the same call, nothing under way',
};
const table = new Table({
  head: ['seconds', 'median', 'least', 'most'],
  style: { head: [], border: [] },
  colAligns: ['left', 'right', 'right', 'right'],
});
const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
for (const { key, median, least, most } of rows) {
  table.push([names[key], seconds(median), seconds(least), seconds(most)]);
}
process.stdout.write(`${table}\n`);
process.stdout.write(
  `${rounds.length} rounds, ${values.workers} workers, ${availableParallelism()} cores; load before ${load.toFixed(1)}, after ${loadavg()[0]!.toFixed(1)}\n`,
);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ load, rounds }, undefined, 2)}\n`);
