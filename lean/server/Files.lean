/-!
Files with `sorry`s in them: `file/load`, `file/drop`.
-/
open Lean Meta Elab

namespace Ariadne

def declarationAt (at_ : Nat) : List Command → Nat → Option (Nat × Command)
  | [], _ => none
  | c :: cs, index =>
    let stop := ((c.stx.getTailPos? false).getD 0).byteIdx
    if startOf c.stx <= at_ && at_ < stop then some (index, c) else declarationAt at_ cs (index + 1)

def goalsOfSorry (start : Start) : IO (List Goal) := do
  match ← (snapshotAt start).run unlimited none (fun a b c d e g => startFound start.found start.origin a b c d e g) with
  | .raised _ _ => return []
  | .done goals s => match ← s.run unlimited none (fun _ _ => groupGoals [] goals) with
    | .raised _ _ => return []
    | .done groups _ => return concatLists (mapList groupGoalsOf groups)

/-- The innermost declaration that holds a place: a command may wrap one (`open … in`), or hold several (`mutual`). -/
partial def declarationHolding (at_ : Nat) (stx : Syntax) : Option Syntax :=
  match stx with
  | .node _ kind args =>
    let stop := ((stx.getTailPos? false).getD 0).byteIdx
    if startOf stx <= at_ && at_ < stop then
      if kind == `Lean.Parser.Command.declaration then some stx else among args.toList
    else none
  | _ => none
where
  among : List Syntax → Option Syntax
    | [] => none
    | s :: ss => match declarationHolding at_ s with
      | some d => some d
      | none => among ss

def describeSorries (commands : List Command) (map : FileMap) : List Start → Nat → IO (List SorryInfo)
  | [], _ => return []
  | start :: rest, index => do
    let others ← describeSorries commands map rest (index + 1)
    let goals ← goalsOfSorry start
    let f := start.found
    let (command, declaration) := match declarationAt (startOf f.stx) commands 0 with
      | some (i, c) => (i, (declarationHolding (startOf f.stx) c.stx).getD c.stx)
      | none => (0, f.stx)
    let info : SorryInfo := {
      index, command
      declaration := declarationName f.context
      kind := declarationKind declaration
      position := if f.isTactic then "tactic" else "term"
      range := rangeOf map f.stx
      declarationRange := rangeOf map declaration
      goals }
    return info :: others

def hasSorry (env : Environment) (n : Name) : Bool :=
  match env.find? n with
  | some info => info.type.hasSorry || (match info.value? true with | some v => v.hasSorry | none => false)
  | none => false

/-- Is there a `sorry` in what a constant of the file rests on? -/
partial def restsOnSorry (env : Environment) : List Name → NameSet → Bool
  | [], _ => false
  | n :: rest, seen =>
    if seen.contains n || !isLocal env n then restsOnSorry env rest seen
    else if hasSorry env n then true
    else match env.find? n with
      | some info => restsOnSorry env (appendList (usedConstants info) rest) (seen.insert n)
      | none => restsOnSorry env rest (seen.insert n)

/-- Theorems of the file that rest on a `sorry`. -/
def taintedAmong (env : Environment) : List Name → NameSet → NameSet
  | [], s => s
  | n :: ns, s => match env.find? n with
    | some (.thmInfo _) => taintedAmong env ns (if restsOnSorry env [n] {} then s.insert n else s)
    | _ => taintedAmong env ns s

def ownNames (f : Found) (s : NameSet) : NameSet :=
  match f.context.parentDecl? with
  | some n => s.insert n
  | none => s

def withStarts (server : Server) (commands : List Command) (tainted : NameSet) : List Found → IO (List Start)
  | [] => return []
  | f :: fs => do
    let origin ← nextOrigin server
    let (env, variables) := match declarationAt (startOf f.stx) commands 0 with
      | some (_, c) => (environmentOf f c.envBefore, match c.state.scopes with | scope :: _ => sectionNames scope | [] => [])
      | none => (f.context.env, [])
    let rest ← withStarts server commands tainted fs
    let start : Start := { found := f, env, forbidden := ownNames f tainted, variables, origin }
    return start :: rest

/-- The declaration that an info tree belongs to. -/
partial def parentOf (tree : InfoTree) : Option Name :=
  match tree with
  | .context (.parentDeclCtx n) _ => some n
  | .context _ inner => parentOf inner
  | .node _ children => firstParent (persistentList children)
  | .hole _ => none
where
  firstParent : List InfoTree → Option Name
    | [] => none
    | t :: ts => match parentOf t with
      | some n => some n
      | none => firstParent ts

/-- Theorems of the file, in the order of their declaration. -/
def localTheorems (env : Environment) : List Command → List Name
  | [] => []
  | c :: cs =>
    if c.stx.getKind == `Lean.Parser.Command.declaration && (c.stx.getArg 1).getKind == `Lean.Parser.Command.theorem then
      appendList (namesOf c.trees) (localTheorems env cs)
    else localTheorems env cs
where
  namesOf : List InfoTree → List Name
    | [] => []
    | t :: ts => match parentOf t with
      | some n => if env.contains n then [privateToUserName n] else namesOf ts
      | none => namesOf ts

def allTrees (commands : List Command) : List InfoTree := concatLists (mapList (fun c : Command => c.trees) commands)

def collectAll : List InfoTree → List Found → List Found
  | [], found => found
  | t :: ts, found => collectAll ts (collectSorries none t found)

def storeFile (server : Server) (f : LoadedFile) : IO Nat := do
  let files ← server.files.get
  server.files.set (files.push (some f))
  return files.size

def failedLoad (written : List WrittenSorry) (imports : List String) (messages : List Message) : Answer :=
  .result ({ file := 0, sorries := [], written, theorems := [], imports, messages } : FileLoadResult).encode

def fileLoad (server : Server) (p : FileLoadParams) : IO Answer := do
  let ictx := inputOf p.text p.fileName
  let header ← parseHeaderOf ictx
  let imports := importNames header.imports
  let stop : BytePos := ⟨p.text.utf8ByteSize⟩
  let unreached := unreachedSorries ictx server.defaultEnv header.parser.pos stop
  match header.messages with
  | _ :: _ =>
    let messages ← mapIO (fun m => describeMessage ictx.fileMap none m) header.messages
    return failedLoad unreached imports messages
  | [] =>
    let cancel ← server.cancel
    match ← elaborateNext server ictx header p.options false cancel with
    | .error e =>
      return failedLoad unreached imports [{ severity := "error", position := positionAt ictx.fileMap 0, text := e, command := none }]
    | .ok none => return .interrupted
    | .ok (some known) =>
      let e := known.elaborated
      let commands := e.commands.toList
      let theorems := localTheorems e.env commands
      let found := orderSorries (collectAll (allTrees commands) [])
      let starts ← withStarts server commands (taintedAmong e.env (addedConstants e.env) {}) found
      let sorries ← describeSorries commands e.fileMap starts 0
      let messages ← describeMessages e
      if ← cancel.isSet then return .interrupted
      let file ← storeFile server { env := e.env, starts, theorems }
      let written := writtenSorries ictx stop commands
      return .result ({ file, sorries, written, theorems := mapList nameText theorems, imports, messages } : FileLoadResult).encode

def fileDrop (server : Server) (p : FileDropParams) : IO Answer := do
  let files ← server.files.get
  server.files.set (if p.file < files.size then files.set! p.file none else files)
  return .result Json.null

end Ariadne
