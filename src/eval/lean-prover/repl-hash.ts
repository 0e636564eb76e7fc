import { createHash } from 'node:crypto';
import type { Lean } from '../../lean/index.ts';
import { embeddedSource, nativeSource } from '../../lean/sources.ts';

/** SHA-256 of the REPL that this Lean runs, for manifests. */
export function replHash({ command }: Pick<Lean, 'command'>): string {
  const source = command.kind === 'embedded' ? embeddedSource() : nativeSource();
  return createHash('sha256').update(source.text).digest('hex');
}
