import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Lean } from '../../../src/lean/index.ts';
import { openTestLean } from '../open-test-lean.ts';
import { inWords, judge, verdicts } from './judging.ts';

let lean: Lean;
before(async () => {
  lean = await openTestLean();
});
after(() => lean.close());

async function refuses(
  reasons: readonly string[],
  file: string,
  ...fillings: readonly (string | undefined)[]
): Promise<void> {
  assert.deepEqual(await verdicts(lean, file, ...fillings), reasons);
}

async function refusesCompleted(reasons: readonly string[], original: string, completed: string): Promise<void> {
  assert.deepEqual(inWords(await judge(lean, original, completed)), reasons);
}

describe('the judge has the kernel check everything again', () => {
  it('whatever options the file sets: theorems, definitions, opaque constants, inductive types', () =>
    refuses(
      ['kernel', 'axiom', 'kernel', 'kernel'],
      `set_option debug.skipKernelTC true
theorem t : 1 = 2 := by sorry
opaque bad : 1 = 2 := lcProof
theorem u : 1 = 2 := by sorry
opaque worse : 1 = 2 := by decide +kernel
theorem v : 1 = 2 := by sorry
def value : { n : Nat // n = n + 1 } := ⟨0, by decide +kernel⟩
theorem w : ∃ n : Nat, n = n + 1 := by sorry
`,
      'decide +kernel',
      'exact bad',
      'exact worse',
      'exact ⟨value.1, value.2⟩',
    ));

  it('and refuses what no kernel checks: unsafe, partial, `implemented_by`', () =>
    refuses(
      ['unsafe', 'unsafe', 'forbidden', 'error'],
      `unsafe def t : 1 = 2 := by sorry
partial def loop (n : Nat) : Nat := loop (n + sorry)
theorem v : 1 = 2 := by sorry
unsafe def cheat : 1 = 2 := lcProof
theorem w : 1 = 2 := by sorry
`,
      'exact lcProof',
      '1',
      'exact unsafe lcProof',
      'exact cheat',
    ));

  it('also what an `elab` of the file has put into its environment', () =>
    refuses(
      ['kernel', 'axiom', 'unsafe', 'axiom'],
      `import Lean
open Lean Elab Command
elab "corrupt" : command => do
  let false' := mkConst \`\`False
  let wrong := mkConst \`\`True.intro
  let declarations : List Declaration := [
    .thmDecl { name := \`badTheorem, levelParams := [], type := false', value := wrong },
    .axiomDecl { name := \`badAxiom, levelParams := [], type := false', isUnsafe := false },
    .defnDecl { name := \`badUnsafe, levelParams := [], type := false', value := wrong, hints := .opaque, safety := .unsafe },
    .opaqueDecl { name := \`badOpaque, levelParams := [], type := false', value := mkConst \`\`lcUnreachable [levelZero], isUnsafe := false, all := [\`badOpaque] }]
  for d in declarations do
    liftCoreM (withOptions (fun o => o.setBool \`debug.skipKernelTC true) (addDecl d))
corrupt
set_option debug.skipKernelTC true
theorem t : 1 = 2 := by sorry
theorem u : 1 = 2 := by sorry
theorem v : 1 = 2 := by sorry
theorem w : 1 = 2 := by sorry
`,
      'exact badTheorem.elim',
      'exact badAxiom.elim',
      'exact badUnsafe.elim',
      'exact badOpaque.elim',
    ));

  it('and does not believe compiled code, with an axiom or without', () =>
    refuses(
      ['axiom', 'forbidden', 'axiom'],
      `theorem t : Lean.reduceBool true = Lean.reduceBool true := by sorry
theorem u : (10 : Nat) < 20 := by sorry
theorem v : True := by sorry
`,
      'rfl',
      'native_decide',
      'cases Lean.trustCompiler; trivial',
    ));
});

describe('the judge finds a declaration by its place', () => {
  it('whatever other declarations are called', () =>
    refuses(
      ['error', 'error', 'sorry', 'error'],
      `theorem _ariadne_example_1 : True := trivial
theorem «example 4 0» : True := trivial
namespace A
theorem «example 4 0» : True := trivial
example : 1 = 2 := by sorry
end A
set_option maxRecDepth 600 in
example : 1 = 2 := by sorry
#guard_msgs (drop all) in
example : 1 = 2 := by sorry
open Nat in
example : 1 = 2 := by sorry
`,
      'rfl',
      'rfl',
      'rfl',
      'rfl',
    ));

  it('and does not take a neighbour for it', () =>
    refusesCompleted(
      ['changed', 'changed'],
      'theorem t : 1 = 2 := by sorry\ntheorem u : 1 = 1 := by sorry\n',
      'theorem u : 1 = 1 := by rfl\ntheorem t : 1 = 2 := by sorry\n',
    ));

  it('and refuses a filling that goes on with a command', () =>
    refuses(
      ['changed', 'changed'],
      'theorem t : 1 = 1 := by\n  sorry\ntheorem u : 1 = 2 := by sorry\n',
      'rfl\naxiom cheat : ∀ p : Prop, p',
      'exact cheat _',
    ));
});

describe('the judge accepts nothing but the original with its `sorry`s filled', () => {
  const original = 'theorem t (a b : Nat) : a + b = b + a := by\n  sorry\n';
  const proved = original.replace('sorry', 'omega');

  it('no other statement', () =>
    refusesCompleted(['changed'], original, 'theorem t (a b : Nat) : a + b = a + b := rfl'));
  it('no axiom and no instance more', async () => {
    for (const extra of ['axiom cheat : ∀ p : Prop, p', 'local instance : Add Nat := ⟨fun _ _ => 0⟩']) {
      await refusesCompleted(['changed'], original, `${extra}\n${proved}`);
    }
  });
  it('no axiom of the same name and another type', () =>
    refusesCompleted(
      ['changed'],
      'axiom a : 1 = 1\ntheorem t : 1 = 2 := by sorry\n',
      'axiom a : 1 = 2\ntheorem t : 1 = 2 := by exact a\n',
    ));
  it('no other definition, import or end', async () => {
    const file = 'def f (n : Nat) : Nat := n + 1\ntheorem t : f 1 = 1 := by sorry\n';
    await refusesCompleted(['changed'], file, file.replace('n + 1', 'n').replace('sorry', 'rfl'));
    await refusesCompleted(['changed'], original, `import Std\n${proved}`);
    await refusesCompleted(['changed'], original, `${proved}\n#exit`);
  });
  it('no proof that rests on a `sorry`, seen or hidden', () =>
    refuses(
      ['sorry', 'sorry', 'sorry'],
      `macro "harmless" : tactic => \`(tactic| sorry)
theorem helper : 1 = 2 := by sorry
theorem t : 1 = 2 := by sorry
theorem u : 1 = 2 := by sorry
`,
      // The macro keeps its own, and so does the lemma.
      undefined,
      undefined,
      'exact helper',
      'harmless',
    ));
  it('no value of data that its statement does not allow', () =>
    refuses(
      ['verified', 'error', 'error'],
      'def f : Nat := by sorry\ninstance : Inhabited Empty := sorry\ntheorem t : f = 0 := by sorry\n',
      'exact 1',
      '⟨0⟩',
      'rfl',
    ));
  it('no proof by the theorem itself', () => refuses(['error'], 'theorem t : 1 = 2 := by sorry\n', 'exact t'));
});

describe('the judge of library theorems is the same', () => {
  const theorem = { library: 'Nat.lt_succ_of_lt', module: 'Init.Data.Nat.Basic' };
  async function reason(script: string): Promise<string> {
    const checked = await lean.libraryCheck(theorem, script);
    assert.ok(checked.ok, JSON.stringify(checked));
    return checked.value.reason ?? checked.value.verdict;
  }
  it('and verifies, or says why not', async () => {
    assert.equal(await reason('intro n m h; exact Nat.le_succ_of_le h'), 'verified');
    assert.equal(await reason('intro n m h; exact lcProof'), 'axiom');
    assert.equal(await reason('sorry'), 'forbidden');
    assert.equal(await reason('intro n m h; rfl'), 'error');
  });
});
