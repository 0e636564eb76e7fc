/** The leakage rule: a theorem of a project is proved from what stands before it and what its module imports, and nothing else. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { isStated, sourceFiles } from '../../src/data/benchmark/benchmark.ts';
import { loadBenchmark } from '../../src/data/benchmark/load.ts';
import { type ProjectManifest, textHash } from '../../src/data/benchmark/project-manifest.ts';
import { TheoremOpener, theoremSource } from '../../src/proving/index.ts';
import { openTestLean } from '../lean/open-test-lean.ts';
import { withProject } from '../lean/project/project-folder.ts';

const middle = [
  'import Leak.Imported',
  'theorem before : Sold 0 := imported',
  'theorem target : Sold 0 := imported',
  'theorem behind : Sold 0 := imported',
  '',
].join('\n');

const manifest: ProjectManifest = {
  kind: 'project',
  format: 1,
  scheme: 'random',
  lean: { version: '4.28.0', githash: '' },
  project: { name: 'leak', folder: '.' },
  counts: { listed: 4, excluded: {}, splits: { test: 1 } },
  modules: {
    'Leak.Middle': {
      file: 'Leak/Middle.lean',
      sha256: textHash(middle),
      options: [],
      splits: { test: [{ name: 'target', start: [3, 0], proof: [3, 24], end: [3, 35] }] },
    },
  },
};

const project = {
  'lakefile.toml': 'name = "leak"\n[[lean_lib]]\nname = "Leak"\n',
  'Leak/Imported.lean': 'def Sold (n : Nat) : Prop := n = 0\ntheorem imported : Sold 0 := rfl\n',
  'Leak/Middle.lean': middle,
  'Leak/Later.lean': 'import Leak.Middle\ntheorem later : Sold 0 := target\n',
  'set.json': JSON.stringify(manifest),
};

describe('a theorem of a project', () => {
  it('has its imports and what stands before it, and neither itself nor what comes after it', async () => {
    await withProject(project, async (folder) => {
      const loaded = await loadBenchmark(join(folder, 'set.json'), '', () => Promise.reject(new Error('no Lean')));
      assert.ok(loaded.ok, JSON.stringify(loaded));
      const [theorem] = loaded.value.theorems;
      assert.ok(theorem !== undefined && isStated(theorem));
      await using lean = await openTestLean({ cwd: folder, files: sourceFiles(loaded.value) });
      const opened = await new TheoremOpener(lean).open(theoremSource(theorem));
      assert.ok(opened.ok, JSON.stringify(opened));
      using open = opened.value;
      const [start] = open.states;
      assert.ok(start);
      const tactics = ['exact imported', 'exact before', 'exact target', 'exact behind', 'exact later'];
      const outcomes = await lean.run(start.state, tactics, new AbortController().signal);
      assert.deepEqual(
        outcomes.map(({ kind }, i) => [tactics[i], kind]),
        [
          ['exact imported', 'proved'],
          ['exact before', 'proved'],
          ['exact target', 'error'],
          ['exact behind', 'error'],
          ['exact later', 'error'],
        ],
      );
      // Nor is a generator told of them, and a proof that the search would write could not be judged with them there.
      assert.ok(open.place.kind === 'sorry');
      assert.deepEqual(open.place.file.theorems, ['before', 'target']);
      assert.ok(open.place.file.text.endsWith('theorem target : Sold 0 := by sorry\n'));
      const own = await lean.loadFile('import Leak.Middle\nexample : Sold 0 := by sorry\n', 'Own.lean', undefined, []);
      assert.ok(own.ok);
      assert.match(own.value.messages[0]?.text ?? '', /Leak/, 'its own module is not built for it');
    });
  });
});
