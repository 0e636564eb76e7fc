/**
 * Drives the extension, as it is packaged, in the real workbench and extension host of VS Code that `code-server` serves
 * (docs/doors.md says how it is installed), and takes a picture at every step. It needs minutes, and is not run in CI.
 *
 *     (cd editors/vscode && npm ci && npm run package)
 *     node test/doors/vscode/drive.ts --code-server PATH/TO/code-server [--out FOLDER] [--only NAME]
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { scenes } from './scenes.ts';
import { VsCode } from './vs-code.ts';

const { values } = parseArgs({
  options: {
    'code-server': { type: 'string' },
    node: { type: 'string', default: 'node' },
    out: { type: 'string', default: 'vscode-pictures' },
    only: { type: 'string' },
  },
});
const codeServer = values['code-server'];
if (codeServer === undefined) throw new Error('--code-server says where code-server is.');
const extension = join(import.meta.dirname, '..', '..', '..', 'editors', 'vscode');
const vsix = (await readdir(extension)).find((name) => name.endsWith('.vsix'));
if (vsix === undefined) throw new Error('There is no .vsix: run `npm run package` in editors/vscode.');

const out = resolve(values.out);
await mkdir(out, { recursive: true });
const home = await mkdtemp(join(tmpdir(), 'ariadne-vscode-'));
const command = [values.node, resolve(codeServer)] as const;
const folders = ['--user-data-dir', join(home, 'user'), '--extensions-dir', join(home, 'extensions')];
execFileSync(command[0], [command[1], ...folders, '--install-extension', join(extension, vsix)], { stdio: 'ignore' });

let failures = 0;
try {
  for (const [name, scene] of Object.entries(scenes)) {
    if (values.only !== undefined && !name.includes(values.only)) continue;
    const began = performance.now();
    await using code = await VsCode.start({ command: [...command, ...folders], home, out, name });
    const problem = await scene(code).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
    await code.picture(problem === undefined ? 'end' : 'failed');
    if (problem !== undefined) failures++;
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    process.stdout.write(`${problem === undefined ? '✔' : '✗'} ${name} (${seconds} s)\n`);
    if (problem !== undefined) process.stdout.write(`${problem}\n`);
  }
} finally {
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}
process.exitCode = failures === 0 ? 0 : 1;
