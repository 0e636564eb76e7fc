/-!
Elaborating whole files: command by command, with info trees and messages kept.
-/
open Lean Meta Elab

namespace Ariadne

/-- What a completed file has in the place of a `sorry` of the original. -/
structure Filling where
  hole : Syntax
  content : List Syntax

/-- What is elaborated for a command, and what the judge has against the command as it is written. -/
structure Prepared where
  stx : Syntax
  fillings : List Filling := []
  refusal : Option (String × String) := none
  /-- Nothing after this command can be told apart: the file is another one from here on. -/
  isLast : Bool := false

/-- One command of a file with the states before and after it, so that elaboration can go on from any of them. -/
structure Command where
  prepared : Prepared
  parser : Parser.ModuleParserState
  state : Command.State
  envAfter : Environment
  messages : List Lean.Message
  trees : List InfoTree

def Command.stx (c : Command) : Syntax := c.prepared.stx
def Command.envBefore (c : Command) : Environment := c.state.env

structure Elaborated where
  env : Environment
  commands : Array Command
  fileMap : FileMap

def positionAt (map : FileMap) (p : BytePos) : Position :=
  let q := map.toPosition p
  { line := q.line, column := q.column, byte := p.byteIdx }

def rangeOf (map : FileMap) (stx : Syntax) : Range :=
  let start := (stx.getPos? false).getD 0
  let stop := (stx.getTailPos? false).getD start
  { start := positionAt map start, stop := positionAt map stop }

def isError (m : Lean.Message) : Bool := match m.severity with | .error => true | _ => false

def describeMessage (map : FileMap) (command : Option Nat) (m : Lean.Message) : IO Message := do
  let text ← m.data.toString
  let severity := match m.severity with
    | .error => "error" | .warning => "warning" | .information => "information"
  let position : Position := { line := m.pos.line, column := m.pos.column, byte := (map.ofPosition m.pos).byteIdx }
  return { severity, position, text, command }

/-- Files are elaborated in one thread, and their info trees kept. -/
def fileOptions : Options :=
  ({} : Options).setBool `Elab.async false

def runCommand (x : Command.CommandElabM Unit) (ctx : Command.Context) (state : Command.State) :
    IO (Command.State × Option String) := do
  let ref ← IO.mkRef state
  IO.setNumHeartbeats 0
  match ← EIO.toIO' (x ctx ref) with
  | .ok _ => return (← ref.get, none)
  | .error e =>
    let text ← e.toMessageData.toString
    return (← ref.get, some text)

/-- What is to be elaborated for the n-th command, and whether it may be. -/
abbrev Prepare := Nat → Syntax → Prepared

def asWritten : Prepare := fun _ stx => { stx }

/--
Elaborates one command after the other. `none` where it was told to stop on the way: what is there then is not the whole
file, and must not be taken for it.
-/
partial def elaborateFrom (ictx : Parser.InputContext) (prepare : Prepare) (cancel : IO.CancelToken)
    (parser : Parser.ModuleParserState) (state : Command.State) (done : Array Command) :
    IO (Option (Array Command)) := do
  match state.scopes with
  | [] => return some done
  | scope :: _ =>
    let pmctx : Parser.ParserModuleContext :=
      { env := state.env, options := scope.opts, currNamespace := scope.currNamespace, openDecls := scope.openDecls }
    let (stx, parser', parseMessages) := Parser.parseCommand ictx pmctx parser {}
    let prepared := prepare done.size stx
    let ctx : Command.Context := {
      fileName := ictx.fileName, fileMap := ictx.fileMap, cmdPos := parser.pos, snap? := none, cancelTk? := some cancel }
    let state := { state with messages := {}, infoState := { enabled := true } }
    let (after, failure) ← runCommand (fun c => Command.elabCommandTopLevel prepared.stx c) ctx
      { state with messages := parseMessages }
    if ← cancel.isSet then return none
    let messages := appendList parseMessages.toList after.messages.toList
    let messages := match failure with
      | none => messages
      | some text => appendList messages
          [{ fileName := ictx.fileName, pos := ictx.fileMap.toPosition parser.pos, data := .ofFormat (.text text) }]
    let command : Command :=
      { prepared, parser, state, envAfter := after.env, messages, trees := persistentList after.infoState.trees }
    let done := done.push command
    if prepared.isLast || Parser.isTerminalCommand stx then return some done
    else elaborateFrom ictx prepare cancel parser' after done

/-- The header of a file: its imports, and where its commands begin. -/
structure Header where
  imports : List Import
  /-- Does it begin with `module`? -/
  isModule : Bool
  parser : Parser.ModuleParserState
  messages : List Lean.Message

def parseHeaderOf (ictx : Parser.InputContext) : IO Header := do
  let h ← readHeader ictx
  return { imports := h.imports, isModule := h.isModule, parser := h.parser, messages := h.messages.toList }

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

def wholeFile (ictx : Parser.InputContext) (env : Environment) (commands : Array Command) : Elaborated :=
  let env := match commands[commands.size - 1]? with | some c => c.envAfter | none => env
  { env, commands, fileMap := ictx.fileMap }

def elaborateFile (ictx : Parser.InputContext) (header : Header) (env : Environment) (prepare : Prepare)
    (cancel : IO.CancelToken) (options : Options := fileOptions) : IO (Option Elaborated) := do
  let state := withoutCode env (Command.mkState env {} options)
  match ← elaborateFrom ictx prepare cancel header.parser state #[] with
  | none => return none
  | some commands => return some (wholeFile ictx env commands)

/-- How many commands two texts have in common. One more is compared than is counted: a command ends where the next begins. -/
partial def commonCommands (original completed : String) (before : Elaborated) (i : Nat) : Nat :=
  match before.commands[i]?, before.commands[i + 1]? with
  | some c, some next =>
    match next.stx.getTailPos? false with
    | none => i
    | some stop =>
      let start := c.parser.pos.byteIdx
      if slice original start stop.byteIdx == slice completed start stop.byteIdx then
        commonCommands original completed before (i + 1)
      else i
  | _, _ => i

/-- Lean counts too many heartbeats where tasks run at once in the thread that makes them (`Equations.lean`): a limit that the
file does not set itself would refuse there what holds elsewhere. The clock stops what overruns. -/
def withoutHeartbeats (state : Command.State) : Command.State :=
  if storesExportedOnly state.env then
    { state with scopes := mapList unlimitedScope state.scopes }
  else state
where
  unlimitedScope (s : Command.Scope) : Command.Scope :=
    match maxHeartbeats.get? s.opts with
    | some _ => s
    | none => { s with opts := s.opts.set `maxHeartbeats (0 : Nat) }

/-- Elaborates a file whose first commands, so many of them, are those of another one. `enter` makes the state to begin in. -/
def elaborateAfter (ictx : Parser.InputContext) (before : Elaborated) (shared : Nat) (prepare : Prepare)
    (cancel : IO.CancelToken) (enter : Command.State → Command.State := fun s => s) : IO (Option Elaborated) := do
  match before.commands[shared]? with
  | none => return some { before with fileMap := ictx.fileMap }
  | some first =>
    match ← elaborateFrom ictx prepare cancel first.parser (enter first.state) (takeList shared before.commands.toList []).toArray with
    | none => return none
    | some commands => return some (wholeFile ictx before.env commands)

/-- All messages of a file, each with the index of its command. -/
def describeMessages (e : Elaborated) : IO (List Message) := go e.commands.toList 0
where
  go : List Command → Nat → IO (List Message)
    | [], _ => return []
    | c :: cs, i => do
      let here ← mapIO (fun m => describeMessage e.fileMap (some i) m) c.messages
      let rest ← go cs (i + 1)
      return appendList here rest

end Ariadne
