/**
 * What asking for premises costs, over 50,000 of the core library: milliseconds a query, one by one and in batches, how long
 * an index takes to be made, and what it takes in the cache. Processor time stands beside the time on the clock, for machines
 * that have other work.
 *
 *     node benchmarks/premises/queries.ts [FOLDER-OF-A-RETRIEVER]
 */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PremiseSelector } from '../../src/contracts/premises.ts';
import { coreLibrary } from '../../src/data/library/core-library.ts';
import {
  accessibleTo,
  Bm25Selector,
  coreLabels,
  DenseSelector,
  denseFusionMembers,
  EmbeddingStore,
  FusedSelector,
  fittingLabels,
  fusionMembers,
  MepoSelector,
  NaiveBayesSelector,
  NeighbourSelector,
  openEmbedder,
  PremiseIndex,
  RaritySelector,
  readFusion,
  StructureSelector,
} from '../../src/premises/index.ts';

const size = 50_000;
const asked = 256;
const batch = 64;
const retriever = process.argv[2] ?? fileURLToPath(new URL('../../models/retriever', import.meta.url));

const { premises: all, imports } = coreLibrary();
const premises = all.slice(0, size);
const index = new PremiseIndex(premises, imports);
const labels = coreLabels();
const proved = fittingLabels(labels);
const every = Math.floor(labels.length / asked);
const queries = labels
  .filter((_, place) => place % every === 0)
  .slice(0, asked)
  .map((label) => ({ ...label, isAccessible: accessibleTo(index, label) }));

interface Cost {
  readonly wall: number;
  readonly processor: number;
}

async function timed<T>(work: () => T | Promise<T>): Promise<Cost & { readonly value: T }> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, wall: performance.now() - start, processor: (user + system) / 1000 };
}

const folder = await mkdtemp(join(tmpdir(), 'ariadne-queries-'));
async function dense(): Promise<PremiseSelector> {
  const embedder = await openEmbedder(retriever);
  if (!embedder.ok) throw new Error(embedder.error.message);
  const selector = await DenseSelector.create({
    premises,
    embedder: embedder.value,
    store: new EmbeddingStore({ folder }),
  });
  if (!selector.ok) throw new Error(selector.error.message);
  return selector.value;
}

async function fusedWithDense(): Promise<PremiseSelector> {
  const weights = await readFusion(retriever);
  if (!weights.ok) throw new Error(weights.error.message);
  return new FusedSelector([...denseFusionMembers(index, proved), await dense()], weights.value);
}

const makers: readonly (readonly [name: string, make: () => PremiseSelector | Promise<PremiseSelector>])[] = [
  ['rarity', () => new RaritySelector(premises)],
  ['bm25', () => new Bm25Selector(premises)],
  ['mepo', () => new MepoSelector(premises)],
  ['naive-bayes', () => new NaiveBayesSelector(index, proved)],
  ['neighbours', () => new NeighbourSelector(index, proved)],
  ['fused', () => new FusedSelector(fusionMembers(index, proved))],
  ['dense', dense],
  ['dense, from the cache', dense],
  ['structure', () => new StructureSelector(premises)],
  ['fused, with dense', fusedWithDense],
];

const both = ({ wall, processor }: Cost, by: number, digits: number): string =>
  `${(wall / by).toFixed(digits)} (${(processor / by).toFixed(digits)})`;

console.log(`${premises.length} premises, ${queries.length} goals; clock, and processor in brackets\n`);
console.log('| selector | made in s | ms a query alone | ms a query of 64 at once | MB in the cache |');
console.log('| --- | --- | --- | --- | --- |');
for (const [name, make] of makers) {
  const made = await timed(make);
  const selector = made.value;
  await selector.select(queries.slice(0, 8), 100);
  const alone = await timed(async () => {
    for (const query of queries) await selector.select([query], 100);
  });
  const together = await timed(async () => {
    for (let from = 0; from < asked; from += batch) await selector.select(queries.slice(from, from + batch), 100);
  });
  const cells = [
    name,
    both(made, 1000, 1),
    both(alone, queries.length, 1),
    both(together, queries.length, 1),
    ((await bytesBelow(folder)) / 2 ** 20).toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
await rm(folder, { recursive: true });

async function bytesBelow(path: string): Promise<number> {
  const files = await readdir(path, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => stat(join(file.parentPath, file.name))),
  );
  return sizes.reduce((sum, { size: bytes }) => sum + bytes, 0);
}
