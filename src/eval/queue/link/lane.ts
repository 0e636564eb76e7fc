import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What must be the same on both sides for a result to mean the same. */
export const Versions = z.object({
  ariadne: z.string(),
  lean: z.object({ version: z.string(), githash: z.string(), repl: z.string() }),
});
export type Versions = z.infer<typeof Versions>;

/**
 * The BullMQ queue for work of these versions. Every version has a queue of its own, so that a worker never even sees
 * work that it must refuse.
 */
export function laneName(queue: string, { ariadne, lean }: Versions): string {
  const hash = createHash('sha256').update(JSON.stringify([ariadne, lean.version, lean.githash, lean.repl]));
  return `${queue}@${hash.digest('hex').slice(0, 12)}`;
}

/** How a worker's versions differ from those that are wanted, in words; `undefined` where they do not. */
export function versionDifference(has: Versions, wanted: Versions): string | undefined {
  const differences = [
    ['Ariadne', has.ariadne, wanted.ariadne],
    ['Lean', has.lean.version, wanted.lean.version],
    ['the commit of Lean', has.lean.githash.slice(0, 12), wanted.lean.githash.slice(0, 12)],
    ['the REPL', has.lean.repl.slice(0, 12), wanted.lean.repl.slice(0, 12)],
  ].filter(([, its, ours]) => its !== ours);
  if (differences.length === 0) return undefined;
  return differences.map(([what, its, ours]) => `${what} is ${its} there and ${ours} here`).join(', ');
}
