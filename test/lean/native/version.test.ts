import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openLean } from '../../../src/lean/index.ts';

/** What the problem says where a `lean` of this version refuses the program. */
async function refusedBy(version: string): Promise<{ readonly code: string; readonly hint: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'ariadne version ü-'));
  try {
    const lean = join(folder, 'lean');
    const says = `Lean (version ${version}, x86_64-unknown-linux-gnu, commit 0123456789ab, Release)`;
    writeFileSync(
      lean,
      `#!/bin/sh\n[ "$1" = --version ] && echo "${says}" && exit 0\necho "unknown constant" >&2\nexit 1\n`,
    );
    chmodSync(lean, 0o755);
    const opened = await openLean({ lean });
    assert.ok(!opened.ok);
    assert.match(opened.error.message, /unknown constant/);
    return { code: opened.error.code, hint: opened.error.hint ?? '' };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a native Lean that refuses the program', () => {
  it('is said to be too old, with what to do', async () => {
    for (const version of ['4.9.1', '4.19.0-rc1']) {
      const { code, hint } = await refusedBy(version);
      assert.equal(code, 'lean-version-unknown');
      assert.ok(hint.startsWith(`This is Lean ${version}; Ariadne works with Lean 4.20 to 4.36`), hint);
    }
  });

  it('is said to be too new, with what to do', async () => {
    const { hint } = await refusedBy('4.99.0');
    assert.match(hint, /This is Lean 4\.99\.0, newer than .* Update Ariadne/);
  });

  it('is not blamed on its version where that is a known one', async () => {
    for (const version of ['4.20.0', '4.28.0', '4.36.0-rc2'])
      assert.equal((await refusedBy(version)).code, 'lean-not-started');
  });
});
