import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { cacheFolder } from '../../../src/lean/cache.ts';
import { buildProject, inspectProject, openLean, type ProjectEvent } from '../../../src/lean/index.ts';
import { withProject } from './project-folder.ts';

/** Never built before, so that nothing of it is in the cache. */
const project = () => ({
  'lakefile.toml': 'name = "fresh"\n[leanOptions]\nautoImplicit = false\n[[lean_lib]]\nname = "Fresh"\n',
  'lean-toolchain': 'leanprover/lean4:v4.28.0',
  'Fresh.lean': 'import Fresh.Plain\nimport Fresh.Exposed\nimport Fresh.Wrong\n#guard fortyMore 2 == 42\n',
  'Fresh/Plain.lean': `-- ${randomUUID()}
def double (n : Nat) : Nat := n + n
theorem double_eq (n : Nat) : double n = 2 * n := by unfold double; omega
macro "easily" : tactic => \`(tactic| first | rfl | omega)
`,
  'Fresh/Exposed.lean': `module
-- ${randomUUID()}
@[expose] public section
def triple (n : Nat) : Nat := n + n + n
theorem triple_eq (n : Nat) : triple n = 3 * n := by unfold triple; omega
@[noinline] def fortyMore (n : Nat) : Nat := n + 40
theorem unproved (n : Nat) : triple n = 4 * n := sorry
theorem restsOnIt (n : Nat) : 4 * n = triple n := (unproved n).symm
`,
  'Fresh/Wrong.lean': `import Fresh.Plain
theorem wrong (n : Nat) : double n = n := by omega
theorem right (n : Nat) : double n = n + n := by easily
theorem restsOnWrong (n : Nat) : n = double n := (wrong n).symm
`,
});

async function builtBy(folder: string, modules: readonly string[] = []): Promise<readonly ProjectEvent[]> {
  const events: ProjectEvent[] = [];
  const onEvent = (event: ProjectEvent): void => void events.push(event);
  const { signal } = new AbortController();
  const built = await buildProject(folder, modules, process.env, { workers: 1, signal, onEvent });
  assert.ok(built.ok, JSON.stringify(built));
  return events;
}

/** What the cache holds of a module, but for the record of how long it took: SHA-256 by name. */
function filesOf(module: string) {
  const modules = join(cacheFolder(process.env), 'modules');
  const isIts = (key: string): boolean => {
    const record = join(modules, key, 'record.json');
    return existsSync(record) && JSON.parse(readFileSync(record, 'utf8')).module === module;
  };
  const folder = join(modules, readdirSync(modules).find(isIts) ?? assert.fail(`${module} is not there`));
  const names = readdirSync(folder).filter((name) => name !== 'record.json');
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  return { folder, hashes: Object.fromEntries(names.map((name) => [name, hash(name)])) };
}

const finished = (events: readonly ProjectEvent[]) =>
  events.flatMap((event) => (event.kind === 'module-finished' ? [event] : []));

describe('a project, built by the embedded Lean', () => {
  it('is built once, with errors told by module and place, and its modules are imported by files in it', async () => {
    await withProject(project(), async (folder, write) => {
      const modules = finished(await builtBy(folder));
      const found = modules.map(({ module, outcome }) => [
        module,
        outcome.kind === 'compiled' ? outcome.record.errors.map(({ position }) => position.line) : outcome.kind,
      ]);
      assert.deepEqual(Object.fromEntries(found), {
        'Fresh.Plain': [],
        'Fresh.Exposed': [],
        'Fresh.Wrong': [2],
        Fresh: [],
      });
      const unproved = modules.flatMap(({ outcome }) =>
        outcome.kind === 'compiled' ? outcome.record.unproved.map(({ name, axioms }) => [name, axioms.join()]) : [],
      );
      assert.deepEqual(Object.fromEntries(unproved), {
        unproved: 'sorryAx',
        restsOnIt: 'sorryAx',
        wrong: 'sorryAx',
        restsOnWrong: 'sorryAx',
      });
      assert.deepEqual(finished(await builtBy(folder)), []);

      write('Work.lean', 'import Fresh\nexample (n : Nat) : triple n = double n + n := by sorry\n');
      const opened = await openLean({ lean: 'embedded', files: [join(folder, 'Work.lean')] });
      assert.ok(opened.ok, JSON.stringify(opened));
      await using lean = opened.value;
      const file = await lean.loadFile(
        `import Fresh\nexample (n : Nat) : triple n = double n + n := by sorry\n`,
        'Work.lean',
      );
      assert.ok(file.ok, JSON.stringify(file));
      const started = await lean.startSorry(file.value, 0);
      assert.ok(started.ok, JSON.stringify(started));
      const [state] = started.value;
      assert.ok(state);
      const outcomes = await lean.run(
        state.state,
        ['rw [double_eq, triple_eq]; easily', 'rw [nowhere]'],
        new AbortController().signal,
      );
      assert.deepEqual(
        outcomes.map(({ kind }) => kind),
        ['proved', 'error'],
      );

      // What is stored without its proof, and has none, is no better than an axiom.
      const original = 'module\nimport Fresh.Exposed\ntheorem t (n : Nat) : 4 * n = triple n := by sorry\n';
      const completed = original.replace('sorry', 'exact restsOnIt n');
      const checked = await lean.checkProof({ original, completed, fileName: 'Work.lean', declarations: [0] });
      assert.ok(checked.ok, JSON.stringify(checked));
      const [verdict] = checked.value.results;
      assert.deepEqual([verdict?.verdict, verdict?.reason, verdict?.axioms], ['rejected', 'axiom', ['restsOnIt']]);
    });
  });

  it('has the same files of a module whatever was built before it', async () => {
    const root = `Beside${randomUUID().replaceAll('-', '')}`;
    const files = {
      'lakefile.toml': `name = "beside"\n[[lean_lib]]\nname = "${root}"\nglobs = ["${root}.+"]\n`,
      'lean-toolchain': 'leanprover/lean4:v4.28.0',
      // Registers an extension, which lives in the memory of whatever imports it.
      [`${root}/Marks.lean`]: 'import Lean\nregister_simp_attr beside_marks\n',
      [`${root}/Marked.lean`]: `import ${root}.Marks\n@[beside_marks] theorem marked (n : Nat) : n + 0 = n := rfl\n`,
      [`${root}/Tree.lean`]: `import ${root}.Marks
inductive Tree (α : Type) | leaf | node (left : Tree α) (value : α) (right : Tree α)
  deriving Repr, BEq
def Tree.size {α : Type} : Tree α → Nat | leaf => 0 | node l _ r => l.size + 1 + r.size
inductive Tree.Full {α : Type} : Tree α → Prop | leaf : Full .leaf | node {l v r} : Full l → Full r → Full (.node l v r)
@[specialize] def Tree.foldM {m : Type → Type} [Monad m] {α β : Type} (f : β → α → m β) : β → Tree α → m β
  | b, .leaf => pure b
  | b, .node l v r => do let b ← foldM f b l; let b ← f b v; foldM f b r
def total (t : Tree Nat) : Option Nat := t.foldM (fun a b => if b = 0 then none else some (a + b)) 0
theorem size_full (t : Tree Nat) (h : t.Full) : 0 ≤ t.size := by cases h <;> simp
`,
      [`${root}/Plain.lean`]:
        'def count (xs : List Nat) : Nat := xs.foldl (· + ·) 0\ntheorem plain : count [] = 0 := rfl\n',
    };
    await withProject(files, async (folder) => {
      const built = finished(await builtBy(folder)).map(({ module }) => module);
      assert.equal(built.at(-1), `${root}.Plain`);
      const beside = filesOf(`${root}.Plain`);
      rmSync(beside.folder, { recursive: true });
      await builtBy(folder, [`${root}.Plain`]);
      assert.deepEqual(filesOf(`${root}.Plain`), beside);
    });
  });

  it('survives being killed at any moment: what is there is whole, and the rest is built later', async () => {
    await withProject(project(), async (folder) => {
      const builder = new URL('./build-and-wait.ts', import.meta.url);
      const child = fork(builder, [folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      // The first module is kept; the second is under way.
      await once(child, 'message');
      child.kill('SIGKILL');
      await once(child, 'exit');
      const rest = finished(await builtBy(folder)).map(({ module }) => module);
      assert.equal(rest.length, 3, rest.join());
      assert.deepEqual(finished(await builtBy(folder)), []);
      const left = readdirSync(join(cacheFolder(process.env), 'modules')).filter((name) =>
        name.startsWith(`build-${child.pid}-`),
      );
      assert.deepEqual(left, []);
    });
  });
});

describe('a file that imports what is not there', () => {
  const open = async (folder: string, file: string) => {
    const opened = await openLean({ lean: 'embedded', files: [join(folder, file)] });
    assert.ok(!opened.ok);
    return opened.error;
  };

  it('hears what Mathlib needs', async () => {
    await withProject({ 'A.lean': '\nimport Mathlib.Tactic\n' }, async (folder) => {
      const problem = await open(folder, 'A.lean');
      assert.equal(problem.code, 'mathlib-needs-native-lean');
      assert.equal(problem.where?.line, 2);
      assert.match(problem.hint ?? '', /elan.*lake exe cache get/s);
    });
  });

  it('hears that it lies in no project, or which package is missing', async () => {
    await withProject({ 'A.lean': 'import Other' }, async (folder) => {
      assert.match((await open(folder, 'A.lean')).message, /lies in no Lake project/);
    });
    const files = {
      'lakefile.toml': 'name = "p"\n[[lean_lib]]\nname = "P"\n[[require]]\nname = "other"\n',
      'A.lean': 'import Other',
    };
    await withProject(files, async (folder) => {
      const problem = await open(folder, 'A.lean');
      assert.match(problem.message, /Other, .* missing: other/);
      assert.match(problem.hint ?? '', /lake update/);
    });
  });
});

describe('a look at a project', () => {
  it('says what it is and what is left to build, without building it', async () => {
    await withProject({ ...project(), 'lean-toolchain': 'leanprover/lean4:v4.31.0' }, async (folder) => {
      const report = await inspectProject(join(folder, 'Fresh'), process.env);
      assert.ok(report?.ok, JSON.stringify(report));
      const { name, modules, cached, note } = report.value;
      assert.deepEqual([name, modules, cached], ['fresh', 4, 0]);
      assert.match(note ?? '', /wants leanprover\/lean4:v4\.31\.0, the embedded Lean is 4\.28/);
    });
  });

  it('is not had where there is none', async () => {
    await withProject({ 'A.lean': '' }, async (folder) => {
      assert.equal(await inspectProject(folder, process.env), undefined);
    });
  });
});
