import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { Premise } from '../../../src/contracts/premises.ts';
import { ok } from '../../../src/data/result.ts';
import { DialectRemoval } from '../../../src/premises/dense/dialect.ts';
import { type Embedder, normalize, rowOf, type Vectors } from '../../../src/premises/dense/embedder.ts';
import { EmbeddingStore } from '../../../src/premises/dense/embedding-store.ts';
import { NearestRows } from '../../../src/premises/dense/nearest.ts';
import { type Passage, statementPassage, textOf } from '../../../src/premises/dense/passage.ts';
import { DenseSelector } from '../../../src/premises/dense/selector.ts';
import { fitTokens } from '../../../src/premises/dense/text.ts';

const dotOf = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, x, i) => sum + x * b[i]!, 0);

/** Counts letters, and remembers which texts it was given. */
class LetterEmbedder implements Embedder {
  readonly name: string;
  readonly asked: string[] = [];

  constructor(name = 'letters') {
    this.name = name;
  }

  async embed(passages: readonly Passage[]) {
    const texts = passages.map(textOf);
    this.asked.push(...texts);
    const data = new Float32Array(texts.length * 26);
    for (const [row, text] of texts.entries()) {
      for (const letter of text.toLowerCase()) {
        const place = letter.charCodeAt(0) - 97;
        if (place >= 0 && place < 26) data[row * 26 + place] = data[row * 26 + place]! + 1;
      }
    }
    return ok(normalize({ width: 26, data }));
  }

  async close(): Promise<void> {}
}

async function temporaryStore(context: TestContext): Promise<{ store: EmbeddingStore; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'ariadne-dense-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return { store: new EmbeddingStore({ folder }), folder };
}

const premise = (name: string, statement: string): Premise => ({
  ...{ name, statement, kind: 'theorem', module: 'M', constants: [], head: '', rewrites: false },
  ...{ attributes: [], deprecated: false, statementHash: statement },
});

const saying = (...statements: readonly string[]) =>
  statements.map((statement) => statementPassage(premise('', statement)));

const query = (state: string) => ({ state, constants: [], head: '' });

test('the nearest rows are those of a sort of all products, whatever is asked for and allowed', async () => {
  // Values that half precision holds exactly, with many ties among their products.
  const value = fc.integer({ min: -4, max: 4 });
  const matrix = fc
    .integer({ min: 1, max: 40 })
    .chain((count) => fc.array(value, { minLength: 3 * count, maxLength: 3 * count }));
  const queries = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      matrix,
      queries,
      fc.integer({ min: 0, max: 50 }),
      fc.integer({ min: 1, max: 5 }),
      async (data, asked, most, step) => {
        const rows = { width: 3, data: Float32Array.from(data) };
        const wanted = (query: number, place: number) => (place + query) % step === 0;
        const nearest = await NearestRows.create(rows);
        const found = await nearest.find({ width: 3, data: Float32Array.from(asked.flat()) }, most, wanted);
        await nearest.close();
        const expected = asked.map((vector, i) =>
          Array.from({ length: data.length / 3 }, (_, place) => ({
            place,
            score: dotOf(vector, rowOf(rows, place)) + 0,
          }))
            .filter(({ place }) => wanted(i, place))
            .toSorted((a, b) => b.score - a.score || a.place - b.place)
            .slice(0, most),
        );
        assert.deepEqual(
          found.map((list) => list.map(({ place, score }) => ({ place, score: score + 0 }))),
          expected,
        );
      },
    ),
    { numRuns: 40, seed: 1 },
  );
});

test('only new statements are embedded, and those of another model are its own', async (t) => {
  const { store } = await temporaryStore(t);
  const first = new LetterEmbedder();
  const before = await store.statements(first, saying('abc', 'abd'));
  const again = new LetterEmbedder();
  const after = await store.statements(again, saying('abd', 'xyz', 'abc'));
  assert.deepEqual(again.asked, ['xyz']);
  assert.ok(before.ok && after.ok);
  assert.deepEqual(rowOf(after.value, 2), rowOf(before.value, 0));
  assert.deepEqual(rowOf(after.value, 0), rowOf(before.value, 1));
  const other = new LetterEmbedder('other');
  await store.statements(other, saying('abc', 'abd'));
  assert.deepEqual(other.asked, ['abc', 'abd']);
});

test('what is in the cache is what was embedded, rounded to 16 bits, and takes two bytes a number', async (t) => {
  const { store, folder } = await temporaryStore(t);
  const fresh = await store.statements(new LetterEmbedder(), saying('abc', 'aab'));
  const embedder = new LetterEmbedder();
  const cached = await store.statements(embedder, saying('abc', 'aab'));
  assert.deepEqual(cached, fresh);
  assert.deepEqual(embedder.asked, []);
  assert.equal((await readdir(join(folder, 'embeddings'))).length, 1);
});

test('premises are found by cosine, as far as they are accessible', async (t) => {
  const { store } = await temporaryStore(t);
  const premises = [premise('aa', 'aab'), premise('zz', 'zzy'), premise('ab', 'abb')];
  const selector = await DenseSelector.create({ premises, embedder: new LetterEmbedder(), store });
  assert.ok(selector.ok);
  const isAccessible = ({ name }: Premise) => name !== 'aa';
  const answers = await selector.value.select([query('aaab'), { ...query('aaab'), isAccessible }], 2);
  await selector.value.close();
  assert.deepEqual(
    answers.map((answer) => answer.map((ranked) => ranked.premise.name)),
    [
      ['aa', 'ab'],
      ['ab', 'zz'],
    ],
  );
});

/** Pairs of a state and a statement that say the same in a shared part, each kind with an offset of its own. */
function twoDialects(): { states: Vectors; statements: Vectors; namespaces: string[] } {
  const content = Array.from({ length: 60 }, (_, i) => [Math.sin(i * 1.7), Math.cos(i * 2.3), Math.sin(i * 0.9 + 1)]);
  const vectors = (offset: readonly number[]): Vectors =>
    normalize({ width: 5, data: Float32Array.from(content.flatMap((x) => [...x, ...offset])) });
  return { states: vectors([1, 0]), statements: vectors([-1, 2]), namespaces: content.map(() => 'N') };
}

test('without their dialects, kinds of text lie around one centre, and one direction tells them apart no more', () => {
  const sample = twoDialects();
  const gap = (states: Vectors, statements: Vectors): number => {
    const center = (vectors: Vectors) =>
      [0, 1, 2, 3, 4].map((i) => vectors.data.reduce((sum, x, place) => sum + (place % 5 === i ? x : 0), 0) / 60);
    const [a, b] = [center(states), center(statements)];
    return Math.hypot(...a.map((x, i) => x - b[i]!));
  };
  const before = gap(sample.states, sample.statements);
  for (const options of [
    { kinds: true, namespaces: false, directions: 0 },
    { kinds: false, namespaces: false, directions: 2 },
    { kinds: true, namespaces: true, directions: 1 },
  ]) {
    const removal = DialectRemoval.fit(sample, options);
    const after = gap(removal.states(sample.states), removal.statements(sample.statements, sample.namespaces));
    assert.ok(after < before / 4, `${JSON.stringify(options)}: ${after} after ${before}`);
  }
});

test('a long text loses its middle', () => {
  assert.deepEqual(fitTokens([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 8), [1, 2, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(fitTokens([1, 2, 3], 8), [1, 2, 3]);
});
