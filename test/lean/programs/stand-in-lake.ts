/**
 * Plays `lake`, for what Ariadne asks of it: `lake env PROGRAM ARGS` runs a program of the toolchain with the search path of the
 * project around the working folder, `lake --version` says a version. `ARIADNE_STAND_IN_SAYS` is what it says first, on standard
 * output, as Lake does of a configuration that it is not content with.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

const [command, program = '', ...args] = process.argv.slice(2);
const bin = process.env.ARIADNE_STAND_IN_BIN ?? '';

const configured = (folder: string): boolean =>
  ['lakefile.toml', 'lakefile.lean'].some((name) => existsSync(join(folder, name)));

function libraries(root: string): readonly string[] {
  const packages = join(root, '.lake', 'packages');
  const fetched = existsSync(packages) ? readdirSync(packages).map((name) => join(packages, name)) : [];
  return [...fetched, root].map((folder) => join(folder, '.lake', 'build', 'lib', 'lean'));
}

if (command === '--version') {
  console.log('Lake version 5.0.0-src+0123456 (Lean version 4.28.0)');
  process.exit(0);
}
if (command !== 'env') {
  console.error(`error: unknown command '${command}'`);
  process.exit(1);
}
const root = process.cwd();
if (!configured(root)) {
  console.error(`error: ${root}: no configuration file with a supported extension:\n${join(root, 'lakefile.lean')}`);
  process.exit(1);
}
if (process.env.ARIADNE_STAND_IN_SAYS) console.log(process.env.ARIADNE_STAND_IN_SAYS);
const before = process.env.LEAN_PATH ? [process.env.LEAN_PATH] : [];
const env = { ...process.env, LEAN_PATH: [...libraries(root), ...before].join(delimiter) };
const child = spawn(join(bin || dirname(program), program), args, { stdio: 'inherit', env });
child.on('error', () => {
  console.error(`error: could not execute '${program}'`);
  process.exit(255);
});
child.on('exit', (code) => process.exit(code ?? 1));
