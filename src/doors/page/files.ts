import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = join(root, 'page');
const built = join(root, 'dist', 'page');

/**
 * The folder with the page as browsers load it. A package comes with it built; in a checkout it is built when it is
 * asked for and is not there, or is older than its sources.
 */
export async function pageFiles(onBuild: () => void): Promise<Result<string, Problem>> {
  if (!existsSync(sources)) {
    return existsSync(join(built, 'index.html'))
      ? ok(built)
      : fail({ code: 'no-page', message: 'The page is not in this package.', hint: 'Install Ariadne anew.' });
  }
  if ((await writtenAt(built)) > (await newestBelow(sources))) return ok(built);
  onBuild();
  try {
    await build();
    return ok(built);
  } catch (error) {
    const message = `The page could not be built: ${error instanceof Error ? error.message : String(error)}`;
    return fail({ code: 'page-not-built', message, hint: 'Run `npm ci` in the checkout, then `npm run build`.' });
  }
}

/** Builds beside the place and then moves there, so that nobody is served half a page. */
async function build(): Promise<void> {
  const vite = await import('vite');
  await mkdir(join(root, 'dist'), { recursive: true });
  const folder = await mkdtemp(join(root, 'dist', 'page-'));
  try {
    await vite.build({
      root: sources,
      configFile: join(sources, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: folder },
    });
    await rm(built, { recursive: true, force: true });
    await rename(folder, built);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    // Somebody else may have been quicker.
    if (!existsSync(join(built, 'index.html'))) throw error;
  }
}

const writtenAt = async (folder: string): Promise<number> => {
  const index = join(folder, 'index.html');
  return existsSync(index) ? (await stat(index)).mtimeMs : 0;
};

async function newestBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true });
  const times = await Promise.all(entries.map(async (entry) => (await stat(join(folder, entry))).mtimeMs));
  return Math.max(0, ...times);
}
