import { readFileSync } from 'node:fs';
import { type Library, unpackLibrary } from './packed-library.ts';

const file = new URL('../../../models/premises/library.json.gz', import.meta.url);
let loaded: Library | undefined;

/** `Init` and `Std`, as `benchmarks/premises/library.ts` has written them down. Read once. */
export function coreLibrary(): Library {
  loaded ??= unpackLibrary(readFileSync(file));
  return loaded;
}
