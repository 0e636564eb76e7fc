/**
 * Writes down the premises that come with Lean: theorems and definitions of `Init` and `Std`, with their statements. To be run
 * again when the Lean that comes from npm changes.
 *
 *     node benchmarks/premises/library.ts
 */
import { writeFileSync } from 'node:fs';
import { packLibrary } from '../../src/data/library/packed-library.ts';
import { openLean } from '../../src/lean/index.ts';
import { listModules } from '../../src/premises/index.ts';

const lean = await openLean({ workers: 2 });
if (!lean.ok) throw new Error(lean.error.message);
const start = performance.now();
const isWanted = (module: string): boolean => /^(?:Init|Std)(?:\.|$)/.test(module);
const library = await listModules(lean.value, { imports: ['Init', 'Std'], isWanted });
await lean.value.close();
if (!library.ok) throw new Error(library.error.message);
const bytes = packLibrary(library.value);
writeFileSync(new URL('../../models/premises/library.json.gz', import.meta.url), bytes);
const { premises, imports } = library.value;
const seconds = ((performance.now() - start) / 1000).toFixed(0);
console.log(`${premises.length} premises of ${imports.size} modules, ${bytes.length} bytes, ${seconds} s`);
