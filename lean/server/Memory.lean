/-!
What the REPL remembers between two requests: environments, loaded files, proof states.
-/
open Lean Meta Elab

namespace Ariadne

/-- A `sorry` ready to be started: the environment in which, and what its proof must not use. -/
structure Start where
  found : Found
  env : Environment
  forbidden : NameSet
  /-- The `variable`s of the section that it stands in, with their names in quotations. -/
  variables : List (Name × Name)
  origin : Nat

structure LoadedFile where
  env : Environment
  starts : List Start
  theorems : List Name

/-- A file that was elaborated, and the environment of its imports. -/
structure KnownFile where
  text : String
  fileName : String
  header : Header
  options : List OptionSetting
  pristine : Environment
  elaborated : Elaborated
  /-- Have its `example`s names by position, as the judge gives them? -/
  named : Bool

/-- Everything that the server remembers. States and files are never moved: a dropped one leaves a gap. -/
structure Server where
  defaultImports : List String
  defaultEnv : Environment
  exportedOnly : Bool
  /-- The token that stops what runs now. A native Lean makes a new one for every tactic, the embedded one resets its own. -/
  cancel : IO IO.CancelToken
  states : IO.Ref (Array (Option Snapshot))
  files : IO.Ref (Array (Option LoadedFile))
  /-- The environments imported last, by their import lists; one is kept, for memory. -/
  environments : IO.Ref (List (String × Environment))
  /-- Where the host puts an environment that it was asked for; `none` where Lean imports by itself. -/
  host : Option (IO.Ref (Option (Except String Environment)))
  /-- What the host is to be asked for, in place of an answer. -/
  wanted : IO.Ref (Option Json)
  /-- Who hears each outcome of a batch as it comes, as JSON, and says whether to go on. Without one, all are in the answer. -/
  listener : IO.Ref (Option (String → IO Bool))
  origins : IO.Ref Nat
  /-- The file that was elaborated last: one with the same beginning goes on from there. -/
  lastFile : IO.Ref (Option KnownFile)

inductive Answer where
  | result (json : Json)
  | invalid (message : String)
  /-- It was told to stop on the way; what is there by then is not the answer. -/
  | interrupted

def importNames (is : List Import) : List String := mapList (fun i : Import => nameText i.module) is

def sameStrings : List String → List String → Bool
  | [], [] => true
  | a :: as, b :: bs => a == b && sameStrings as bs
  | _, _ => false

def lookupEnvironment (key : String) : List (String × Environment) → Option Environment
  | [] => none
  | (k, e) :: rest => if k == key then some e else lookupEnvironment key rest

def nameParts (n : Name) (rest : List String) : List String :=
  match n with
  | .anonymous => rest
  | .str p s => nameParts p (s :: rest)
  | .num p i => nameParts p (toString i :: rest)

def encodeImport (i : Import) : Json :=
  let flags := importFlags i
  record [("module", strings (nameParts i.module [])), ("importAll", Json.bool flags.importAll),
    ("isExported", Json.bool flags.isExported), ("isMeta", Json.bool flags.isMeta)]

/-- Environments are the host's to make where the library has no code for what Lean's own import needs (see
`src/lean/embedded/runtime/import-modules.ts`): the request is given up, and comes again when the environment is there. -/
def importBy (server : Server) (imports : List Import) (isModule : Bool) : IO (Except String Environment) := do
  match server.host with
  | none =>
    try
      let env ← importAsWritten imports.toArray isModule
      return .ok env
    catch e => return .error (toString e)
  | some place => match ← place.get with
    | some found =>
      place.set none
      return found
    | none =>
      server.wanted.set (some (record [("imports", objects (mapList encodeImport imports)), ("isModule", Json.bool isModule)]))
      throw (IO.userError "an environment is wanted")

def environmentFor (server : Server) (imports : List Import) (isModule : Bool := false) : IO (Except String Environment) := do
  let names := importNames imports
  let key := (objects (mapList encodeImport imports)).compress ++ toString isModule
  let known ← server.environments.get
  let isDefault := !isModule && sameStrings names server.defaultImports
  let ready := if isDefault then some server.defaultEnv else lookupEnvironment key known
  match ready with
  | some env => return .ok env
  | none =>
    let found ← importBy server imports isModule
    match found with
    | .ok env => server.environments.set [(key, env)]
    | .error _ => pure ()
    return found

/-- Files of one folder see the same files beside them; their own names say nothing to Lean. -/
def folderOf (fileName : String) : String := joinStrings "/" (reverseOnto (reverseOnto (splitAt '/' fileName 0 0) []).tail [])

def sameOptions : List OptionSetting → List OptionSetting → Bool
  | [], [] => true
  | a :: as, b :: bs => a.name == b.name && a.kind == b.kind && a.value == b.value && sameOptions as bs
  | _, _ => false

/-- The options under which a file is elaborated: those of its project, in one thread. -/
def optionsUnder (settings : List OptionSetting) : Options := (go {} settings).setBool `Elab.async false
where
  go (options : Options) : List OptionSetting → Options
    | [] => options
    | s :: rest => go (setOption options s) rest

/-- How many commands of a known file stand at the beginning of another one as they are. -/
def commandsShared (known : KnownFile) (ictx : Parser.InputContext) (header : Header) (options : List OptionSetting)
    (named : Bool) : Nat :=
  let start := header.parser.pos.byteIdx
  if !sameOptions known.options options then 0 else
  if folderOf known.fileName != folderOf ictx.fileName || slice known.text 0 known.header.parser.pos.byteIdx != slice (inputText ictx) 0 start then 0
  else
    let common :=
      if known.text == (inputText ictx) then known.elaborated.commands.size
      else commonCommands known.text (inputText ictx) known.elaborated 0
    if known.named == named then common else if known.named then 0 else withoutExamples known.elaborated.commands common 0
where
  withoutExamples (commands : Array Command) : Nat → Nat → Nat
    | 0, i => i
    | left + 1, i => match commands[i]? with
      | some c => if holdsExample c.stx then i else withoutExamples commands left (i + 1)
      | none => i

/-- Elaborates a file, from the first command in which it differs from the last one. `named`: its `example`s get names. -/
def elaborateNext (server : Server) (ictx : Parser.InputContext) (header : Header) (settings : Option (List OptionSetting))
    (named : Bool) (cancel : IO.CancelToken) : IO (Except String (Option KnownFile)) := do
  match ← environmentFor server header.imports header.isModule with
  | .error e => return .error e
  | .ok pristine =>
    let known ← server.lastFile.get
    let options := settings.getD []
    let shared := match known with | some k => commandsShared k ictx header options named | none => 0
    let prepare := if named then withExamples else asWritten
    let elaborated ← (match known, shared with
      | some k, shared + 1 => elaborateAfter ictx k.elaborated (shared + 1) prepare cancel
      | _, _ => elaborateFile ictx header pristine prepare cancel (optionsUnder options) : IO (Option Elaborated))
    match elaborated with
    | none => return .ok none
    | some elaborated =>
      let file : KnownFile := { text := inputText ictx, fileName := ictx.fileName, header, options, pristine, elaborated, named }
      server.lastFile.set (some file)
      return .ok (some file)

def nextOrigin (server : Server) : IO Nat := do
  let n ← server.origins.get
  server.origins.set (n + 1)
  return n

def store (server : Server) (s : Snapshot) : IO Nat := do
  let states ← server.states.get
  server.states.set (states.push (some s))
  return states.size

def storeGroups (server : Server) : List (Group × Snapshot) → IO (List ProofState)
  | [] => return []
  | (g, s) :: rest => do
    let id ← store server s
    let others ← storeGroups server rest
    let state : ProofState := { state := id, key := groupKey g, goals := groupGoalsOf g, positions := groupPositions g }
    return state :: others

def importsOf (modules : List String) : List Import :=
  mapList (fun m => ({ module := m.toName } : Import)) modules

end Ariadne
