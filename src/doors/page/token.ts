import { randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * A secret that only whoever started the server knows. A Lean file can run programs where a native Lean elaborates it,
 * so that the server must not elaborate files of whoever reaches its port: other people on the same machine, say.
 */
export const newToken = (): string => randomBytes(24).toString('base64url');

/** Compares in a time that says nothing of where two tokens differ. */
export function isToken(offered: string | undefined, token: string): boolean {
  const [a, b] = [Buffer.from(offered ?? ''), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
