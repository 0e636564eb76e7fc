/** A generator of your own: it knows five tactics and thinks them equally likely. The search makes a proof of them. */
import { openLean, openTheorem, proveTheorem, type TacticGenerator } from '../src/index.ts';

const tactics = ['intro n', 'induction n', 'rfl', 'simp_all', 'omega'];

const generator: TacticGenerator = {
  name: 'five-tactics',
  propose: async (requests) =>
    requests.map(({ count }) => ({
      kind: 'candidates',
      candidates: tactics.slice(0, count).map((tactic) => ({ tactic, logProbability: -Math.log(tactics.length) })),
      tokens: 0,
    })),
  close: async () => {},
};

const opened = await openLean({ lean: 'embedded', workers: 1 });
if (!opened.ok) throw new Error(opened.error.message);
await using lean = opened.value;

const theorem = await openTheorem(lean, { kind: 'statement', statement: '∀ n : Nat, n + n = 2 * n' });
if (!theorem.ok) throw new Error(JSON.stringify(theorem.error));
using open = theorem.value;
const { outcome } = await proveTheorem({ lean, generator, budgets: { checks: 100 } }, open);
console.log(outcome.kind);
if (outcome.kind === 'proved') console.log(outcome.script);
