/**
 * Plays a native `lean`, for what Ariadne asks of one: `lean --run FILE` looks at the file and forwards to the embedded Lean,
 * `lean --version` says a version. `ARIADNE_STAND_IN_LOG` names a file to which it writes how it was called.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { findCommand } from '../../../src/lean/open.ts';

const args = process.argv.slice(2);
const log = process.env.ARIADNE_STAND_IN_LOG;
if (log) writeFileSync(log, JSON.stringify({ args, cwd: process.cwd(), leanPath: process.env.LEAN_PATH ?? '' }));

if (args[0] === '--version') {
  console.log('Lean (version 4.28.0, x86_64-unknown-linux-gnu, commit 0123456789ab, Release)');
  process.exit(0);
}
const [run, file = ''] = args;
if (run !== '--run' || !readFileSync(file, 'utf8').startsWith('import Lean\n')) {
  console.error(`unexpected arguments: ${args.join(' ')}`);
  process.exit(1);
}
const embedded = await findCommand({ lean: 'embedded' }, () => {});
if (!embedded.ok) throw new Error(embedded.error.message);
const child = spawn(embedded.value.command, embedded.value.args, { cwd: embedded.value.cwd, stdio: 'inherit' });
child.on('exit', (code) => process.exit(code ?? 1));
