import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { execa } from 'execa';
import { loadBenchmark } from '../../src/data/benchmark/load.ts';
import type { ProjectManifest } from '../../src/data/benchmark/project-manifest.ts';
import { withProject } from '../lean/project/project-folder.ts';

const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;
const settings = ['--lean', 'embedded', '--workers', '1'];
const noLean = () => Promise.reject(new Error('a manifest needs no Lean'));

/** What can be a benchmark stands beside what cannot: proved together with others, private, or not proved. */
const project = {
  'lakefile.toml': 'name = "barn"\n[leanOptions]\nautoImplicit = false\n[[lean_lib]]\nname = "Barn"\n',
  'lean-toolchain': 'leanprover/lean4:v4.28.0',
  'Barn.lean': 'import Barn.Stalls\n',
  'Barn/Basic.lean': [
    'def double (n : Nat) : Nat := n + n',
    '/-- `:= by sorry` -/',
    'theorem double_eq (n : Nat) : double n = 2 * n -- by omega',
    '    := by unfold double; omega',
    'def Fits (n : Nat) : Prop := n ≤ 4',
    'theorem fits_four : Fits 4 := Nat.le_refl 4',
    '',
  ].join('\n'),
  'Barn/Stalls.lean': [
    'import Barn.Basic',
    'namespace Barn',
    'theorem fits (n : Nat) (h : n = double 2) : Fits n := by',
    '  rw [h]',
    '  exact fits_four',
    'theorem cases : ∀ n : Nat, n = 0 ∨ 0 < n',
    '  | 0 => .inl rfl',
    '  | n + 1 => .inr (Nat.succ_pos n)',
    'theorem early : double 3 = 6 := by',
    '  rfl',
    'theorem open_one : double 4 = 8 := by sorry',
    'private theorem own : True := trivial',
    'mutual',
    'theorem even : True := trivial',
    'theorem odd : True := trivial',
    'end',
    'end Barn',
    '',
  ].join('\n'),
};

describe('ariadne dataset project', () => {
  it('makes two benchmarks of the theorems, by name and place, that `eval` takes with each in its own environment', async () => {
    await withProject(project, async (folder, write) => {
      const run = (...args: string[]) =>
        execa(process.execPath, [launcher, ...args, ...settings], { reject: false, cwd: folder });
      const made = await run('dataset', 'project', '.', '--out', 'sets');
      assert.equal(made.exitCode, 0, made.stderr);
      assert.match(
        made.stdout,
        /^sets.random\.json\.gz: 9 theorems listed; .*left out: 2 mutual, 1 private, 1 unproved$/m,
      );
      const path = join(folder, 'sets', 'random.json.gz');
      const manifest: ProjectManifest = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'));
      assert.deepEqual([manifest.scheme, manifest.project], ['random', { name: 'barn', folder: '..' }]);
      assert.doesNotMatch(JSON.stringify(manifest.modules), /omega|double 3/);

      const loaded = await loadBenchmark(path, '', noLean);
      assert.ok(loaded.ok, JSON.stringify(loaded));
      const texts = new Map(loaded.value.theorems.map((each) => [each.id, each.kind === 'sorry' ? each.text : '']));
      assert.deepEqual([...texts.keys()].toSorted(), [
        'Barn.cases',
        'Barn.early',
        'Barn.fits',
        'double_eq',
        'fits_four',
      ]);
      assert.ok(texts.get('double_eq')?.endsWith('double n = 2 * n -- by omega\n    := by sorry\n'));
      assert.ok(texts.get('Barn.cases')?.endsWith('n = 0 ∨ 0 < n\n  := by sorry\n'));
      assert.deepEqual(
        new Set(loaded.value.theorems.map((each) => each.kind === 'sorry' && each.options?.[0]?.name)),
        new Set(['autoImplicit']),
      );

      const measured = await run(
        'eval',
        'sets/random.json.gz',
        '--checks',
        '60',
        '--generator',
        'portfolio',
        '--out',
        'run',
      );
      assert.equal(measured.exitCode, 0, measured.stderr);
      const attempts = readFileSync(join(folder, 'run', 'attempts.jsonl'), 'utf8')
        .trim()
        .split('\n');
      const outcomes = new Map(
        attempts.map((line) => {
          const { theorem, outcome } = JSON.parse(line) as { theorem: string; outcome: { kind: string } };
          return [theorem, outcome.kind] as const;
        }),
      );
      assert.equal(outcomes.get('Barn.early'), 'proved');
      assert.equal(outcomes.get('double_eq'), 'proved');
      assert.ok(![...outcomes.values()].includes('invalid-statement'), JSON.stringify([...outcomes]));

      write('Barn/Basic.lean', `${project['Barn/Basic.lean']}-- changed\n`);
      const changed = await loadBenchmark(path, '', noLean);
      assert.ok(!changed.ok);
      assert.deepEqual(
        [changed.error.code, changed.error.where?.file],
        ['project-changed', join(folder, 'Barn', 'Basic.lean')],
      );
    });
  });
});
