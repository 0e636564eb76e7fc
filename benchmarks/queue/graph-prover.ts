import { setTimeout as sleep } from 'node:timers/promises';
import type { ProofTrace } from '../../src/data/proof-trace.ts';
import { noStats } from '../../src/eval/attempt.ts';
import type { Prover } from '../../src/eval/prover.ts';

/** A proof graph of so many edges, whose texts are about as long as those of real ones, and as different. */
function graphOf(edges: number, seed: number): ProofTrace {
  const nodes = Array.from({ length: Math.ceil(edges / 8) }, (_, id) => ({
    id,
    state: `x y : Nat\nh${seed % 97} : x + ${seed % 1009} ≤ y * ${id}\nih : ∀ n, n < ${id} → f n = g n\n⊢ f (x + ${id}) = g (y + ${(seed * 7 + id) % 9973})`,
    status: 'failed' as const,
    score: -Math.log(2 + ((seed + id) % 31)),
    expansion: id,
  }));
  return {
    roots: [0],
    nodes,
    edges: Array.from({ length: edges }, (_, i) => ({
      from: i % nodes.length,
      tactic: `rw [lemma_${(seed * 31 + i * 17) % 9001}, ← other_${i % 64}] at h${seed % 97}`,
      logProbability: -Math.log(3 + ((seed ^ i) % 1021)),
      outcome: i % 8 === 0 ? 'progress' : 'elaboration',
      children: i % 8 === 0 ? [(i / 8) % nodes.length] : [],
      ...(i % 8 !== 0 && { message: `did not find an occurrence of the pattern f (x + ${(seed + i) % 4093})` }),
      micros: 500 + ((seed * 13 + i) % 5000),
      inProof: false,
    })),
  };
}

/** Fails after so many milliseconds, with a graph of so many edges. */
export function graphProver(edges: number, milliseconds: number): Prover {
  return {
    async attempt({ seed, signal }) {
      if (milliseconds > 0) {
        const undisturbed = await sleep(milliseconds, true, { signal }).catch(() => false);
        if (!undisturbed) return { kind: 'cancelled' };
      }
      const stats = { ...noStats, seconds: milliseconds / 1000, checks: edges };
      return { kind: 'finished', outcome: { kind: 'failed' }, stats, trace: graphOf(edges, seed) };
    },
  };
}
