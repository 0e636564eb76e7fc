/**
 * Makes instances in one host and throws them away, each after one tactic: does the host grow? Prints its resident memory
 * and what an instance took, every so often.
 *
 *     node benchmarks/lean/instances.ts [--count 1000] [--every 50]
 */
import { parseArgs } from 'node:util';
import { findCommand } from '../../src/lean/open.ts';
import { launcher } from '../../src/lean/process/launcher.ts';
import { groupMemory } from '../../src/lean/process/memory.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '1000' }, every: { type: 'string', default: '50' } },
});
const found = await findCommand({ lean: 'embedded' }, () => {});
if (!found.ok) throw new Error(found.error.message);
const leans = launcher(found.value);
const timeout = 120_000;
const limits = { heartbeats: 200_000, recursion: 512, milliseconds: 5_000 };
let milliseconds = 0;
let kept = 0;
for (let done = 1; done <= Number(values.count); done++) {
  const start = performance.now();
  const opened = leans.start();
  if (!opened.ok) throw new Error(opened.error.message);
  const lean = opened.value.client;
  const started = await lean.request('goal/start', { statement: '∀ a b : Nat, a + b = b + a' }, { timeout });
  if (!started.ok) throw new Error(started.error.message);
  const state = started.value.states?.[0]?.state ?? -1;
  const run = await lean.request('tactic/run', { state, tactics: ['omega'], limits }, { timeout });
  if (!run.ok || run.value.outcomes[0]?.kind !== 'proved') throw new Error(JSON.stringify(run));
  milliseconds += performance.now() - start;
  lean.kill();
  await lean.ended;
  kept = groupMemory(lean.pid);
  if (done === 1 || done % Number(values.every) === 0) {
    const each = (milliseconds / (done === 1 ? 1 : Number(values.every))).toFixed(0);
    console.log(`${done} instances: ${(kept / 2 ** 20).toFixed(0)} MiB in the host; ${each} ms to a first tactic`);
    milliseconds = 0;
  }
}
await leans.close();
