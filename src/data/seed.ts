import { createHash } from 'node:crypto';

/**
 * A seed in [0, 2³²) that depends on all parts and on nothing else: equal parts give equal seeds on every machine, and
 * neighbouring ones (attempt 3 and 4 of one theorem) give unrelated seeds. The first 32 bits of a SHA-256.
 */
export function deriveSeed(...parts: readonly (string | number)[]): number {
  return createHash('sha256').update(JSON.stringify(parts)).digest().readUInt32BE(0);
}
