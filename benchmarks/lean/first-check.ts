/** Opens Lean, checks one tactic, ends: what a new process takes to get there is what is measured. */
import { openLean } from '../../src/lean/index.ts';

const opened = await openLean({ lean: 'embedded', workers: 1 });
if (!opened.ok) throw new Error(opened.error.message);
await using lean = opened.value;
const started = await lean.startStatement('∀ a b : Nat, a + b = b + a');
if (!started.ok) throw new Error(JSON.stringify(started.error));
const [outcome] = await lean.run(started.value[0]!.state, ['omega'], new AbortController().signal);
if (outcome?.kind !== 'proved') throw new Error(JSON.stringify(outcome));
