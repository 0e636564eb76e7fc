/**
 * Is a build, or a trace, that is killed again and again the same in the end as one that nobody disturbs?
 * `kill.ts build|trace PROJECT KILLS [MODULE…]`, with modules as for `--module`. Takes as long as three builds.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from '../../../src/lean/cache.ts';

const [what = '', project = '', kills = '10', ...modules] = process.argv.slice(2);
const launcher = new URL('../../../bin/ariadne.js', import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), 'ariadne-kill-'));

/** A cache that holds the prepared Lean, and nothing that was built. */
function freshCache(name: string): string {
  const cache = mkdtempSync(join(work, `${name}-`));
  const prepared = cacheFolder(process.env);
  for (const entry of readdirSync(prepared).filter((each) => /^(library|snapshot)-/.test(each))) {
    // The embedded Lean sees no folder through a symbolic link.
    execFileSync('cp', ['-al', join(prepared, entry), cache]);
  }
  return cache;
}

const stepsOf = (cache: string): string => join(cache, 'steps.jsonl');

/** Resolves with the milliseconds that it took, or `undefined` where it was killed. */
async function run(cache: string, killAfter?: number): Promise<number | undefined> {
  const only = modules.flatMap((module) => ['--module', module]);
  const args = what === 'trace' ? ['extract', project, '--out', stepsOf(cache)] : ['build', project];
  const started = performance.now();
  const child = spawn(process.execPath, [launcher, ...args, ...only, '--workers', '2'], {
    env: { ...process.env, ARIADNE_CACHE: cache },
    stdio: 'ignore',
    detached: true,
  });
  const ended = once(child, 'exit').then(() => true);
  if (killAfter === undefined) await ended;
  else if (!(await Promise.race([ended, sleep(killAfter, false)]))) {
    process.kill(-child.pid!, 'SIGKILL');
    await ended;
    return undefined;
  }
  return performance.now() - started;
}

/** What came of it: every record and file of the built modules, or the steps, by hash. */
function resultOf(cache: string): ReadonlyMap<string, string> {
  const hash = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');
  const found = new Map<string, string>();
  const folder = join(cache, 'modules');
  for (const key of readdirSync(folder).filter((each) => /^[0-9a-f]{32}$/.test(each))) {
    for (const file of readdirSync(join(folder, key))) {
      const content = readFileSync(join(folder, key, file));
      const record = file === 'record.json' ? { ...JSON.parse(content.toString('utf8')), milliseconds: 0 } : undefined;
      found.set(`${key}/${file}`, hash(record === undefined ? content : JSON.stringify(record)));
    }
  }
  if (existsSync(stepsOf(cache))) found.set('steps', hash(readFileSync(stepsOf(cache))));
  return found;
}

const undisturbed = freshCache('undisturbed');
const time = await run(undisturbed);
console.log(`undisturbed: ${((time ?? 0) / 1000).toFixed(1)} s`);
const disturbed = freshCache('disturbed');
for (let kill = 1; kill <= Number(kills); kill++) {
  const after = Math.random() * ((2 * (time ?? 0)) / Number(kills));
  const done = await run(disturbed, after);
  console.log(`kill ${kill} after ${(after / 1000).toFixed(1)} s${done === undefined ? '' : ': it had ended'}`);
}
await run(disturbed);
const [wanted, found] = [resultOf(undisturbed), resultOf(disturbed)];
const different = [...new Set([...wanted.keys(), ...found.keys()])].filter((key) => wanted.get(key) !== found.get(key));
console.log(`${wanted.size} results, ${different.length} of them different: ${different.slice(0, 5).join(', ')}`);
rmSync(work, { recursive: true, force: true });
process.exitCode = different.length === 0 ? 0 : 1;
