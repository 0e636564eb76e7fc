import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { fileOptions } from '../../../src/lean/project/file-options.ts';
import { openTestLean } from '../open-test-lean.ts';
import { withProject } from './project-folder.ts';

const lakefile = `name = "strict"
[leanOptions]
weak.warningAsError = true
autoImplicit = false
[[lean_lib]]
name = "Strict"
leanOptions = { maxRecDepth = 700 }
`;

/** Lean makes `p` a variable by itself, unless the options forbid that. */
const text = 'theorem t (h : p) : p ∧ p := by\n  sorry\n';
const files = { 'lakefile.toml': lakefile, 'Strict.lean': text, 'Scratch.lean': text };

describe('options of a project', () => {
  it('are those of the library for its modules, those of the package for other files in it, and none elsewhere', async () => {
    await withProject(files, (folder) => {
      const names = (path: string) => fileOptions(path).map(({ name, value }) => `${name}=${value}`);
      assert.deepEqual(names(join(folder, 'Strict.lean')), ['autoImplicit=false', 'maxRecDepth=700']);
      assert.deepEqual(names(join(folder, 'Scratch.lean')), ['autoImplicit=false']);
      assert.deepEqual(names(pathToFileURL(join(folder, 'Scratch.lean')).href), ['autoImplicit=false']);
      assert.deepEqual(names(join(folder, 'NotThere.lean')), []);
      assert.deepEqual(names('untitled:Untitled-1'), []);
      assert.deepEqual(names(join(folder, '..')), []);
    });
  });

  it('hold where a file is loaded, where its goals are asked for, and for the judge', async () => {
    await withProject(files, async (folder) => {
      await using lean = await openTestLean();
      const completed = text.replace('sorry', 'exact ⟨h, h⟩');
      const strict = join(folder, 'Scratch.lean');
      for (const [fileName, isStrict] of [
        [strict, true],
        [pathToFileURL(strict).href, true],
        ['Elsewhere.lean', false],
      ] as const) {
        const loaded = await lean.loadFile(text, fileName);
        const goals = await lean.goalsAt({ text, fileName }, [text.indexOf('sorry')]);
        const checked = await lean.checkProof({ original: text, completed, fileName, declarations: [0] });
        assert.ok(loaded.ok && goals.ok && checked.ok);
        const isError = ({ severity }: { severity: string }) => severity === 'error';
        assert.equal(loaded.value.messages.some(isError), isStrict, fileName);
        assert.equal(goals.value.messages.some(isError), isStrict, fileName);
        assert.equal(checked.value.results[0]?.verdict, isStrict ? 'rejected' : 'verified', fileName);
      }
    });
  });

  it('reach a file that `prove` is given by a path from where it runs', async () => {
    await withProject({ ...files, 'Good.lean': text.replace('t (h', 't (p : Prop) (h') }, async (folder) => {
      const launcher = new URL('../../../bin/ariadne.js', import.meta.url).pathname;
      const prove = (file: string) =>
        execa(
          process.execPath,
          [launcher, 'prove', file, '--lean', 'embedded', '--generator', 'portfolio', '--workers', '1'],
          { cwd: folder, reject: false },
        );
      const strict = await prove('Strict.lean');
      assert.equal(strict.exitCode, 1, strict.stderr);
      assert.match(strict.stdout + strict.stderr, /unknown identifier `p`/i);
      const good = await prove('Good.lean');
      assert.equal(good.exitCode, 0, good.stdout + good.stderr);
    });
  });
});
