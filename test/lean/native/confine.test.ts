import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openLean } from '../../../src/lean/index.ts';
import { confined } from '../../../src/lean/native/confine.ts';
import { standInFolder } from '../stand-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'ariadne-confine-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const plain = {
  kind: 'native',
  command: '/bin/sh',
  args: [] as string[],
  cwd: folder,
  env: {},
  confinement: 'not confined',
  describe: 'a shell',
} as const;

const works = confined(plain, 'on').ok;
const skip = works ? false : 'there is no bubblewrap that works (on Debian: apt-get install bubblewrap)';

describe('a native Lean behind walls', () => {
  it('can neither write a file nor reach the network, and can read', { skip }, () => {
    const script = `touch ${folder}/written; (exec 3<>/dev/tcp/127.0.0.1/9) 2>&1; ls /sys/class/net 2>/dev/null; cat /etc/hostname >/dev/null && echo read; wc -l </proc/net/dev`;
    const command = confined({ ...plain, command: '/bin/bash', args: ['-c', script] }, 'on');
    assert.ok(command.ok);
    const { stdout } = spawnSync(command.value.command, [...command.value.args], { encoding: 'utf8' });
    assert.equal(existsSync(join(folder, 'written')), false);
    assert.match(stdout, /read/);
    // Two lines of headings, and the loopback.
    assert.match(stdout, /^3$/m);
  });

  it('proves as it does without, and ends with its session', { skip }, async () => {
    using standIn = standInFolder();
    const opened = await openLean({ lean: join(standIn.folder, 'lean'), confine: 'on' });
    assert.ok(opened.ok, JSON.stringify(opened));
    await using lean = opened.value;
    assert.match(lean.command.confinement, /bubblewrap/);
    const started = await lean.startStatement('∀ p : Prop, p → p');
    assert.ok(started.ok);
    const [outcome] = await lean.run(started.value[0]!.state, ['exact fun _ h => h'], new AbortController().signal);
    assert.equal(outcome?.kind, 'proved');
    assert.ok(lean.memory > 0);
  });

  it('is a problem where it is asked for and cannot be had, and else told', () => {
    const env = { PATH: folder };
    const asked = confined(plain, 'on', env);
    assert.equal(asked.ok ? '' : asked.error.code, 'cannot-confine');
    const automatic = confined(plain, 'auto', env);
    assert.match(automatic.ok ? automatic.value.confinement : '', /no bwrap/);
    writeFileSync(join(folder, 'bwrap'), '#!/bin/sh\necho "no permission" >&2\nexit 1\n');
    chmodSync(join(folder, 'bwrap'), 0o755);
    const broken = confined(plain, 'on', env);
    assert.match(broken.ok ? '' : broken.error.message, /no permission/);
  });

  it('is not put there where that was not wanted', () => {
    const command = confined(plain, 'off');
    assert.equal(command.ok && command.value.command, plain.command);
  });
});
