#!/usr/bin/env node
// The launcher: plain JavaScript that any Node can run. The program itself needs Node 24 or newer (Lean's WebAssembly
// module has more exports than older ones accept), which the npm package `node` brings along.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// A checkout runs its sources (Node strips the types); an installed package runs what `npm run build` made of them.
const built = join(root, 'dist', 'cli', 'main.js');
const installed = root.split(/[\\/]/).includes('node_modules');
const entry = installed || !existsSync(join(root, 'src')) ? built : join(root, 'src', 'cli', 'main.ts');

// What Node has to say of itself (features that it calls experimental, say) is not for the people who use this program.
// The variable speaks to the threads and processes that are started later, the listeners to this process.
process.env.NODE_NO_WARNINGS ??= '1';
if (process.env.NODE_NO_WARNINGS === '1') process.removeAllListeners('warning');

// Compiled code of our own sources is kept for the next start, also that of the processes and threads that are started.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');
nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(pathToFileURL(entry).href);
} else {
  const require = nodeModule.createRequire(import.meta.url);
  let node;
  try {
    node = join(
      dirname(require.resolve('node/package.json')),
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    );
  } catch {
    console.error(`ariadne needs Node 24 or newer; this is ${process.version}, and the npm package "node" is missing.`);
    console.error('Run `npm ci` in the project, or install a newer Node.');
    process.exit(2);
  }
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child by the terminal that it shares; what is sent to this process alone has to be passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exit(2);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 2)));
}
