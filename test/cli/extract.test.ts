import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { execa } from 'execa';
import type { ExtractedStep } from '../../src/train/extract/step-record.ts';

const launcher = new URL('../../bin/ariadne.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'ariadne-extract-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const extract = (...args: string[]) =>
  execa(process.execPath, [launcher, 'extract', ...args, '--lean', 'embedded', '--workers', '1'], {
    reject: false,
    cwd: folder,
  });

const steps = (name: string): ExtractedStep[] =>
  readFileSync(join(folder, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

mkdirSync(join(folder, 'Proofs', '.lake'), { recursive: true });
writeFileSync(join(folder, 'Proofs', '.lake', 'Built.lean'), 'theorem built : True := by trivial\n');
writeFileSync(
  join(folder, 'Proofs', 'Swap.lean'),
  [
    '/-- A comment with `theorem x : p := by simp` in it. -/',
    'theorem swap (p q : Prop) (h : p ∧ q) : q ∧ p := by',
    '  constructor',
    '  · exact h.2 -- the second',
    '  · exact h.1',
    '',
    'theorem zero (n : Nat) : 0 + n = n := by',
    '  rw [Nat.zero_add]',
    '',
  ].join('\n'),
);

interface DatasetFile {
  readonly path: string;
  readonly imports: readonly string[];
  readonly premises: readonly {
    readonly full_name: string;
    readonly code: string;
    readonly start: number[];
    readonly end: number[];
  }[];
}

interface DatasetTheorem {
  readonly full_name: string;
  readonly file_path: string;
  readonly start: readonly number[];
  readonly traced_tactics: readonly {
    readonly tactic: string;
    readonly annotated_tactic: readonly [string, readonly { readonly def_path: string; readonly def_pos: number[] }[]];
  }[];
}

/** Reads a dataset as ReProver's `Corpus` does: each file after its imports, every premise of a tactic to be found where it says. */
function assertDataset(dataset: string): void {
  const files = new Map<string, DatasetFile>();
  for (const line of readFileSync(join(dataset, 'corpus.jsonl'), 'utf8').trim().split('\n')) {
    const file: DatasetFile = JSON.parse(line);
    assert.ok(!files.has(file.path), file.path);
    for (const each of file.imports) assert.ok(files.has(each), `${each} stands before ${file.path}`);
    files.set(file.path, file);
  }
  assert.deepEqual(files.get('Herd.lean')?.imports, ['.lake/packages/lean4/src/lean/Init.lean', 'Herd/Basic.lean']);
  assert.deepEqual(
    files.get('Herd/Basic.lean')?.premises.find(({ full_name }) => full_name === 'double_zero'),
    {
      full_name: 'double_zero',
      code: 'theorem double_zero : double 0 = 0 := by\n  rfl',
      start: [2, 1],
      end: [3, 6],
      kind: 'commanddeclaration',
    },
  );
  const core = files.get('.lake/packages/lean4/src/lean/Init/Data/Nat/Basic.lean');
  assert.ok(core?.premises.some(({ full_name }) => full_name === 'Nat.add_right_cancel'));
  const theorems = ['train', 'val', 'test'].flatMap((split): DatasetTheorem[] =>
    JSON.parse(readFileSync(join(dataset, 'novel_premises', `${split}.json`), 'utf8')),
  );
  assert.deepEqual(theorems.map(({ full_name }) => full_name).toSorted(), ['both', 'double_zero', 'wrong']);
  const both = theorems.find(({ full_name }) => full_name === 'both');
  assert.deepEqual([both?.file_path, both?.start], ['Herd.lean', [2, 1]]);
  const rewrite = both?.traced_tactics.find(({ tactic }) => tactic === 'rw [double_zero]')?.annotated_tactic;
  assert.equal(rewrite?.[0], 'rw [<a>double_zero</a>]');
  const at = ([line = 0, column = 0]: readonly number[]) => line * 1000 + column;
  for (const { annotated_tactic } of theorems.flatMap(({ traced_tactics }) => traced_tactics)) {
    for (const { def_path, def_pos } of annotated_tactic[1]) {
      const found = files
        .get(def_path)
        ?.premises.find(({ start, end }) => at(start) <= at(def_pos) && at(def_pos) <= at(end));
      assert.ok(found, JSON.stringify(annotated_tactic));
    }
  }
}

describe('ariadne extract', () => {
  it('writes the steps of the proofs in a folder, with states, positions and the theorems that they name', async () => {
    const { exitCode, stdout, stderr } = await extract('Proofs', '--out', 'steps.jsonl');
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /steps\.jsonl: 4 steps/);
    assert.match(stderr, /Swap\.lean: 2 of 2 proofs whole, 4 of 4 steps replayed/);
    const found = steps('steps.jsonl');
    assert.deepEqual(
      found.map(({ theorem, tactic }) => [theorem, tactic]),
      [
        ['swap', 'constructor'],
        ['swap', 'exact h.2'],
        ['swap', 'exact h.1'],
        ['zero', 'rw [Nat.zero_add]'],
      ],
    );
    const [constructor_, second, , rewrite] = found;
    assert.equal(constructor_?.after?.length, 2);
    assert.match(second?.state ?? '', /⊢ q$/);
    assert.deepEqual(second?.position, { line: 4, column: 5 });
    assert.deepEqual(rewrite?.names, ['Nat.zero_add']);
    assert.equal(rewrite?.module, 'Swap');
  });

  it('traces a Lake project module by module, with premises where they are declared, and does not do it twice', async () => {
    mkdirSync(join(folder, 'project', 'Herd'), { recursive: true });
    const file = (name: string, ...lines: string[]) =>
      writeFileSync(join(folder, 'project', name), `${lines.join('\n')}\n`);
    file('lakefile.toml', 'name = "herd"', '[[lean_lib]]', 'name = "Herd"');
    file('Herd/Basic.lean', 'def double (n : Nat) : Nat := n + n', 'theorem double_zero : double 0 = 0 := by', '  rfl');
    file(
      'Herd.lean',
      'import Herd.Basic',
      'theorem both : double 0 = 0 ∧ True := by',
      '  refine ⟨by rw [double_zero], ?_⟩',
      '  trivial',
      'theorem wrong : double 0 = 1 := by',
      '  rfl',
    );
    const first = await extract('project', '--out', 'project.jsonl', '--failures', 'failures.jsonl');
    assert.equal(first.exitCode, 0, first.stderr);
    assert.match(
      first.stdout,
      /herd: 2 modules of 2; 2 of 3 proofs whole, 4 of 5 steps replayed; left out: 1 elaboration/,
    );
    const rewrite = steps('project.jsonl').find(({ tactic }) => tactic === 'rw [double_zero]');
    assert.deepEqual([rewrite?.theorem, rewrite?.module, rewrite?.theoremPosition?.line], ['both', 'Herd', 2]);
    const premise = rewrite?.premises?.find(({ name }) => name === 'double_zero');
    assert.deepEqual(premise, {
      name: 'double_zero',
      module: 'Herd.Basic',
      kind: 'theorem',
      named: true,
      position: { line: 2, column: 1 },
    });
    assert.match(readFileSync(join(folder, 'failures.jsonl'), 'utf8'), /"theorem":"wrong".*"reason":"elaboration"/);
    const again = await extract('project', '--out', 'again.jsonl', '--leandojo', 'dojo');
    assert.match(again.stderr, /Herd\.Basic: .* \(as before\)/);
    assert.deepEqual(steps('again.jsonl'), steps('project.jsonl'));
    assertDataset(join(folder, 'dojo'));
  });

  it('leaves the steps of held-out theorems out', async () => {
    const heldOut = {
      name: 'swap',
      split: 'test',
      source: '',
      license: '',
      header: '',
      statement: 'theorem swap : True',
    };
    writeFileSync(join(folder, 'held.jsonl'), `${JSON.stringify(heldOut)}\n`);
    const { exitCode, stdout, stderr } = await extract('Proofs', '--out', 'rest.jsonl', '--held-out', 'held.jsonl');
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /1 steps .*3 of held-out theorems/);
    assert.deepEqual(
      steps('rest.jsonl').map(({ theorem }) => theorem),
      ['zero'],
    );
  });

  it('names a source that is not there, and a folder without Lean files', async () => {
    const missing = await extract('Nowhere', '--out', 'none.jsonl');
    assert.equal(missing.exitCode, 2);
    assert.match(missing.stderr, /Nowhere does not exist/);
    mkdirSync(join(folder, 'Empty'), { recursive: true });
    const empty = await extract('Empty', '--out', 'none.jsonl');
    assert.equal(empty.exitCode, 2);
    assert.match(empty.stderr, /no Lean files in Empty/);
  });
});
