/-!
Compiling a module of a project: elaborated as `lean` does it, then written where other modules find it.
-/
open Lean Meta Elab

namespace Ariadne

/-- One thread, and no linters: nobody reads their warnings. -/
def compileOptions (settings : List OptionSetting) : Options :=
  go ((({} : Options).setBool `Elab.async false).setBool `linter.all false) settings
where
  go (options : Options) : List OptionSetting → Options
    | [] => options
    | s :: rest => go (setOption options s) rest

/-- Elaborates command by command and keeps errors only: a module has thousands of commands, and their info trees are large. -/
partial def compileFrom (ictx : Parser.InputContext) (cancel : IO.CancelToken) (parser : Parser.ModuleParserState)
    (state : Command.State) (errors : List Lean.Message) : IO (Command.State × List Lean.Message) := do
  match state.scopes with
  | [] => return (state, reverseOnto errors [])
  | scope :: _ =>
    let pmctx : Parser.ParserModuleContext :=
      { env := state.env, options := scope.opts, currNamespace := scope.currNamespace, openDecls := scope.openDecls }
    let (stx, parser', parseMessages) := Parser.parseCommand ictx pmctx parser {}
    let ctx : Command.Context := {
      fileName := ictx.fileName, fileMap := ictx.fileMap, cmdPos := parser.pos, snap? := none, cancelTk? := some cancel }
    let state := { state with messages := parseMessages }
    let (after, failure) ← runCommand (fun c => Command.elabCommandTopLevel stx c) ctx state
    let messages := appendList parseMessages.toList after.messages.toList
    let messages := match failure with
      | none => messages
      | some text => appendList messages
          [{ fileName := ictx.fileName, pos := ictx.fileMap.toPosition parser.pos, data := .ofFormat (.text text) }]
    let errors := reverseOnto (filterList isError messages) errors
    if Parser.isTerminalCommand stx then return (after, reverseOnto errors [])
    else compileFrom ictx cancel parser' after errors

def usedBy (info : ConstantInfo) : Array Name :=
  let ofType := info.type.getUsedConstants
  match info with
  | .inductInfo v => ofType ++ v.ctors.toArray
  | _ => match info.value? true with
    | some value => ofType ++ value.getUsedConstants
    | none => ofType

/-- Axioms beyond the standard ones. A module that was compiled here says of its unproved theorems that they are axioms. -/
def isImportedAxiom (env : Environment) (n : Name) : Bool :=
  !memName n standardAxioms && (env.getModuleIdxFor? n).isSome &&
    match getOriginalConstKind? env n with
    | some .axiom => true
    | _ => false

/-- Constants of the module that rest on a `sorry` or on axioms, its own or imported ones, with those axioms: from what
each uses itself, passed on until nothing is new. -/
def unprovedConstants (env : Environment) : Array (Name × NameSet) := Id.run do
  let constants := env.constants.map₂.toList.toArray.map fun (n, info) => (n, usedBy info, info)
  let mut found : NameMap NameSet := {}
  for (n, _, info) in constants do
    if info matches .axiomInfo _ then found := found.insert n (NameSet.insert {} n)
  for _ in [0:constants.size] do
    let mut isNew := false
    for (n, used, _) in constants do
      let before : NameSet := (found.find? n).getD {}
      let mut axioms := before
      for u in used do
        if let some below := found.find? u then axioms := below.foldl (fun s a => s.insert a) axioms
        else if isImportedAxiom env u then axioms := axioms.insert u
      if axioms.size > before.size then
        found := found.insert n axioms
        isNew := true
    unless isNew do break
  return constants.filterMap fun (n, _, _) => (found.find? n).map (n, ·)

abbrev ConstantKinds := PersistentEnvExtension (Name × ConstantKind) (Name × ConstantKind) (NameMap ConstantKind)

/-- The extension in which Lean keeps what `getOriginalConstKind?` answers: it is private, but registered with the others. -/
unsafe def constantKindsUnsafe : IO (Option ConstantKinds) := do
  let all ← persistentEnvExtensionsRef.get
  return (all.find? fun e => privateToUserName e.name == `Lean.privateConstKindsExt).map fun e => unsafeCast e

@[implemented_by constantKindsUnsafe] opaque constantKinds : IO (Option ConstantKinds)

/-- Records that these constants are no better than axioms: whoever imports the module sees it, without bodies as well, and
so does the judge. -/
def declareUnproved (env : Environment) (unproved : Array (Name × NameSet)) : IO Environment := do
  if unproved.isEmpty then return env
  match ← constantKinds with
  | none => throw (IO.userError "this Lean does not keep the kinds of constants where they were")
  | some kinds => return unproved.foldl (fun env (n, _) => kinds.addEntry env (n, .axiom)) env

def compileModule (ictx : Parser.InputContext) (header : Header) (env : Environment) (p : ModuleCompileParams)
    (cancel : IO.CancelToken) : IO ModuleCompileResult := do
  IO.setNumHeartbeats 0
  let env := env.setMainModule (nameOfParts p.module)
  let state := Command.mkState env {} (compileOptions p.options)
  let (final, errors) ← compileFrom ictx cancel header.parser state []
  IO.setNumHeartbeats 0
  let messages ← mapIO (fun m => describeMessage ictx.fileMap none m) errors
  let unproved := unprovedConstants final.env
  try
    let env ← declareUnproved final.env unproved
    writeModule env ⟨p.out⟩
    let described := unproved.map fun (n, axioms) =>
      { name := nameText (privateToUserName n), axioms := axioms.toList.map nameText : Unproved }
    return { written := true, messages, unproved := described.toList }
  catch e =>
    let failure : Message := { severity := "error", position := positionAt ictx.fileMap 0, text := toString e, command := none }
    return { written := false, messages := appendList messages [failure], unproved := [] }

end Ariadne
