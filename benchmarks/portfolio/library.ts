/**
 * Writes what the portfolio knows of the core library: the theorems of `Init` with the constants of their statements.
 * To be run again when the Lean that comes from npm changes.
 *
 *     node benchmarks/portfolio/library.ts
 */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { packLibrary } from '../../src/generator/portfolio/library.ts';
import { openLean } from '../../src/lean/index.ts';

const generated = /(^|\.)_|\.match_|_private|sizeOf_spec|noConfusion/;

const lean = await openLean();
if (!lean.ok) throw new Error(lean.error.message);
const listed = await lean.value.listPremises({ imports: ['Init'], modules: [], printed: false });
await lean.value.close();
if (!listed.ok) throw new Error(listed.error.message);
const theorems = listed.value
  .filter(({ kind, name }) => kind === 'theorem' && !generated.test(name))
  .toSorted((a, b) => (a.name < b.name ? -1 : 1));
const file = new URL('../../models/portfolio/library.json.gz', import.meta.url);
writeFileSync(file, gzipSync(JSON.stringify(packLibrary(theorems)), { level: 9 }));
console.log(`${theorems.length} theorems`);
