import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Lean } from '../../../src/lean/index.ts';
import { openTestLean } from '../open-test-lean.ts';

describe('a file that the embedded Lean elaborates', () => {
  let lean: Lean;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ariadne-sandbox-'));
    lean = await openTestLean();
  });
  after(async () => {
    await lean.close();
    rmSync(folder, { recursive: true });
  });

  async function messages(text: string): Promise<string> {
    const loaded = await lean.loadFile(text, 'Sandbox.lean');
    assert.ok(loaded.ok, JSON.stringify(loaded));
    return loaded.value.messages.map((message) => `${message.severity}: ${message.text}`).join('\n');
  }

  it('sees no file of the host', async () => {
    const secret = join(folder, 'secret');
    writeFileSync(secret, 'the secret');
    const said = await messages(`#eval IO.FS.readFile ${JSON.stringify(secret)}`);
    assert.match(said, /no such file or directory/);
  });

  it('cannot write to its library', async () => {
    const said = await messages('#eval IO.FS.writeFile "/library/Mine.olean" "mine"');
    assert.match(said, /operation not permitted/);
    const at = lean.command.args.indexOf('--library');
    assert.equal(existsSync(join(lean.command.args[at + 1] ?? '', 'Mine.olean')), false);
  });

  it('starts no process', async () => {
    const mark = join(folder, 'mark');
    const command = `{ cmd := "touch", args := #[${JSON.stringify(mark)}] }`;
    assert.match(await messages(`#eval (IO.Process.run ${command} : IO String)`), /unsupported operation/);
    assert.equal(existsSync(mark), false);
  });

  it('leaves nothing in the folder where Lean runs', () => {
    assert.deepEqual(
      readdirSync(process.cwd()).filter((name) => name.endsWith('.profraw')),
      [],
    );
    assert.deepEqual(
      readdirSync(lean.command.cwd).filter((name) => name.endsWith('.profraw')),
      [],
    );
  });

  it('may import other modules of its library', async () => {
    const text = 'import Std.Data.HashMap\n#check Std.HashMap.insert\n';
    assert.match(await messages(text), /information: .*Std\.HashMap\.insert/s);
  });

  it('may define tactics and notation with code that inlines that of the library', async () => {
    const text = `import Lean
open Lean Elab Tactic
elab "close_it" : tactic => do
  let mut tries : Std.HashMap Name Nat := {}
  for h in ← getLCtx do tries := tries.insert h.userName 1
  while tries.size < 0 do tries := tries.erase \`x
  evalTactic (← \`(tactic| assumption))
theorem same (p : Prop) (h : p) : p := by close_it
`;
    assert.equal(await messages(text), '');
  });

  it('hears what is wrong with an import', async () => {
    assert.match(await messages('import Nowhere.AtAll'), /error: .*unknown module prefix 'Nowhere'/s);
  });
});
