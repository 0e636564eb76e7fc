/**
 * Opens Lean, prints the process id of its worker, and lets it run a tactic that loops in Lean's kernel, where it does not
 * look at its cancel token. Prints `looping` when that has begun.
 */
import { openLean } from '../../../src/lean/index.ts';

const lean = process.argv[2] ?? 'embedded';
const opened = await openLean({
  lean,
  limits: { heartbeats: 0, recursion: 512, milliseconds: 0 },
  onEvent: (event) => {
    if (event.kind === 'worker-started') console.log(event.pid);
  },
});
if (!opened.ok) throw new Error(opened.error.message);
const started = await opened.value.startStatement('(List.range 100000000).foldl (fun a b => (a + b) % 1000003) 0 = 77');
if (!started.ok) throw new Error(started.error.kind);
void opened.value.run(started.value[0]!.state, ['skip', 'decide +kernel'], new AbortController().signal);
setTimeout(() => console.log('looping'), 1_500);
