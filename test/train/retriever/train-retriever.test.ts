import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Premise } from '../../../src/contracts/premises.ts';
import { DenseSelector, EmbeddingStore, openEmbedder } from '../../../src/premises/dense/index.ts';
import { PremiseIndex } from '../../../src/premises/index.ts';
import { theoremHash } from '../../../src/train/dataset/held-out.ts';
import { readLabels } from '../../../src/train/retriever/labels.ts';
import { defaultRetrieverOptions, type RetrieverOptions } from '../../../src/train/retriever/options.ts';
import { trainRetriever } from '../../../src/train/retriever/train-retriever.ts';
import { temporaryFolder } from '../training.ts';

const subjects = ['add', 'mul', 'sub', 'max', 'min', 'gcd', 'mod', 'div'];
const laws = ['comm', 'assoc', 'zero', 'self'];
const premises: readonly Premise[] = subjects.flatMap((subject) =>
  laws.map((law, line) => ({
    ...{ name: `Nat.${subject}_${law}`, statement: `(n m : Nat) : ${subject} ${law} n m`, module: `M.${subject}` },
    ...{ kind: 'theorem' as const, position: [line + 1, 1] as const, constants: [], head: '', rewrites: true },
    ...{ attributes: [], deprecated: false, statementHash: `${subject} ${law}` },
  })),
);
const libraries = subjects.map((subject) => `M.${subject}`);
/** Uses of each subject stand in a module of their own. */
const index = new PremiseIndex(premises, new Map(subjects.map((subject) => [`Use.${subject}`, libraries])));

const label = (
  theorem: string,
  { split = 'train', statementHash = theorem, uses }: { split?: string; statementHash?: string; uses: string[] },
) =>
  `${JSON.stringify({
    ...{
      theorem,
      module: theorem.replace(/_.*/, ''),
      split,
      state: `n m : Nat\n⊢ ${theorem.replace('Use.', '').replace('_', ' ')} n m`,
      constants: [],
      head: '',
    },
    ...{ premises: uses, proof: 'human', statementHash },
  })}\n`;

/** Each use states in other words what the premise of its name says. */
const labels = subjects.flatMap((subject) =>
  laws.map((law) => label(`Use.${subject}_${law}`, { uses: [`Nat.${subject}_${law}`] })),
);

async function tiny(folder: string, options: Partial<RetrieverOptions> = {}): Promise<RetrieverOptions> {
  const file = join(folder, 'labels.jsonl');
  await writeFile(file, labels.join(''));
  return {
    ...defaultRetrieverOptions,
    labels: [file],
    out: join(folder, 'model'),
    width: 32,
    batchStates: 8,
    steps: 12,
    validationShare: 0.2,
    validateEvery: 5,
    learningRate: 5e-3,
    ...options,
  };
}

async function run(options: RetrieverOptions, stopAfter?: number) {
  const losses: number[] = [];
  const sizes = { examples: 0, validationExamples: 0 };
  const stop = new AbortController();
  const result = await trainRetriever(options, index, {
    now: () => 1.7e12,
    signal: stop.signal,
    report: (event) => {
      if (event.kind === 'begun') Object.assign(sizes, event);
      if (event.kind !== 'step') return;
      losses.push(event.loss);
      if (event.step === stopAfter) stop.abort();
    },
  });
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return { result: result.value, losses, sizes };
}

test('a training that was stopped and resumed goes on bit for bit, and another seed goes otherwise', async (t) => {
  const [whole, parts, other] = [await temporaryFolder(t), await temporaryFolder(t), await temporaryFolder(t)];
  const uninterrupted = await run(await tiny(whole));
  const first = await run(await tiny(parts), 7);
  const second = await run(await tiny(parts, { resume: true }));
  assert.equal(first.result.reason, 'stopped');
  assert.deepEqual([...first.losses, ...second.losses], uninterrupted.losses);
  assert.deepEqual(await readFile(join(parts, 'model/model.onnx')), await readFile(join(whole, 'model/model.onnx')));
  assert.notDeepEqual((await run(await tiny(other, { seed: 1, steps: 3 }))).losses, uninterrupted.losses.slice(0, 3));
});

test('what was trained finds the premise of every state that it has seen', async (t) => {
  const folder = await temporaryFolder(t);
  const { losses } = await run(await tiny(folder, { steps: 100, validationShare: 0, validateEvery: 1000 }));
  assert.ok(losses.at(-1)! < 0.3, `the last loss is ${losses.at(-1)}`);
  const embedder = await openEmbedder(join(folder, 'model'));
  assert.ok(embedder.ok);
  const store = new EmbeddingStore({ folder });
  const selector = await DenseSelector.create({ premises, embedder: embedder.value, store });
  assert.ok(selector.ok);
  const queries = labels.map((line) => ({ state: JSON.parse(line).state as string, constants: [], head: '' }));
  const answers = await selector.value.select(queries, 1);
  await selector.value.close();
  await embedder.value.close();
  const right = answers.filter(([best], i) => best?.premise.name === JSON.parse(labels[i]!).premises[0]);
  assert.ok(right.length >= 0.9 * labels.length, `${right.length} of ${labels.length}`);
});

test('whole modules are kept to validate on', async (t) => {
  const { result, sizes } = await run(await tiny(await temporaryFolder(t), { steps: 5, validationShare: 0.5 }));
  assert.equal(sizes.examples + sizes.validationExamples, labels.length);
  assert.ok(sizes.validationExamples > 0 && sizes.examples > 0);
  assert.equal(sizes.validationExamples % laws.length, 0);
  assert.equal(result.best?.step, 5);
});

test('held-out theorems, what states the same, and the theorem itself give no labels', async (t) => {
  const file = join(await temporaryFolder(t), 'labels.jsonl');
  const uses = ['Nat.add_comm'];
  await writeFile(
    file,
    [
      label('Use.kept', { uses: ['Nat.add_comm', 'Use.kept', 'Nat.unknown'] }),
      label('Use.out', { uses, statementHash: '7' }),
      label('Use.twin', { uses, statementHash: '7' }),
      label('Use.test', { uses, split: 'test' }),
      label('Nat.add_zero', { uses: ['Nat.add_zero'] }),
    ].join(''),
  );
  const byHash = await readLabels([file], index, new Set([theoremHash('Use.out')]));
  assert.ok(byHash.ok);
  assert.deepEqual(
    byHash.value.labels.map(({ theorem, positives }) => [theorem, positives]),
    [
      ['Use.kept', [0]],
      ['Use.test', [0]],
    ],
  );
  assert.equal(byHash.value.leftOut, 2);
  const bySplit = await readLabels([file], index, undefined);
  assert.deepEqual(bySplit.ok && bySplit.value.labels.map(({ theorem }) => theorem), [
    'Use.kept',
    'Use.out',
    'Use.twin',
  ]);
});
