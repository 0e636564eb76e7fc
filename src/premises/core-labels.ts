import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { PremiseLabel } from './label.ts';

const file = new URL('../../models/premises/labels.jsonl.gz', import.meta.url);
let loaded: readonly PremiseLabel[] | undefined;

/** What proofs of `Init` and `Std` use that Ariadne has found, as `benchmarks/premises/labels.ts` has written it down. Read once. */
export function coreLabels(): readonly PremiseLabel[] {
  loaded ??= gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => PremiseLabel.parse(JSON.parse(line)));
  return loaded;
}
