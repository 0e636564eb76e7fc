import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { it } from 'node:test';

const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;
/** A Node that says that it is an old one, so that the launcher starts the one that npm brought. */
const older =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.0.0"}})';
const framed = (body: string): string => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

/** What each door is asked first; its answer says that the program behind the launcher is there. */
const firstMessages = {
  mcp: `${JSON.stringify(initialize)}\n`,
  lsp: framed(JSON.stringify({ ...initialize, params: { processId: null, rootUri: null, capabilities: {} } })),
};

for (const [door, message] of Object.entries(firstMessages)) {
  it(`what asks the launcher alone to end ends ${door}, whose client still holds the pipe`, {
    timeout: 60_000,
  }, async (t) => {
    const command = ['--import', older, launcher, door];
    const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    t.after(() => {
      try {
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        // Nothing is left of it, as it should be.
      }
    });
    child.stdin.write(message);
    const [reply] = await once(child.stdout, 'data');
    assert.match(String(reply), /"result"|Content-Length/);
    child.kill('SIGTERM');
    child.stdout.resume();
    // Closed is only what nobody holds any more, the program behind the launcher included.
    const [code] = await once(child, 'close');
    assert.equal(typeof code, 'number');
  });
}
