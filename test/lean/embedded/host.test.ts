import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findCommand } from '../../../src/lean/open.ts';
import type { LeanClient } from '../../../src/lean/process/client.ts';
import { type LeanLauncher, launcher } from '../../../src/lean/process/launcher.ts';

const limits = { heartbeats: 200_000, recursion: 512, milliseconds: 0 };
const timeout = 60_000;

describe('the instances of one host', () => {
  let host: LeanLauncher;
  before(async () => {
    const command = await findCommand({ lean: 'embedded' }, () => {});
    assert.ok(command.ok, JSON.stringify(command));
    host = launcher(command.value);
  });
  after(() => host.close());

  function open(): LeanClient {
    const started = host.start();
    assert.ok(started.ok, JSON.stringify(started));
    return started.value.client;
  }

  async function start(client: LeanClient, statement: string): Promise<number> {
    const started = await client.request('goal/start', { statement }, { timeout });
    assert.ok(started.ok, JSON.stringify(started));
    return started.value.states?.[0]?.state ?? -1;
  }

  async function kinds(client: LeanClient, state: number, tactics: string[]): Promise<readonly string[]> {
    const run = await client.request('tactic/run', { state, tactics, limits }, { timeout });
    return run.ok ? run.value.outcomes.map(({ kind }) => kind) : [run.error.kind];
  }

  it('live in one process', () => {
    const [one, two] = [open(), open()];
    assert.equal(one.pid, two.pid);
    for (const client of [one, two]) client.kill();
  });

  it('go on working when one of them is ended in the middle of a loop that nothing else ends', async () => {
    const [doomed, other] = [open(), open()];
    const loop = await start(doomed, '(List.range 100000000).foldl (fun a b => (a + b) % 1000003) 0 = 77');
    const state = await start(other, '∀ a b : Nat, a + b = b + a');
    const looping = kinds(doomed, loop, ['decide +kernel']);
    const working = kinds(
      other,
      state,
      Array.from({ length: 40 }, () => 'omega'),
    );
    doomed.kill();
    await doomed.ended;
    assert.deepEqual(await looping, ['crash']);
    assert.deepEqual(new Set(await working), new Set(['proved']));
    assert.ok(other.alive);
    other.kill();
  });

  it('know nothing of one another', async () => {
    const [one, two] = [open(), open()];
    const state = await start(one, '∀ a : Nat, a = a');
    assert.deepEqual(await kinds(one, state, ['intro a; rfl']), ['proved']);
    assert.deepEqual(await kinds(two, state, ['intro a; rfl']), ['unknown-state']);
    for (const client of [one, two]) client.kill();
  });

  it('that wait for a verdict are as fresh as any', async () => {
    host.keepSpares(1);
    const [first, second] = [open(), open()];
    for (const client of [first, second]) {
      const state = await start(client, '∀ a : Nat, a = a');
      assert.deepEqual(await kinds(client, state, ['intro a; rfl']), ['proved']);
      client.kill();
      await client.ended;
    }
    host.keepSpares(0);
  });

  it('begin where another was kept, each with a memory of its own', async () => {
    const file = { fileName: 'Kept.lean', text: 'theorem kept (a : Nat) : a = a := by\n  sorry\n' };
    const first = open();
    const loaded = await first.request('file/load', file, { timeout });
    assert.ok(loaded.ok, JSON.stringify(loaded));
    const kept = await host.keep(first);
    assert.ok(kept !== undefined);
    const goal = async (client: LeanClient): Promise<number> => {
      const started = await client.request('goal/start', { file: loaded.value.file, index: 0 }, { timeout });
      return (started.ok && started.value.states?.[0]?.state) || -1;
    };
    const state = await goal(first);
    assert.deepEqual(await kinds(first, state, ['rfl', 'intro h']), ['proved', 'elaboration']);
    host.keepSpares(1, kept);
    for (let round = 0; round < 2; round++) {
      const started = host.start(kept);
      assert.ok(started.ok && started.value.isFromKept);
      const { client } = started.value;
      assert.deepEqual(
        await kinds(client, state, ['rfl']),
        ['unknown-state'],
        'what the first one did since is not there',
      );
      assert.equal(await goal(client), state, 'but the file is loaded');
      assert.deepEqual(await kinds(client, state, ['rfl']), ['proved']);
      client.kill();
    }
    host.forget(kept);
    host.keepSpares(0);
    first.kill();
  });

  it('are replaced by those of another host when the host is killed', async () => {
    const before = open();
    await start(before, '∀ a : Nat, a = a');
    process.kill(before.pid, 'SIGKILL');
    await before.ended;
    const next = open();
    assert.notEqual(next.pid, before.pid);
    assert.deepEqual(await kinds(next, await start(next, '∀ a : Nat, a = a'), ['intro a; rfl']), ['proved']);
  });
});
