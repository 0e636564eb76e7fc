import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { standInFolder } from './stand-in.ts';
import { waitUntil } from './wait-until.ts';

const program = fileURLToPath(new URL('./programs/looping-parent.ts', import.meta.url));

/** Starts the program; resolves with it and its Lean's process group once Lean loops. */
async function loopingParent(lean: string): Promise<{ readonly parent: ChildProcess; readonly group: number }> {
  const parent = spawn(process.execPath, [program, lean], { stdio: ['ignore', 'pipe', 'inherit'] });
  let group = 0;
  for await (const line of createInterface({ input: parent.stdout })) {
    if (line === 'looping') break;
    group = Number(line);
  }
  assert.ok(group > 0, 'the program ended early');
  return { parent, group };
}

/** Processes of the group, zombies aside. */
function members(group: number): readonly string[] {
  return readdirSync('/proc').filter((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const [state, , itsGroup] = readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return Number(itsGroup) === group && state !== 'Z' && state !== 'X';
    } catch {
      return false;
    }
  });
}

describe('a Lean in the middle of a loop', { skip: process.platform !== 'linux' && 'reads /proc' }, () => {
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    it(`ends within two seconds when its parent ends by ${signal}`, async () => {
      const { parent, group } = await loopingParent('embedded');
      assert.notDeepEqual(members(group), []);
      parent.kill(signal);
      await waitUntil('no process of the group is left', () => members(group).length === 0, 2_000);
    });
  }

  it('ends within two seconds when its parent is killed and it is a native one', async () => {
    using standIn = standInFolder();
    const { parent, group } = await loopingParent(join(standIn.folder, 'lean'));
    // The stand-in and the Lean that it forwards to; where Lean is confined, the walls around them as well.
    assert.ok(members(group).length >= 2);
    parent.kill('SIGKILL');
    await waitUntil('no process of the group is left', () => members(group).length === 0, 2_000);
  });
});
