import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./programs/stand-in-lean.ts', import.meta.url));

/** A folder with a program `lean` that plays a native one; gone with its scope. */
export function standInFolder(): { readonly folder: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'ariadne-stand-in-'));
  const lean = join(folder, 'lean');
  writeFileSync(lean, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(lean, 0o755);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}
