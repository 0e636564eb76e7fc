import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sampleTheorems } from '../../../src/data/benchmark/benchmark.ts';
import { loadBenchmark } from '../../../src/data/benchmark/load.ts';
import { ok } from '../../../src/data/result.ts';
import { type Lean, openLean } from '../../../src/lean/index.ts';

const manifests = join(import.meta.dirname, '..', '..', '..', 'benchmarks', 'library');

async function sampleOf(scheme: 'random' | 'novel', size: number) {
  const loaded = await loadBenchmark(join(manifests, `${scheme}.json.gz`), 'test', async () =>
    ok({ written: [], sorries: [], errors: [] }),
  );
  assert.ok(loaded.ok);
  return sampleTheorems(loaded.value, size).theorems;
}

describe('a theorem of the library benchmark', () => {
  let lean: Lean;
  before(async () => {
    const opened = await openLean({ workers: 1, lean: 'embedded' });
    assert.ok(opened.ok);
    lean = opened.value;
  });
  after(() => lean.close());

  for (const scheme of ['random', 'novel'] as const) {
    it(`cannot be proved by its own name (${scheme} split)`, async (context) => {
      const { signal } = new AbortController();
      for (const { id, module } of await sampleOf(scheme, 6)) {
        const started = await lean.startLibrary({ library: id, module });
        assert.ok(started.ok, id);
        const [root] = started.value;
        const outcomes = await lean.run(root!.state, [`exact @${id}`, `apply ${id}`, 'skip'], signal);
        assert.deepEqual(
          outcomes.map(({ kind }) => kind),
          ['error', 'error', 'progress'],
          id,
        );
        assert.match(outcomes[0]?.kind === 'error' ? outcomes[0].message : '', /[Uu]nknown/, id);
        lean.release([root!.state]);
        context.diagnostic(`${id} (${module})`);
      }
    });
  }
});
