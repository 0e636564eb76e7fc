/-!
The REPL: a function from JSON-RPC requests to responses, over references that hold what is loaded.
-/
open Lean Meta Elab

namespace Ariadne

/-- A `sorry` ready to be started: the environment in which, and what its proof must not use. -/
structure Start where
  found : Found
  env : Environment
  forbidden : NameSet
  origin : Nat

structure LoadedFile where
  env : Environment
  starts : List Start
  theorems : List Name

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
  origins : IO.Ref Nat

inductive Answer where
  | result (json : Json)
  | invalid (message : String)

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
  record [("module", strings (nameParts i.module [])), ("importAll", Json.bool i.importAll),
    ("isExported", Json.bool i.isExported), ("isMeta", Json.bool i.isMeta)]

/-- Environments are the host's to make where the library has no code for what Lean's own import needs (see
`src/lean/embedded/import-modules.ts`): the request is given up, and comes again when the environment is there. -/
def importBy (server : Server) (imports : List Import) (isModule : Bool) : IO (Except String Environment) := do
  match server.host with
  | none =>
    try
      let env ← importModules imports.toArray {} 0 #[] false true
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

-- initialize

def serverInfo (server : Server) : IO Answer := do
  let info : InitializeResult := {
    leanVersion := versionString, githash := githash, protocol := 1, exportedOnly := server.exportedOnly }
  return .result info.encode

-- goal/start

def refuse (kind message : String) : Answer :=
  .result ({ states := none, refusal := some { kind, message, position := none } } : GoalStartResult).encode

/-- Makes goals in a snapshot and stores the independent groups that they form. -/
def startWith (server : Server) (s : Snapshot) (make : TermElabM (List MVarId)) : IO Answer := do
  match ← s.run unlimited none make with
  | .raised _ message => return refuse "elaboration" message
  | .done goals s' =>
    match ← s'.run unlimited none (fun _ _ => groupGoals [] goals) with
    | .raised _ message => return refuse "elaboration" message
    | .done groups _ =>
      let states ← storeGroups server (withGoals s' groups)
      return .result ({ states := some states, refusal := none } : GoalStartResult).encode

def snapshotAt (s : Start) : Snapshot := snapshotOf s.found s.env s.forbidden s.origin

def startSorry (server : Server) (file index : Nat) : IO Answer := do
  let files ← server.files.get
  match files.getD file none with
  | none => return refuse "unknown-file" "this file is not loaded"
  | some f => match nth f.starts index with
    | none => return refuse "unknown-declaration" "the file has no 'sorry' of this index"
    | some start => startWith server (snapshotAt start) (fun a b c d e g => startFound start.found start.origin a b c d e g)
where
  nth {α : Type} : List α → Nat → Option α
    | [], _ => none
    | a :: _, 0 => some a
    | _ :: as, n + 1 => nth as n

def startText (server : Server) (text : String) : IO Answer := do
  match Parser.runParserCategory server.defaultEnv `term text with
  | .error e => return refuse "parse" e
  | .ok stx =>
    let origin ← nextOrigin server
    let s := emptySnapshot server.defaultEnv origin
    match ← s.run unlimited none (fun a b c d e g => Term.elabType stx a b c d e g) with
    | .raised _ message => return refuse "elaboration" message
    | .done _ _ => startWith server s (fun a b c d e g => startStatement text stx a b c d e g)

def startTheorem (server : Server) (name module : String) : IO Answer := do
  match ← readLibrary name module with
  | .error r => return .result ({ states := none, refusal := some r } : GoalStartResult).encode
  | .ok t => match ← environmentFor server t.imports with
    | .error e => return refuse "import" e
    | .ok env =>
      let origin ← nextOrigin server
      startWith server (emptySnapshot env origin) (fun a b c d e g => startLibrary t a b c d e g)

def goalStart (server : Server) (p : GoalStartParams) : IO Answer :=
  match p.file, p.index, p.statement, p.library, p.module with
  | some file, some index, _, _, _ => startSorry server file index
  | _, _, some text, _, _ => startText server text
  | _, _, _, some name, some module => startTheorem server name module
  | _, _, _, _, _ => return .invalid "give 'file' and 'index', or 'statement', or 'library' and 'module'"

-- tactic/run

def outcomeOf (server : Server) (micros : Nat) : Attempt → IO TacticOutcome
  | .proved => return { kind := "proved", states := none, message := none, micros }
  | .failed kind message => return { kind, states := none, message := some message, micros }
  | .progress left => do
    let states ← storeGroups server left
    return { kind := "progress", states := some states, message := none, micros }

def runTactics (server : Server) (s : Snapshot) (limits : Limits) : List String → IO (List TacticOutcome)
  | [] => return []
  | t :: ts => do
    let cancel ← server.cancel
    let start ← IO.monoNanosNow
    let result ← attempt s { heartbeats := limits.heartbeats, recursion := limits.recursion } cancel t
    let stop ← IO.monoNanosNow
    let outcome ← outcomeOf server ((stop - start) / 1000) result
    let rest ← runTactics server s limits ts
    return outcome :: rest

def unknownState (ts : List String) : List TacticOutcome :=
  mapList (fun _ => { kind := "unknown-state", states := none, message := some "this state was dropped", micros := 0 }) ts

def tacticRun (server : Server) (p : TacticRunParams) : IO Answer := do
  let states ← server.states.get
  match states.getD p.state none with
  | none => return .result ({ outcomes := unknownState p.tactics } : TacticRunResult).encode
  | some s =>
    let outcomes ← runTactics server s p.limits p.tactics
    return .result ({ outcomes } : TacticRunResult).encode

-- state/drop

def dropAll (ids : List Nat) (states : Array (Option Snapshot)) : Array (Option Snapshot) :=
  match ids with
  | [] => states
  | i :: is => dropAll is (if i < states.size then states.set! i none else states)

def countLive : List (Option Snapshot) → Nat → Nat
  | [], n => n
  | some _ :: rest, n => countLive rest (n + 1)
  | none :: rest, n => countLive rest n

def stateDrop (server : Server) (p : StateDropParams) : IO Answer := do
  let states ← server.states.get
  server.states.set #[]
  let left := dropAll p.states states
  server.states.set left
  return .result ({ live := left.size } : StateDropResult).encode

-- file/load, file/drop

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

/-- The name by which `proof/check` knows a declaration: an `example` goes by the index of its command. -/
def checkNameOf (declaration : String) (index : Nat) : String :=
  if declaration == "" then nameText (exampleName index) else declaration

def describeSorries (commands : List Command) (map : FileMap) : List Start → Nat → IO (List SorryInfo)
  | [], _ => return []
  | start :: rest, index => do
    let others ← describeSorries commands map rest (index + 1)
    let goals ← goalsOfSorry start
    let f := start.found
    let declaration := declarationName f.context
    let place := declarationAt (startOf f.stx) commands 0
    let info : SorryInfo := {
      index, declaration
      checkName := checkNameOf declaration (match place with | some (i, _) => i | none => 0)
      kind := match place with | some (_, c) => declarationKind c.stx | none => ""
      position := if f.isTactic then "tactic" else "term"
      range := rangeOf map f.stx
      declarationRange := match place with | some (_, c) => rangeOf map c.stx | none => rangeOf map f.stx
      goals }
    return info :: others

/-- Theorems of the file that rest on a `sorry`, by their names in the environment. -/
def taintedAmong (env : Environment) : List Name → NameSet → NameSet
  | [], s => s
  | n :: ns, s => match resolveDeclaration env (nameText n) with
    | none => taintedAmong env ns s
    | some full =>
      let below := (reach env true [full] {}).locals
      taintedAmong env ns (if anyList (isTainted env) below then s.insert full else s)

def ownNames (f : Found) (s : NameSet) : NameSet :=
  match f.context.parentDecl? with
  | some n => s.insert n
  | none => s

def withStarts (server : Server) (commands : List Command) (tainted : NameSet) : List Found → IO (List Start)
  | [] => return []
  | f :: fs => do
    let origin ← nextOrigin server
    let env := match declarationAt (startOf f.stx) commands 0 with
      | some (_, c) => environmentOf f c.envBefore
      | none => f.context.env
    let rest ← withStarts server commands tainted fs
    let start : Start := { found := f, env, forbidden := ownNames f tainted, origin }
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

def failedLoad (imports : List String) (messages : List Message) : Answer :=
  .result ({ file := 0, sorries := [], theorems := [], imports, messages } : FileLoadResult).encode

def keepAsIs (_ : Nat) (stx : Syntax) : Syntax := stx

def fileLoad (server : Server) (p : FileLoadParams) : IO Answer := do
  let ictx := inputOf p.text p.fileName
  let header ← parseHeaderOf ictx
  let imports := importNames header.imports
  match header.messages with
  | _ :: _ =>
    let messages ← mapIO (describeMessage ictx.fileMap) header.messages
    return failedLoad imports messages
  | [] => match ← environmentFor server header.imports header.isModule with
    | .error e =>
      return failedLoad imports [{ severity := "error", position := positionAt ictx.fileMap 0, text := e }]
    | .ok env =>
      let cancel ← server.cancel
      let e ← elaborateFile ictx header env keepAsIs cancel
      let theorems := localTheorems e.env e.commands
      let found := orderSorries (collectAll (allTrees e.commands) [])
      let starts ← withStarts server e.commands (taintedAmong e.env theorems {}) found
      let file ← storeFile server { env := e.env, starts, theorems }
      let sorries ← describeSorries e.commands e.fileMap starts 0
      let messages ← mapIO (describeMessage e.fileMap) (messagesOf e)
      return .result ({ file, sorries, theorems := mapList nameText theorems, imports, messages } : FileLoadResult).encode

def fileDrop (server : Server) (p : FileDropParams) : IO Answer := do
  let files ← server.files.get
  server.files.set (if p.file < files.size then files.set! p.file none else files)
  return .result Json.null

-- proof/check

def errorsOf (messages : List Message) : List String :=
  mapList (fun m => toString m.position.line ++ ":" ++ toString m.position.column ++ ": " ++ m.text)
    (filterList (fun m => m.severity == "error") messages)

def refuseAll (p : ProofCheckParams) (reason message : String) : Answer :=
  .result ({ results := mapList (fun d => rejected d reason message []) p.declarations, messages := [] } :
    ProofCheckResult).encode

def checkBoth (server : Server) (p : ProofCheckParams) (env : Environment) (ictx ictx' : Parser.InputContext)
    (header header' : Header) : IO Answer := do
  let cancel ← server.cancel
  let before ← elaborateFile ictx header env (fun i s => nameExample i s) cancel
  let after ← elaborateFile ictx' header' env (fun i s => nameExample i s) cancel
  let messages ← mapIO (describeMessage after.fileMap) (messagesOf after)
  let results := mapList (judge before.env after.env server.exportedOnly (errorsOf messages)) p.declarations
  return .result ({ results, messages } : ProofCheckResult).encode

def proofCheck (server : Server) (p : ProofCheckParams) : IO Answer := do
  let ictx := inputOf p.original p.fileName
  let header ← parseHeaderOf ictx
  let ictx' := inputOf p.completed p.fileName
  let header' ← parseHeaderOf ictx'
  if sameStrings (importNames header.imports) (importNames header'.imports) then
    match ← environmentFor server header.imports header.isModule with
    | .error e => return refuseAll p "error" e
    | .ok env => checkBoth server p env ictx ictx' header header'
  else return refuseAll p "statement" "the imports have changed"

-- library/check

def libraryCheck (server : Server) (p : LibraryCheckParams) : IO Answer := do
  let no := fun (reason message : String) => Answer.result (rejected p.library reason message []).encode
  match ← readLibrary p.library p.module with
  | .error r => return no "missing" r.message
  | .ok t => match ← environmentFor server t.imports with
    | .error e => return no "error" e
    | .ok env => match parseTactics env {} .anonymous [] p.script with
      | .error e => return no "error" e
      | .ok stx => match forbidden? stx with
        | some why => return no "error" why
        | none =>
          let origin ← nextOrigin server
          let s := emptySnapshot env origin
          let cancel ← server.cancel
          match ← s.run { heartbeats := 0, recursion := 512 } (some cancel) (fun a b c d e g => checkLibrary t stx a b c d e g) with
          | .raised _ message => return no "error" message
          | .done (.error e) _ => return no "error" e
          | .done (.ok value) s' =>
            let errors ← errorTexts s'.core.messages.toList
            if value.hasSorry then return no "sorry" "the proof depends on 'sorry'"
            else match errors with
              | e :: _ => return no "error" e
              | [] =>
                let name := `_ariadne_library_check
                let d := Declaration.thmDecl { name, levelParams := t.levels, type := t.type, value }
                match s'.core.env.addDeclCore 0 d none with
                | .error _ => return no "kernel" "the kernel does not accept the proof"
                | .ok env' =>
                  let below := reach env' server.exportedOnly [name] {}
                  let axioms := mapList nameText below.axioms
                  match filterList (fun n => !memName n standardAxioms) below.axioms with
                  | n :: _ => return .result (rejected p.library "axiom" ("the proof depends on the axiom '" ++ nameText n ++ "'") below.axioms).encode
                  | [] => return .result ({ declaration := p.library, verdict := "verified", reason := none, message := none, axioms } : CheckedDeclaration).encode

-- env/theorems, env/modules

def fileTheorems (env : Environment) (names : List Name) : List TheoremInfo :=
  match names with
  | [] => []
  | n :: ns => match resolveDeclaration env (nameText n) with
    | none => fileTheorems env ns
    | some full => match env.find? full with
      | none => fileTheorems env ns
      | some info => { theoremInfo .anonymous {} info with name := nameText n } :: fileTheorems env ns

def withEnvironment (server : Server) (imports : List String) (use : Environment → IO Answer) : IO Answer := do
  match imports with
  | [] => use server.defaultEnv
  | _ => match ← environmentFor server (importsOf imports) with
    | .error e => return .invalid e
    | .ok env => use env

def envTheorems (server : Server) (p : EnvTheoremsParams) : IO Answer := do
  match p.file with
  | some file =>
    let files ← server.files.get
    match files.getD file none with
    | none => return .invalid "this file is not loaded"
    | some f => return .result ({ theorems := fileTheorems f.env f.theorems } : EnvTheoremsResult).encode
  | none => withEnvironment server p.imports fun env => do
    let origin ← nextOrigin server
    match ← (emptySnapshot env origin).run unlimited none (fun _ _ => listTheorems env p.modules) with
    | .raised _ message => return .invalid message
    | .done theorems _ => return .result ({ theorems } : EnvTheoremsResult).encode

def envModules (server : Server) (p : EnvModulesParams) : IO Answer :=
  withEnvironment server p.imports fun env =>
    return .result ({ modules := mapList nameText env.allImportedModuleNames.toList } : EnvModulesResult).encode

-- module/compile

def moduleCompile (server : Server) (p : ModuleCompileParams) : IO Answer := do
  let ictx := inputOf p.text p.fileName
  let header ← parseHeaderOf ictx
  let failed (messages : List Message) : Answer := .result ({ messages, written := false, unproved := [] } : ModuleCompileResult).encode
  match header.messages with
  | _ :: _ =>
    let messages ← mapIO (describeMessage ictx.fileMap) header.messages
    return failed messages
  | [] => match ← importBy server header.imports header.isModule with
    | .error e => return failed [{ severity := "error", position := positionAt ictx.fileMap 0, text := e }]
    | .ok env =>
      let cancel ← server.cancel
      let result ← compileModule ictx header env p cancel
      return .result result.encode

-- dispatch

def decoded {α : Type} (params : Except String α) (use : α → IO Answer) : IO Answer :=
  match params with
  | .error e => return .invalid e
  | .ok p => use p

def dispatch (server : Server) (method : String) (params : Json) : IO (Option Answer) := do
  let known (a : IO Answer) : IO (Option Answer) := do
    let a ← a
    return some a
  match method with
  | "initialize" => known (serverInfo server)
  | "file/load" => known (decoded (FileLoadParams.decode params) (fileLoad server))
  | "file/drop" => known (decoded (FileDropParams.decode params) (fileDrop server))
  | "goal/start" => known (decoded (GoalStartParams.decode params) (goalStart server))
  | "tactic/run" => known (decoded (TacticRunParams.decode params) (tacticRun server))
  | "state/drop" => known (decoded (StateDropParams.decode params) (stateDrop server))
  | "proof/check" => known (decoded (ProofCheckParams.decode params) (proofCheck server))
  | "library/check" => known (decoded (LibraryCheckParams.decode params) (libraryCheck server))
  | "env/theorems" => known (decoded (EnvTheoremsParams.decode params) (envTheorems server))
  | "env/modules" => known (decoded (EnvModulesParams.decode params) (envModules server))
  | "module/compile" => known (decoded (ModuleCompileParams.decode params) (moduleCompile server))
  | _ => return none

def failure (id : Json) (code : Int) (message : String) : Json :=
  Json.mkObj [("jsonrpc", Json.str "2.0"), ("id", id),
    ("error", Json.mkObj [("code", Json.num { mantissa := code, exponent := 0 }), ("message", Json.str message)])]

def respond (server : Server) (request : String) : IO String := do
  match Json.parse request with
  | .error e => return (failure .null (-32700) e).compress
  | .ok j =>
    let id := match j.getObjVal? "id" with | .ok v => v | .error _ => Json.null
    let params := match j.getObjVal? "params" with | .ok v => v | .error _ => Json.null
    match stringField j "method" with
    | .error e => return (failure id (-32600) e).compress
    | .ok method =>
      try
        match ← dispatch server method params with
        | none => return (failure id (-32601) ("there is no method '" ++ method ++ "'")).compress
        | some (.invalid message) => return (failure id (-32602) message).compress
        | some (.result r) => return (Json.mkObj [("jsonrpc", Json.str "2.0"), ("id", id), ("result", r)]).compress
      catch e => match ← server.wanted.get with
        | some what =>
          server.wanted.set none
          return (record [("environmentWanted", what)]).compress
        | none => return (failure id (-32603) (toString e)).compress

/-- Imports the default environment and returns the REPL: one JSON-RPC request in, one response out. -/
def mkServerWith (imports : String) (cancel : IO IO.CancelToken) (host : Option (IO.Ref (Option (Except String Environment)))) :
    IO (String → IO String) := do
  let modules := splitAt ' ' imports 0 0
  let env ← importModules (importsOf modules).toArray {} 0 #[] false true
  let states ← IO.mkRef #[]
  let files ← IO.mkRef #[]
  let environments ← IO.mkRef []
  let wanted ← IO.mkRef none
  let origins ← IO.mkRef 0
  let server : Server := {
    defaultImports := modules, defaultEnv := env, exportedOnly := storesExportedOnly env, cancel, states, files,
    environments, host, wanted, origins }
  return fun request => respond server request

/-- For a host that resets the one token by itself, and makes environments. -/
def mkServer (imports : String) (cancel : IO.CancelToken) (host : IO.Ref (Option (Except String Environment))) :
    IO (String → IO String) :=
  mkServerWith imports (return cancel) (some host)

end Ariadne
