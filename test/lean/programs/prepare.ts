/** Prepares an embedded Lean with a small source of its own, in the cache folder that is given; prints every event. */

import { prepare } from '../../../src/lean/embedded/image/prepare.ts';
import { preparedPaths } from '../../../src/lean/embedded/image/prepared.ts';
import { findPackage } from '../../../src/lean/embedded/wasm/package.ts';
import { LeanSource } from '../../../src/lean/sources.ts';

const [cache = '', body = ''] = process.argv.slice(2);
const found = findPackage();
if (!found.ok) throw new Error(found.error.message);
const header = 'public meta section\nnamespace Ariadne\n';
const source = new LeanSource(`${header}${body}\nend Ariadne\nend\n`, [
  { file: 'Header.lean', line: 1 },
  { file: 'Body.lean', line: 3 },
]);
const paths = preparedPaths(cache, found.value, source, []);
const print = (value: unknown): void => console.log(JSON.stringify(value));
const prepared = await prepare({ paths, leanPackage: found.value, source, warmUp: [] }, print);
print(prepared.ok ? { kind: 'ok' } : { kind: 'problem', ...prepared.error });
