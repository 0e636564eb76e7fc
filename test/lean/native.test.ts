import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openLean } from '../../src/lean/index.ts';
import { standInFolder } from './stand-in.ts';

const never = new AbortController().signal;

describe('a native Lean', () => {
  it('is found on the PATH, proves, and is asked by the same code', async () => {
    using standIn = standInFolder();
    const env = { ...process.env, PATH: standIn.folder, ARIADNE_LEAN: '' };
    const opened = await openLean({ env, cwd: standIn.folder });
    assert.ok(opened.ok, JSON.stringify(opened));
    await using lean = opened.value;
    assert.equal(lean.command.kind, 'native');
    const started = await lean.startStatement('∀ p : Prop, p → p');
    assert.ok(started.ok);
    const outcomes = await lean.run(started.value[0]!.state, ['intro p h', 'exact fun _ h => h'], never);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.kind),
      ['progress', 'proved'],
    );
    assert.ok(lean.memory > 0);
  });

  it('that does not start is a problem that shows what it said', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ariadne-broken-'));
    try {
      writeFileSync(join(folder, 'lean'), '#!/bin/sh\necho "error: toolchain not installed" >&2\nexit 1\n');
      chmodSync(join(folder, 'lean'), 0o755);
      const opened = await openLean({ lean: join(folder, 'lean') });
      assert.ok(!opened.ok);
      assert.equal(opened.error.code, 'lean-not-started');
      assert.match(opened.error.message, /toolchain not installed/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('that is not there is a problem', async () => {
    const opened = await openLean({ lean: '/nowhere/lean' });
    assert.ok(!opened.ok);
    assert.match(opened.error.message, /\/nowhere\/lean/);
  });
});
