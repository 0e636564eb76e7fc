/** Proves the `sorry`s of a Lean text, without a model, and prints the verdicts and the completed text. */
import { createGenerator, openLean, proveFile } from '../src/index.ts';

const text = `theorem swap (p q : Prop) (hp : p) (hq : q) : q ∧ p := by
  sorry

theorem wrong : 1 = 2 := by
  sorry
`;

const opened = await openLean({ lean: 'embedded', workers: 1 });
if (!opened.ok) throw new Error(opened.error.message);
await using lean = opened.value;
const created = await createGenerator({ kind: 'portfolio' });
if (!created.ok) throw new Error(created.error.message);
const generator = created.value;

const setup = { lean, generator, budgets: { seconds: 60, checks: 200 }, seed: 0 };
const proved = await proveFile(setup, { text, fileName: 'example.lean' });
if (!proved.ok) throw new Error(proved.error.message);
for (const { declaration, outcome } of proved.value.reports) console.log(`${declaration.name}: ${outcome.kind}`);
console.log(proved.value.completed);
await generator.close();
