import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../programs/prepare.ts', import.meta.url));

const echo = `def mkServer (_ : String) (_ : IO.CancelToken) (_ : IO.Ref (Option (Except String Environment))) : IO (String → IO String) := do
  return fun request => return request`;

interface Line {
  readonly kind: string;
  readonly step?: string;
  readonly message?: string;
}

describe('preparing the embedded Lean', () => {
  let cache: string;
  before(() => {
    cache = mkdtempSync(join(tmpdir(), 'ariadne-prepare-'));
  });
  after(() => rmSync(cache, { recursive: true }));

  /** What a preparing process prints; it is killed when it begins the step that is given. */
  async function prepare(body: string, killAt?: string): Promise<readonly Line[]> {
    const subprocess = spawn(process.execPath, [program, cache, body], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines: Line[] = [];
    for await (const line of createInterface({ input: subprocess.stdout })) {
      const event = JSON.parse(line) as Line;
      lines.push(event);
      if (killAt !== undefined && event.step === killAt) subprocess.kill('SIGKILL');
    }
    return lines;
  }
  const did = (lines: readonly Line[], step: string): boolean => lines.some((line) => line.step === step);

  it('happens once, for two processes at the same time, after a third was killed half-way', async () => {
    const killed = await prepare(echo, 'elaborate');
    assert.notEqual(killed.at(-1)?.kind, 'ok');
    const both = await Promise.all([prepare(echo), prepare(echo)]);
    assert.deepEqual(
      both.map((lines) => lines.at(-1)?.kind),
      ['ok', 'ok'],
    );
    assert.equal(both.filter((lines) => did(lines, 'elaborate')).length, 1);
    assert.ok(both.some((lines) => did(lines, 'waiting')));
    assert.deepEqual(
      readdirSync(cache)
        // The lock's own files stay.
        .filter((name) => !name.startsWith('.'))
        .map((name) => name.replace(/-.*/, ''))
        .sort(),
      ['library', 'snapshot'],
    );
  });

  it('is nothing to be seen when it was done before', async () => {
    assert.deepEqual(await prepare(echo), [{ kind: 'ok' }]);
  });

  it('shows what is wrong in our Lean, and where', async () => {
    const lines = await prepare('def one : Nat := 1\ndef two : Nat := "two"');
    assert.match(lines.at(-1)?.message ?? '', /lean\/Body\.lean:2:17: error: .*Type mismatch/s);
  });
});
