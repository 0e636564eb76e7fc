/-!
Compiling a module of a project: elaborated as `lean` does it, then written where other modules find it.
-/
open Lean Meta Elab

namespace Ariadne

def nameOfParts (parts : List String) : Name := go .anonymous parts
where
  go (n : Name) : List String → Name
    | [] => n
    | p :: ps => go (.str n p) ps

def setOption (options : Options) (s : OptionSetting) : Options :=
  let name := s.name.toName
  match s.kind with
  | "bool" => options.setBool name (s.value == "true")
  | "nat" => options.setNat name (s.value.toNat?.getD 0)
  | _ => options.setString name s.value

/-- One thread, and no linters: nobody reads their warnings. -/
def compileOptions (settings : List OptionSetting) : Options :=
  go ((({} : Options).setBool `Elab.async false).setBool `linter.all false) settings
where
  go (options : Options) : List OptionSetting → Options
    | [] => options
    | s :: rest => go (setOption options s) rest

def isErrorMessage (m : Lean.Message) : Bool := match m.severity with | .error => true | _ => false

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
    let errors := reverseOnto (filterList isErrorMessage messages) errors
    if Parser.isTerminalCommand stx then return (after, reverseOnto errors [])
    else compileFrom ictx cancel parser' after errors

def compileModule (ictx : Parser.InputContext) (header : Header) (env : Environment) (p : ModuleCompileParams)
    (cancel : IO.CancelToken) : IO ModuleCompileResult := do
  IO.setNumHeartbeats 0
  let env := env.setMainModule (nameOfParts p.module)
  let state := Command.mkState env {} (compileOptions p.options)
  let (final, errors) ← compileFrom ictx cancel header.parser state []
  IO.setNumHeartbeats 0
  let messages ← mapIO (describeMessage ictx.fileMap) errors
  try
    writeModule final.env ⟨p.out⟩
    return { written := true, messages, unproved := [] }
  catch e =>
    let failure : Message := { severity := "error", position := positionAt ictx.fileMap 0, text := toString e }
    return { written := false, messages := appendList messages [failure], unproved := [] }

end Ariadne
