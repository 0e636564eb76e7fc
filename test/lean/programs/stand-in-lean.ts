/**
 * Plays a native `lean`, for what Ariadne asks of one: `lean --run FILE` looks at the file and forwards to the embedded Lean,
 * also through a compiled main, `lean -o OUT FILE` compiles (it copies), `lean --version` says a version. `ARIADNE_STAND_IN_LOG`
 * names a file to which it writes how it was called, a line a call.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findCommand } from '../../../src/lean/open.ts';

const args = process.argv.slice(2);
const isProgram = (file: string): boolean => readFileSync(file, 'utf8').startsWith('import Lean\n');
const log = process.env.ARIADNE_STAND_IN_LOG;
if (log) {
  const call = { args, cwd: process.cwd(), leanPath: process.env.LEAN_PATH ?? '' };
  appendFileSync(log, `${JSON.stringify(call)}\n`);
}

if (args[0] === '--version') {
  console.log('Lean (version 4.28.0, x86_64-unknown-linux-gnu, commit 0123456789ab, Release)');
  process.exit(0);
}
const refuse = (why: string): never => {
  console.error(`${why}: ${args.join(' ')}`);
  process.exit(1);
};

const compiled = args.indexOf('-o');
if (compiled >= 0) {
  if (process.env.ARIADNE_STAND_IN_COMPILES === 'killed') process.kill(process.pid, 'SIGKILL');
  const [output = '', source = ''] = args.slice(compiled + 1);
  if (!isProgram(source) || process.env.ARIADNE_STAND_IN_COMPILES === 'no') refuse('this does not compile');
  copyFileSync(source, output);
  process.exit(0);
}
const [run, file = ''] = args;
if (run !== '--run') refuse('unexpected arguments');
const [, imported] = /^import (\w+)\n/.exec(readFileSync(file, 'utf8')) ?? [];
const modules = (process.env.LEAN_PATH ?? '').split(delimiter).map((folder) => join(folder, `${imported}.olean`));
if (imported !== 'Lean' && !modules.some((module) => existsSync(module) && isProgram(module))) {
  refuse(`unknown module prefix '${imported}'`);
}
const embedded = await findCommand({ lean: 'embedded' }, () => {});
if (!embedded.ok) throw new Error(embedded.error.message);
const child = spawn(embedded.value.command, embedded.value.args, { cwd: embedded.value.cwd, stdio: 'inherit' });
// At the end of its input the embedded Lean ends itself in a hurry; a native one ends with 0.
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' ? 0 : 1)));
