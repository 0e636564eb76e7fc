/**
 * Our program, compiled by a native Lean once. `lean --run` on its source elaborates all of it at every start, that of the fresh
 * process for a verdict too; from the compiled one it is only loaded. Where compiling does not work, or what comes of it does
 * not start, the source is run as it is: that is only slower.
 */
import { createHash } from 'node:crypto';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { makeFolder } from '../cache.ts';
import type { LeanChoice } from '../discover.ts';
import { nativeLibrary } from '../sources.ts';

/** What `lean --run` is given. */
export interface Program {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

const moduleName = 'AriadneRepl';
/** All that is elaborated at a start. */
const main = `import ${moduleName}\n\nunsafe def main : IO Unit := Ariadne.Native.run\n`;
/** Says in a folder that nothing came of it, and why; it is tried again another day. */
const failed = 'failed';
const day = 24 * 3600 * 1000;
const patience = 300_000;

/** Lean was killed on the way (Ctrl-C, say), or took too long: that says nothing about our program. */
class Interrupted extends Error {}

/** The compiled program for the Lean that is chosen; `undefined` where there is none. */
export async function compiledProgram(
  choice: Extract<LeanChoice, { kind: 'native' }>,
  cache: string,
  env: NodeJS.ProcessEnv,
): Promise<Program | undefined> {
  const lean = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    execa(choice.program, [...choice.args, ...args], {
      cwd: choice.cwd,
      env: more,
      reject: false,
      input: '',
      all: true,
      timeout: patience,
    });
  const version = await lean(['--version']);
  if (version.exitCode !== 0) return undefined;
  const { text } = nativeLibrary();
  const identity = JSON.stringify([text, main, version.stdout, choice.program]);
  const key = createHash('sha256').update(identity).digest('hex').slice(0, 16);
  // In a room of its own: what is half-made beside the snapshots may be swept away.
  const folder = join(cache, 'native', key);
  const failure = statSync(join(folder, failed), { throwIfNoEntry: false });
  if (!existsSync(folder) || (failure !== undefined && Date.now() - failure.mtimeMs > day)) {
    const made = await makeFolder(folder, async (temporary) => {
      const source = join(temporary, `${moduleName}.lean`);
      writeFileSync(source, text);
      writeFileSync(join(temporary, 'main.lean'), main);
      const compiled = await lean([`--root=${temporary}`, '-o', join(temporary, `${moduleName}.olean`), source]);
      // At the end of its input the program ends.
      const tried =
        compiled.exitCode === 0 ? await lean(runArguments(temporary), searchPath(temporary, env)) : compiled;
      if (tried.exitCode === undefined || tried.exitCode >= 128) throw new Interrupted();
      if (tried.exitCode !== 0) writeFileSync(join(temporary, failed), tried.all ?? '');
    }).then(
      () => true,
      (error) => {
        if (error instanceof Interrupted) return false;
        throw error;
      },
    );
    if (!made) return undefined;
  }
  if (existsSync(join(folder, failed))) return undefined;
  return { file: join(folder, 'main.lean'), env: searchPath(folder, env) };
}

const runArguments = (folder: string): readonly string[] => ['--run', join(folder, 'main.lean')];

/** Lake puts the project's own folders in front. */
const searchPath = (folder: string, env: NodeJS.ProcessEnv): Readonly<Record<string, string>> => ({
  LEAN_PATH: [folder, ...(env.LEAN_PATH ? [env.LEAN_PATH] : [])].join(delimiter),
});
