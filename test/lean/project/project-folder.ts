import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

type Write = (path: string, text: string) => void;

/** A folder with these files, for as long as `use` takes. */
export async function withProject(
  files: Readonly<Record<string, string>>,
  use: (folder: string, write: Write) => unknown,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ariadne projekt ö-'));
  const write: Write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  try {
    for (const [path, text] of Object.entries(files)) write(path, text);
    await use(folder, write);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
