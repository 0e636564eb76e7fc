import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { cacheFolder } from '../cache.ts';
import type { LeanCommand } from '../command.ts';
import type { LeanChoice } from '../discover.ts';
import { nativeSource } from '../sources.ts';
import { compiledProgram } from './compiled.ts';

/** The command of a native Lean: our program in the cache, run by `lean --run`. Nothing is added to the user's project. */
export async function nativeCommand(
  choice: Extract<LeanChoice, { kind: 'native' }>,
  env: NodeJS.ProcessEnv,
): Promise<Result<LeanCommand, Problem>> {
  const cache = cacheFolder(env);
  try {
    const compiled = await compiledProgram(choice, cache, env);
    const program = compiled ?? { file: writeProgram(cache, nativeSource().text), env: {} };
    return ok({
      kind: 'native',
      command: choice.program,
      args: [...choice.args, '--run', program.file],
      cwd: choice.cwd,
      env: program.env,
      confinement: 'not confined',
      describe: `${[choice.program, ...choice.args].join(' ')} in ${choice.cwd}`,
    });
  } catch (error) {
    return fail({
      code: 'cache-not-writable',
      message: `The Lean program could not be written: ${error instanceof Error ? error.message : error}`,
      where: { file: cache },
      hint: 'ARIADNE_CACHE names another cache folder.',
    });
  }
}

function writeProgram(cache: string, text: string): string {
  const key = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const file = join(cache, `native-${key}.lean`);
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
  return file;
}
