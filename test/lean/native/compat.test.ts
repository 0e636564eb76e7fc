/**
 * What `lean/Compat.lean` says of other versions of Lean, held to it: names as another version has them stand in front of it, in
 * the namespace where it looks first, and it must elaborate and take the form of that version. docs/lean-versions.md says
 * where each signature was read.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Lean } from '../../../src/lean/index.ts';
import { openTestLean } from '../open-test-lean.ts';

const folder = fileURLToPath(new URL('../../../lean/', import.meta.url));
const source = (file: string): string => readFileSync(join(folder, file), 'utf8');

/** The text from one place of a file up to another. */
function part(file: string, from: string, to: string): string {
  const text = source(file);
  const start = text.indexOf(from);
  const stop = text.indexOf(to, start);
  assert.ok(start >= 0 && stop > start, `${file} holds '${from}' and '${to}'`);
  return text.slice(start, stop);
}

let lean: Lean;
before(async () => {
  lean = await openTestLean();
});
after(() => lean.close());

/** Errors of: names of another version, a text of ours, and what must then hold. */
async function errorsWith(standIn: string, ours: string, holds: string): Promise<readonly string[]> {
  const inside = (text: string): string => `open Lean Meta Elab\nnamespace Ariadne\n${text}\nend Ariadne\n`;
  const text = ['import Lean\n', inside(`${notThere}\n${standIn}`), ours, inside(holds)].join('\n');
  const loaded = await lean.loadFile(text, 'Other.lean');
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded.value.messages
    .filter(({ severity }) => severity === 'error')
    .map(({ position, text }) => `${position.line}: ${text}`);
}

/** What stands for a name that a version does not have: it is of no type that anyone wants. */
const notThere = 'inductive NotThere where | notThere';
const missing = (...names: readonly string[]): string =>
  names.map((name) => `def ${name} : NotThere := .notThere`).join('\n');

const importModulesOf = (more: string): string =>
  `opaque importModules (imports : Array Import) (opts : Options) (trustLevel : UInt32 := 0)
    (plugins : Array System.FilePath := #[]) (leakEnv : Bool := false) (loadExts : Bool := false)${more} : IO Environment`;

const rawPositions = {
  standIn: `structure String.Pos where byteIdx : Nat
${missing('String.Pos.Raw', 'String.Pos.Raw.extract', 'String.Pos.Raw.get')}
def String.extract (s : String) (_ _ : String.Pos) : String := s
def String.get (_ : String) (_ : String.Pos) : Char := 'o'`,
  holds: `example : (⟨3⟩ : BytePos) = ({ byteIdx := 3 } : String.Pos) := rfl
example (s : String) (a b : BytePos) : extractBytes s a b = s := rfl
example (s : String) (a : BytePos) : charAtByte s a = 'o' := rfl`,
};

const inputCalledInput = {
  standIn: `structure Parser.InputContext where
  input : String
  fileName : String
  fileMap : FileMap`,
  holds: `example : (inputOf "a" "b").input = "a" := rfl
example (i : Parser.InputContext) : inputText i = i.input := rfl
example : Parser.InputContext → IO HeaderText := readHeader`,
};

const headerIsSyntax = `opaque Parser.parseHeader : Parser.InputContext → IO (Syntax × Parser.ModuleParserState × MessageLog)
${missing('HeaderSyntax.imports', 'HeaderSyntax.isModule')}
opaque headerToImports (header : Syntax) : Array Import`;

interface Version {
  readonly version: string;
  /** What is other than in the Lean that the test runs in. */
  readonly standIn: string;
  readonly holds: string;
}

const versions: readonly Version[] = [
  {
    version: '4.20: no module system, headers are syntax, raw positions, nonDep, no names for auxiliary declarations',
    standIn: `${rawPositions.standIn}
${inputCalledInput.standIn}
structure Import where
  module : Name
  runtimeOnly : Bool := false
${importModulesOf('')}
${headerIsSyntax}
${missing('getOriginalConstKind?')}
inductive LocalDecl where
  | cdecl (index : Nat) (fvarId : FVarId) (userName : Name) (type : Expr) (bi : BinderInfo) (kind : LocalDeclKind)
  | ldecl (index : Nat) (fvarId : FVarId) (userName : Name) (type : Expr) (value : Expr) (nonDep : Bool) (kind : LocalDeclKind)
structure Core.State where
  env : Environment
  nextMacroScope : MacroScope := 1
  ngen : NameGenerator := {}`,
    holds: `${rawPositions.holds}
${inputCalledInput.holds}
example (i : Import) : importFlags i = { importAll := false, isExported := true, isMeta := false } := rfl
example (is : Array Import) : importAsWritten is = importModules is {} (loadExts := true) := rfl
example (env : Environment) (n : Name) : wasDeclaredSound env n = false := rfl
example (f : FVarId) (n : Name) (t v : Expr) (k : LocalDeclKind) : letValue? (.ldecl 0 f n t v false k) = some v := rfl
example (f : FVarId) (n : Name) (t : Expr) (k : LocalDeclKind) : letValue? (.cdecl 0 f n t .default k) = none := rfl
example (env : Environment) (g : NameGenerator) (n : Name) : coreStateOf env g n = { env, ngen := g } := rfl`,
  },
  {
    version: '4.21: an import has flags, but is not yet meta',
    standIn: `${rawPositions.standIn}
${inputCalledInput.standIn}
structure Import where
  module : Name
  importAll : Bool := false
  isExported : Bool := true
${importModulesOf(' (level : OLeanLevel := .private)')}
${headerIsSyntax}`,
    holds: `${rawPositions.holds}
${inputCalledInput.holds}
example (i : Import) : importFlags i = { importAll := i.importAll, isExported := i.isExported, isMeta := false } := rfl
example (is : Array Import) : importAsWritten is true = importModules is {} (loadExts := true) (level := .exported) := rfl`,
  },
  {
    version: '4.22 and 4.23: headers have a type of their own, have is a local definition',
    standIn: `${rawPositions.standIn}
${inputCalledInput.standIn}
opaque Parser.parseHeader : Parser.InputContext → IO (TSyntax \`\`Parser.Module.header × Parser.ModuleParserState × MessageLog)`,
    holds: `${rawPositions.holds}
${inputCalledInput.holds}
example (f : FVarId) (n : Name) (t v : Expr) (k : LocalDeclKind) : letValue? (.ldecl 0 f n t v true k) = none := rfl`,
  },
  {
    version: '4.24: the text that is parsed is called inputString',
    standIn: rawPositions.standIn,
    holds: `${rawPositions.holds}
example : (inputOf "a" "b").inputString = "a" := rfl
example (i : Parser.InputContext) : inputText i = i.inputString := rfl`,
  },
  {
    version: '4.25 to 4.28: positions are raw by name',
    standIn: 'def getOriginalConstKind? (_ : Environment) (_ : Name) : Option ConstantKind := some .thm',
    holds: `example : (⟨3⟩ : BytePos) = (⟨3⟩ : String.Pos.Raw) := rfl
example (s : String) (a b : BytePos) : extractBytes s a b = String.Pos.Raw.extract s a b := rfl
example (i : Import) : importFlags i = { importAll := i.importAll, isExported := i.isExported, isMeta := i.isMeta } := rfl
example (env : Environment) (n : Name) : wasDeclaredSound env n = true := rfl`,
  },
  {
    version: '4.29 to 4.36: String.Pos is of a text, imports take more, headerToImports may go',
    standIn: `structure String.Pos (s : String) where offset : String.Pos.Raw
${importModulesOf(' (level : OLeanLevel := .private) (arts : NameMap ModuleArtifacts := {}) (isExporting : Bool := false)')}
${missing('headerToImports')}`,
    holds: `example : (⟨3⟩ : BytePos) = (⟨3⟩ : String.Pos.Raw) := rfl
example : Parser.InputContext → IO HeaderText := readHeader
example (is : Array Import) : importAsWritten is true = importModules is {} (loadExts := true) (level := .exported) := rfl
example (is : Array Import) : importAsWritten is = importModules is {} (loadExts := true) := rfl`,
  },
];

describe('lean/Compat.lean takes the form that a version of Lean has', () => {
  for (const { version, standIn, holds } of versions) {
    it(version, async () => assert.deepEqual(await errorsWith(standIn, source('Compat.lean'), holds), []));
  }

  it('and a form that is missing would be noticed', async () => {
    const ours = source('Compat.lean').replace('{ input := text, fileName, fileMap := text.toFileMap }', 'text');
    const [error] = await errorsWith(versions[2]!.standIn, ours, '');
    assert.match(error ?? '', /Parser\.InputContext/);
  });
});

describe('what has one form for all versions', () => {
  const cancelling = `${part('Native.lean', 'open Lean', 'unsafe def run')}end Ariadne.Native\n`;
  const ours = (text: string): string => `open Lean Meta Elab\nnamespace Ariadne\n${text}\nend Ariadne`;

  it('the clock of a native Lean, where a token for cancelling is a reference to a flag (up to 4.30)', async () => {
    const standIn = `structure IO.CancelToken where
  ref : IO.Ref Bool
def IO.CancelToken.new : BaseIO IO.CancelToken := do return ⟨← IO.mkRef false⟩
def IO.CancelToken.set (token : IO.CancelToken) : BaseIO Unit := token.ref.set true
def IO.CancelToken.isSet (token : IO.CancelToken) : BaseIO Bool := token.ref.get`;
    assert.deepEqual(await errorsWith(standIn, cancelling, ''), []);
  });

  it('the clock of a native Lean, where what was cancelled stays so (from 4.31)', async () => {
    const standIn = `structure IO.CancelToken where
  private promise : IO.Promise Unit
def IO.CancelToken.new : BaseIO IO.CancelToken := do return ⟨← IO.Promise.new⟩
def IO.CancelToken.set (token : IO.CancelToken) : BaseIO Unit := token.promise.resolve ()
def IO.CancelToken.isSet (token : IO.CancelToken) : BaseIO Bool := token.promise.isResolved`;
    assert.deepEqual(await errorsWith(standIn, cancelling, ''), []);
  });

  it('options as a structure (from 4.28), more that the kernel may say, more that an info tree may hold', async () => {
    const standIn = `structure Options where
  map : NameMap DataValue := {}
def Options.set {α : Type} [KVMap.Value α] (o : Options) (k : Name) (v : α) : Options :=
  { o with map := o.map.insert k (KVMap.Value.toDataValue v) }
def Options.setBool (o : Options) (k : Name) (v : Bool) : Options := o.set k v
inductive Kernel.Exception where
  | unknownConstant (env : Environment) (name : Name)
  | alreadyDeclared (env : Environment) (name : Name)
  | declTypeMismatch (env : Environment) (decl : Declaration) (givenType : Expr)
  | declHasMVars (env : Environment) (name : Name) (expr : Expr)
  | declHasFVars (env : Environment) (name : Name) (expr : Expr)
  | funExpected (env : Environment) (lctx : LocalContext) (expr : Expr)
  | typeExpected (env : Environment) (lctx : LocalContext) (expr : Expr)
  | letTypeMismatch (env : Environment) (lctx : LocalContext) (name : Name) (givenType : Expr) (expectedType : Expr)
  | exprTypeMismatch (env : Environment) (lctx : LocalContext) (expr : Expr) (expectedType : Expr)
  | appTypeMismatch (env : Environment) (lctx : LocalContext) (app : Expr) (funType : Expr) (argType : Expr)
  | invalidProj (env : Environment) (lctx : LocalContext) (proj : Expr)
  | thmTypeIsNotProp (env : Environment) (name : Name) (type : Expr)
  | other (msg : String)
  | deterministicTimeout
  | excessiveMemory
  | deepRecursion
  | interrupted
  | numeralTooLarge
inductive Info where
  | ofTacticInfo (i : TacticInfo)
  | ofTermInfo (i : TermInfo)
  | ofErrorNameInfo (n : Name)
  | ofDocInfo (n : Name)
inductive InfoTree where
  | context (i : PartialContextInfo) (t : InfoTree)
  | node (i : Info) (children : PersistentArray InfoTree)
  | hole (mvarId : MVarId)
def persistentList {α : Type} (a : PersistentArray α) : List α := a.toList
def nameText (n : Name) : String := n.toString`;
    const texts = [
      part('judge/Replay.lean', '/-- The kernel', '/-- What the kernel has checked so far'),
      part('Frontend.lean', '/-- Files are elaborated in one thread', 'def runCommand'),
      part('Sorries.lean', '/-- A `sorry` as the info trees know it. -/', 'def startOf'),
    ];
    assert.deepEqual(await errorsWith(standIn, ours(texts.join('\n')), ''), []);
  });
});

describe('names that some version does not have', () => {
  /** Each with the version that took it or brought it. */
  const changed: readonly (readonly [pattern: RegExp, when: string])[] = [
    [/\bString\.Pos\b|\bString\.extract\b|\.atEnd\b/, '4.25: String.Pos.Raw'],
    [/\binputString\b|\bmkInputContext\b/, '4.24: Parser.InputContext.inputString'],
    [/\bheaderToImports\b|\bHeaderSyntax\b|\bparseHeader\b/, '4.22: headers have a type of their own'],
    [/\.value\? false|\bnonDep\b|\bldecl\b/, '4.22: nondep'],
    [/\bEffectiveImport\b|\bheader\.modules\b|\bmoduleNames\b/, '4.23: EffectiveImport'],
    [/\bimportModules\b|\bOLeanLevel\b/, '4.22: importModules takes a level'],
    [/\bi\.(?:importAll|isExported|isMeta)\b/, '4.22: flags of an import'],
    [/\bgetOriginalConstKind\?|\bConstantKind\b/, '4.22: the kind of a constant as declared'],
    [/\bauxDeclNGen\b|\bDeclNameGenerator\b/, '4.21: names of auxiliary declarations'],
    [/\baddDeclCore\b/, '4.33: addDeclCore takes maxRecDepth'],
    [/\.ref\.set\b/, '4.31: IO.CancelToken has no ref'],
    [/\.getNat\b(?!\?)|\.setNat\b|\.setString\b|\.getString\b|\bKVMap\b/, '4.28: Options is a structure'],
    [/\bNameSet\.union\b|\bRBMap\b|\bRBTree\b|\.union\b/, '4.23: NameSet is a tree set; 4.32: RBMap is deprecated'],
    [/\bSubstring\b|\btoSubstring\b/, '4.26: Substring.Raw'],
    [/\bString\.ofList\b|\bString\.mk\b|\basString\b/, '4.26: String.ofList'],
    // (`takeWhile` and its like are of lists as well: there is no telling.)
    [/\.trim\b|\.trimLeft\b|\.trimRight\b/, '4.27: slices'],
    [/\bEnvironment\.replay\b|\.replay'?\s+\(/, '4.34: Kernel.Environment.replay'],
    [/\bisTrue\b|\bisFalse\b/, '4.35: Decidable is a structure'],
    [/``Lean\.(?:trustCompiler|reduceBool|reduceNat|ofReduceBool|ofReduceNat)/, '4.35: they are gone'],
  ];
  const embeddedOnly = ['project', join('server', 'Modules.lean')];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.lean') && file !== 'Compat.lean' && !embeddedOnly.some((start) => file.startsWith(start)),
  );
  const code = (file: string): string => source(file).replace(/\/-[\s\S]*?-\/|--.*$/gm, '');

  for (const [pattern, when] of changed) {
    it(`stand in Compat.lean alone (${when})`, () => {
      const found = files.flatMap((file) =>
        code(file)
          .split('\n')
          .filter((line) => pattern.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      );
      assert.deepEqual(found, []);
    });
  }
});
