/-!
Proof states: `goal/start`, `tactic/run`, `state/drop`.
-/
open Lean Meta Elab

namespace Ariadne

/-! ## goal/start -/

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
      let ready ← withEquations s' (concatLists (mapList groupGoalsOf groups))
      let states ← storeGroups server (withGoals ready groups)
      return .result ({ states := some states, refusal := none } : GoalStartResult).encode

def snapshotAt (s : Start) : Snapshot :=
  withSection s.variables (localContextOf s.found) (snapshotOf s.found s.env s.forbidden s.origin)

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

/-! ## tactic/run -/

def outcomeOf (server : Server) (micros : Nat) : Attempt → IO TacticOutcome
  | .proved => return { kind := "proved", states := none, message := none, micros }
  | .failed kind message => return { kind, states := none, message := some message, micros }
  | .progress left => do
    let states ← storeGroups server left
    return { kind := "progress", states := some states, message := none, micros }

def runTactics (server : Server) (s : Snapshot) (limits : Limits) (listener : Option (String → IO Bool)) :
    List String → IO (List TacticOutcome)
  | [] => return []
  | t :: ts => do
    let cancel ← server.cancel
    let start ← IO.monoNanosNow
    let result ← attempt s { heartbeats := limits.heartbeats, recursion := limits.recursion } cancel t
    let stop ← IO.monoNanosNow
    let outcome ← outcomeOf server ((stop - start) / 1000) result
    match listener with
    | some hears =>
      if ← hears outcome.encode.compress then runTactics server s limits listener ts else return []
    | none =>
      let rest ← runTactics server s limits listener ts
      return outcome :: rest

def unknownState (ts : List String) : List TacticOutcome :=
  mapList (fun _ => { kind := "unknown-state", states := none, message := some "this state was dropped", micros := 0 }) ts

def tacticRun (server : Server) (p : TacticRunParams) : IO Answer := do
  let states ← server.states.get
  match states.getD p.state none with
  | none => return .result ({ outcomes := unknownState p.tactics } : TacticRunResult).encode
  | some s =>
    let outcomes ← runTactics server s p.limits (← server.listener.get) p.tactics
    return .result ({ outcomes } : TacticRunResult).encode

/-! ## state/drop -/

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

end Ariadne
