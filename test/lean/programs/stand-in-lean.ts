/** Plays a native `lean`: called as `lean --run FILE`, it looks at the file and forwards to the embedded Lean. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findCommand } from '../../../src/lean/open.ts';

const [run, file = ''] = process.argv.slice(2);
if (run !== '--run' || !readFileSync(file, 'utf8').startsWith('import Lean\n')) {
  console.error(`unexpected arguments: ${process.argv.slice(2).join(' ')}`);
  process.exit(1);
}
const embedded = await findCommand({ lean: 'embedded' }, () => {});
if (!embedded.ok) throw new Error(embedded.error.message);
const { command, args, cwd } = embedded.value;
const child = spawn(command, args, { cwd, stdio: 'inherit' });
child.on('exit', (code) => process.exit(code ?? 1));
