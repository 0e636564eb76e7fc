/-!
Elaborating whole files: command by command, with info trees and messages kept.
-/
open Lean Meta Elab

namespace Ariadne

structure Command where
  stx : Syntax
  envBefore : Environment
  messages : List Lean.Message
  trees : List InfoTree

structure Elaborated where
  env : Environment
  commands : List Command
  fileMap : FileMap

def positionAt (map : FileMap) (p : String.Pos.Raw) : Position :=
  let q := map.toPosition p
  { line := q.line, column := q.column, byte := p.byteIdx }

def rangeOf (map : FileMap) (stx : Syntax) : Range :=
  let start := (stx.getPos? false).getD 0
  let stop := (stx.getTailPos? false).getD start
  { start := positionAt map start, stop := positionAt map stop }

def describeMessage (map : FileMap) (m : Lean.Message) : IO Message := do
  let text ← m.data.toString
  let severity := match m.severity with
    | .error => "error" | .warning => "warning" | .information => "information"
  return { severity, position := { line := m.pos.line, column := m.pos.column, byte := (map.ofPosition m.pos).byteIdx }, text }

/-- Files are elaborated in one thread, and their info trees kept. -/
def fileOptions : Options :=
  ({} : Options).setBool `Elab.async false

def runCommand (x : Command.CommandElabM Unit) (ctx : Command.Context) (state : Command.State) :
    IO (Command.State × Option String) := do
  let ref ← IO.mkRef state
  match ← EIO.toIO' (x ctx ref) with
  | .ok _ => return (← ref.get, none)
  | .error e =>
    let text ← e.toMessageData.toString
    return (← ref.get, some text)

/-- A command is elaborated as it stands, except for what `rewrite` makes of it. -/
partial def elaborateFrom (ictx : Parser.InputContext) (rewrite : Nat → Syntax → Syntax) (cancel : IO.CancelToken)
    (parser : Parser.ModuleParserState) (state : Command.State) (count : Nat) (done : List Command) :
    IO (Command.State × List Command) := do
  match state.scopes with
  | [] => return (state, reverseOnto done [])
  | scope :: _ =>
    let pmctx : Parser.ParserModuleContext :=
      { env := state.env, options := scope.opts, currNamespace := scope.currNamespace, openDecls := scope.openDecls }
    let (stx, parser', parseMessages) := Parser.parseCommand ictx pmctx parser {}
    let ctx : Command.Context := {
      fileName := ictx.fileName, fileMap := ictx.fileMap, cmdPos := parser.pos, snap? := none, cancelTk? := some cancel }
    let state := { state with messages := parseMessages, infoState := { enabled := true } }
    let (after, failure) ← runCommand (fun c => Command.elabCommandTopLevel (rewrite count stx) c) ctx state
    let messages := appendList parseMessages.toList after.messages.toList
    let messages := match failure with
      | none => messages
      | some text => appendList messages
          [{ fileName := ictx.fileName, pos := ictx.fileMap.toPosition parser.pos, data := .ofFormat (.text text) }]
    let command : Command := { stx, envBefore := state.env, messages, trees := treesOf after.infoState }
    if Parser.isTerminalCommand stx then return (after, reverseOnto (command :: done) [])
    else elaborateFrom ictx rewrite cancel parser' after (count + 1) (command :: done)
where
  treesOf (s : InfoState) : List InfoTree := persistentList s.trees

def inputOf (text fileName : String) : Parser.InputContext :=
  { inputString := text, fileName, fileMap := text.toFileMap }

/-- The header of a file: its imports, and where its commands begin. -/
structure Header where
  imports : List Import
  /-- Does it begin with `module`? -/
  isModule : Bool
  parser : Parser.ModuleParserState
  messages : List Lean.Message

def parseHeaderOf (ictx : Parser.InputContext) : IO Header := do
  let (stx, parser, messages) ← Parser.parseHeader ictx
  return {
    imports := (headerToImports stx).toList, isModule := HeaderSyntax.isModule stx, parser, messages := messages.toList }

/-- Are library theorems stored without their bodies? -/
def storesExportedOnly (env : Environment) : Bool :=
  match env.find? `Nat.add_comm with
  | some (.axiomInfo _) => true
  | _ => false

/--
Where the library is stored without code, most definitions do not compile. They need not: proofs are about what they mean.
So the whole file is a `noncomputable section` there, which takes nothing away from what does compile.
-/
def withoutCode (env : Environment) (state : Command.State) : Command.State :=
  if storesExportedOnly env then
    { state with scopes := mapList (fun s : Command.Scope => { s with isNoncomputable := true }) state.scopes }
  else state

def elaborateFile (ictx : Parser.InputContext) (header : Header) (env : Environment) (rewrite : Nat → Syntax → Syntax)
    (cancel : IO.CancelToken) : IO Elaborated := do
  let state := withoutCode env (Command.mkState env {} fileOptions)
  let (final, commands) ← elaborateFrom ictx rewrite cancel header.parser state 0 []
  return { env := final.env, commands, fileMap := ictx.fileMap }

def messagesOf (e : Elaborated) : List Lean.Message :=
  concatLists (mapList (fun c : Command => c.messages) e.commands)

end Ariadne
