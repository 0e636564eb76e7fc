import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { importGraph } from '../../../src/lean/project/build/graph.ts';
import { ownModules, readWorkspace, type Workspace } from '../../../src/lean/project/workspace.ts';
import { withProject } from './project-folder.ts';

function workspaceOf(folder: string): Workspace {
  const workspace = readWorkspace(folder);
  assert.ok(workspace.ok, JSON.stringify(workspace));
  return workspace.value;
}

const lakefile = 'name = "p"\n[[lean_lib]]\nname = "P"\n';
const names = (workspace: Workspace, roots: readonly string[]): readonly string[] =>
  importGraph(workspace, roots, 'lean').nodes.map(({ module }) => module);
const keys = (workspace: Workspace): ReadonlyMap<string, string> =>
  new Map(importGraph(workspace, ['P'], 'lean').nodes.map(({ module, key }) => [module, key]));

describe('the import graph', () => {
  it('puts each module after those that it imports, and only those that are needed', async () => {
    const files = {
      'lakefile.toml': lakefile,
      'P.lean': 'import P.B\nimport P.A',
      'P/A.lean': 'module\npublic import P.C',
      'P/B.lean': 'import P.A\nimport Std.Data.HashMap',
      'P/C.lean': '',
      'P/Unused.lean': '',
    };
    await withProject(files, (folder) => {
      assert.deepEqual(names(workspaceOf(folder), ['P']), ['P.C', 'P.A', 'P.B', 'P']);
      assert.deepEqual(names(workspaceOf(folder), ['P.A']), ['P.C', 'P.A']);
    });
  });

  it('finds modules of required packages where the manifest says that they are', async () => {
    const files = {
      'lakefile.toml': `${lakefile}[[require]]\nname = "q"\n[[require]]\nname = "r"\n[[require]]\nname = "gone"\n`,
      'lake-manifest.json': JSON.stringify({
        version: '1.1.0',
        packagesDir: '.lake/packages',
        packages: [
          { name: 'q', type: 'git', url: 'https://example.org/q', subDir: null },
          { name: 'r', type: 'path', dir: 'vendored/r' },
          { name: 'gone', type: 'git', url: 'https://example.org/gone', subDir: 'lean' },
        ],
      }),
      'P.lean': 'import Q\nimport R.One',
      '.lake/packages/q/lakefile.toml': 'name = "q"\n[[lean_lib]]\nname = "Q"\nsrcDir = "src"\n',
      '.lake/packages/q/src/Q.lean': '',
      'vendored/r/lakefile.lean': 'import Lake\nopen Lake DSL\npackage r\nlean_lib R\n',
      'vendored/r/R/One.lean': '',
    };
    await withProject(files, (folder) => {
      const workspace = workspaceOf(folder);
      assert.deepEqual(names(workspace, ['P']), ['Q', 'R.One', 'P']);
      assert.deepEqual(
        workspace.missing.map(({ name }) => name),
        ['gone'],
      );
    });
  });

  it('names what is not there and what imports itself; the rest is not held up', async () => {
    const files = {
      'lakefile.toml': lakefile,
      'P.lean': 'import P.A\nimport P.Gone\nimport P.Ring',
      'P/A.lean': '',
      'P/Ring.lean': 'import P.Ring2',
      'P/Ring2.lean': 'import P.Ring',
    };
    await withProject(files, (folder) => {
      const { nodes, obstacles } = importGraph(workspaceOf(folder), ['P'], 'lean');
      assert.deepEqual(
        nodes.map(({ module }) => module),
        ['P.A'],
      );
      assert.deepEqual(obstacles, [
        { module: 'P.Gone', importedBy: 'P', why: 'missing' },
        { module: 'P.Ring', importedBy: 'P.Ring2', why: 'circle' },
      ]);
    });
  });

  it('gives a module another key when it, what it imports, or an option changes, and not otherwise', async () => {
    const files = { 'lakefile.toml': lakefile, 'P.lean': 'import P.A\nimport P.B', 'P/A.lean': '', 'P/B.lean': '' };
    await withProject(files, async (folder, write) => {
      const before = keys(workspaceOf(folder));
      assert.deepEqual(keys(workspaceOf(folder)), before);
      write('P/A.lean', 'def a := 1');
      const after = keys(workspaceOf(folder));
      assert.notEqual(after.get('P.A'), before.get('P.A'));
      assert.notEqual(after.get('P'), before.get('P'));
      assert.equal(after.get('P.B'), before.get('P.B'));
      write('lakefile.toml', `${lakefile}leanOptions = { autoImplicit = false }\n`);
      assert.notEqual(keys(workspaceOf(folder)).get('P.B'), before.get('P.B'));
    });
  });

  it('starts from the globs of the libraries', async () => {
    const files = {
      'lakefile.toml': `${lakefile}[[lean_lib]]\nname = "T"\nglobs = ["T.+"]\n`,
      'P.lean': '',
      'P/Loose.lean': '',
      'T.lean': '',
      'T/One.lean': '',
      'T/Deep/Two.lean': '',
    };
    await withProject(files, (folder) => {
      const modules = ownModules(workspaceOf(folder)).map(({ module }) => module);
      assert.deepEqual(modules, ['P', 'T.Deep.Two', 'T.One']);
    });
  });
});
