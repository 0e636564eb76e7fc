import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { recheck } from '../../../src/lean/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'ariadne-recheck-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'Written.lean');
writeFileSync(file, 'theorem t : 1 = 1 := rfl\n');

/** Programs that play a toolchain: `lean` writes what it reads, `leanchecker` looks for it on `LEAN_PATH`. */
function toolchain(name: string, checker: string | undefined): NodeJS.ProcessEnv {
  const bin = mkdtempSync(join(folder, name));
  const program = (called: string, script: string): void => {
    writeFileSync(join(bin, called), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, called), 0o755);
  };
  program(
    'lean',
    'if [ "$1" = --version ]; then echo "Lean (version 4.34.0)"; else grep -q theorem "$3" && cp "$3" "$2"; fi',
  );
  if (checker !== undefined) program('leanchecker', checker);
  return { PATH: [bin, '/usr/bin', '/bin'].join(delimiter) };
}

describe('a written file is rechecked by a native Lean', () => {
  it('which compiles it and replays what comes out', async () => {
    const env = toolchain('good', 'test -f "$(echo "$LEAN_PATH" | cut -d: -f1)/$1.olean"');
    assert.deepEqual(await recheck(file, env), { ok: true, value: { lean: 'Lean (version 4.34.0)' } });
  });
  it('and what that has against it is shown', async () => {
    const checked = await recheck(file, toolchain('bad', 'echo "uncaught exception: kernel"; exit 1'));
    assert.equal(checked.ok ? '' : checked.error.code, 'recheck-refused');
    assert.match(checked.ok ? '' : checked.error.message, /does not accept it:\nuncaught exception: kernel/);
  });
  it('or there is a problem that says what is missing', async () => {
    const checked = await recheck(file, toolchain('old', undefined));
    assert.match(checked.ok ? '' : checked.error.message, /no leanchecker/);
    const none = await recheck(file, { PATH: folder });
    assert.match(none.ok ? '' : none.error.message, /no native Lean/);
  });
});
