import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Lakefile } from '../../../src/lean/project/lakefile.ts';
import { readLakefile } from '../../../src/lean/project/read-lakefile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ariadne-lakefile-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(name: string, text: string): Lakefile {
  writeFileSync(join(folder, name), text);
  const lakefile = readLakefile(folder);
  assert.ok(lakefile.ok, JSON.stringify(lakefile));
  return lakefile.value;
}

const expected = {
  name: 'shapes',
  options: [
    { name: 'autoImplicit', kind: 'bool', value: 'false' },
    { name: 'pp.unicode.fun', kind: 'bool', value: 'true' },
    { name: 'maxSynthPendingDepth', kind: 'nat', value: '3' },
  ],
  requires: ['batteries', 'other'],
  targets: [
    ['library', 'Shapes', 'src', ['Shapes', 'Extra'], [['both', 'Shapes']]],
    ['library', 'Tests', '.', ['Tests'], [['submodules', 'Tests']]],
    ['executable', 'draw', '.', ['Main'], [['module', 'Main']]],
  ],
};

const outline = ({ name, options, requires, targets }: Lakefile) => ({
  name,
  options,
  requires,
  targets: targets.map((each) => [
    each.kind,
    each.name,
    each.srcDir,
    each.roots,
    each.globs.map(({ kind, module }) => [kind, module]),
  ]),
});

describe('a lakefile', () => {
  it('is read as TOML', () => {
    const lakefile = read(
      'lakefile.toml',
      `name = "shapes"
defaultTargets = ["Shapes"]
[leanOptions]
autoImplicit = false
pp.unicode.fun = true
weak.maxSynthPendingDepth = 3
[[require]]
name = "batteries"
scope = "leanprover-community"
[[require]]
name = "other"
path = "../other"
[[lean_lib]]
name = "Shapes"
srcDir = "src"
roots = ["Shapes", "Extra"]
globs = ["Shapes.*"]
[[lean_lib]]
name = "Tests"
globs = "Tests.+"
[[lean_exe]]
name = "draw"
root = "Main"
`,
    );
    assert.deepEqual(outline(lakefile), expected);
    assert.deepEqual(lakefile.defaultTargets, ['Shapes']);
  });

  it('is read as Lean, as far as it is declarative', () => {
    const lakefile = read(
      'lakefile.lean',
      `import Lake
open Lake DSL
/- package wrong -/
package «shapes» where
  leanOptions := #[
    ⟨\`autoImplicit, false⟩, -- no
    ⟨\`pp.unicode.fun, true⟩,
    ⟨\`weak.maxSynthPendingDepth, .ofNat 3⟩
  ]

require "leanprover-community" / "batteries" @ git "v4.28.0"
require other from ".." / "other"

@[default_target]
lean_lib Shapes where
  srcDir := "src"
  roots := #[\`Shapes, \`Extra]
  globs := #[.andSubmodules \`Shapes]

lean_lib «Tests» { globs := #[.submodules \`Tests] }

lean_exe draw where
  root := \`Main
  supportInterpreter := true

script greet do
  IO.println "lean_lib Wrong"
  return 0
`,
    );
    assert.deepEqual(outline(lakefile), expected);
    assert.deepEqual(lakefile.defaultTargets, ['Shapes']);
  });

  it('says where TOML is wrong', () => {
    writeFileSync(join(folder, 'lakefile.toml'), 'name = "a"\n[[lean_lib]\n');
    const lakefile = readLakefile(folder);
    assert.ok(!lakefile.ok);
    assert.equal(lakefile.error.where?.file, join(folder, 'lakefile.toml'));
    assert.equal(lakefile.error.where?.line, 2);
  });
});
