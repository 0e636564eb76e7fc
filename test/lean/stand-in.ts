import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder with programs `lean` and `lake` that play a toolchain; gone with its scope. */
export function standInFolder({ lake = false } = {}): { readonly folder: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'ariadne-stand-in-'));
  for (const name of lake ? ['lean', 'lake'] : ['lean']) {
    const program = fileURLToPath(new URL(`./programs/stand-in-${name}.ts`, import.meta.url));
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\nARIADNE_STAND_IN_BIN='${folder}' exec '${process.execPath}' '${program}' "$@"\n`);
    chmodSync(file, 0o755);
  }
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}
