/-!
Proof states: immutable values, made from goals and the contexts in which Lean left them.
-/
open Lean Meta Elab

namespace Ariadne

/-- All that is needed to continue a proof: the contexts, and the goals that share metavariables with one another. -/
structure Snapshot where
  core : Core.State
  mstate : Meta.State
  term : Term.State
  options : Options
  currNamespace : Name
  openDecls : List OpenDecl
  /-- The declaration that the proof belongs to. -/
  declaration : Name := `_example
  /-- Does it stand in a `noncomputable section`? -/
  isNoncomputable : Bool := false
  /-- The file's `variable`s, under the names that a quotation of the file has for them. -/
  sectionVars : NameMap Name := {}
  sectionFVars : NameMap Expr := {}
  goals : List MVarId
  /-- Constants that a proof must not use: the theorem itself, and whatever of the file rests on a `sorry`. -/
  forbidden : NameSet := {}
  /-- Hypotheses of the goals, as described. -/
  known : List Known := []

structure Limitation where
  heartbeats : Nat
  recursion : Nat

def unlimited : Limitation := { heartbeats := 0, recursion := 1024 }

/-- What came of running something in Lean: an exception is data here, with the state in which to print it. -/
inductive Run (α : Type) where
  | done (value : α) (after : Snapshot)
  | raised (exception : Exception) (message : String)

/-- A file may allow more recursion than the limit; it never allows less. -/
def Snapshot.recursion (s : Snapshot) (limits : Limitation) : Nat :=
  Nat.max limits.recursion ((maxRecDepth.get? s.options).getD 0)

/-- The approximations under which Lean unifies in the body of a declaration; outside of one they are off. -/
def bodyContext : Meta.Context := { keyedConfig := Meta.Config.toConfigWithKey { foApprox := true, ctxApprox := true } }

/--
Runs elaboration in the contexts of a snapshot, under limits, until done, raised or cancelled. Except for the limits, these are
the contexts of the `by` block of a file, but an error is an error and not a `sorry`.
-/
def Snapshot.run {α : Type} (s : Snapshot) (limits : Limitation) (cancel : Option IO.CancelToken) (x : TermElabM α) :
    IO (Run α) := do
  let cr ← IO.mkRef s.core
  let mr ← IO.mkRef s.mstate
  let tr ← IO.mkRef s.term
  IO.setNumHeartbeats 0
  let now ← IO.getNumHeartbeats
  let cctx : Core.Context := {
    fileName := "<tactic>", fileMap := default, options := s.options, currNamespace := s.currNamespace,
    openDecls := s.openDecls, maxHeartbeats := limits.heartbeats * 1000, maxRecDepth := s.recursion limits,
    initHeartbeats := now, cancelTk? := cancel }
  let tctx : Term.Context := {
    errToSorry := false, declName? := some s.declaration, isNoncomputableSection := s.isNoncomputable
    sectionVars := s.sectionVars, sectionFVars := s.sectionFVars }
  match ← EIO.toIO' (x tctx tr bodyContext mr cctx cr) with
  | .ok value =>
    let core ← cr.get
    let metaState ← mr.get
    let term ← tr.get
    return .done value { s with core := core, mstate := metaState, term := term }
  | .error e =>
    let text ← (try e.toMessageData.toString catch _ => return "<the error cannot be printed>")
    return .raised e text

/-- Universe parameters that terms of a tactic may name. (`Term.setLevelNames` does not compile here.) -/
def declareLevels (names : List Name) : TermElabM Unit := fun _ state _ _ _ _ => do
  let s ← state.get
  state.set { s with levelNames := names }

/-- A mvar-free name generator prefix: names of one origin never meet those of another. -/
def freshNames (origin : Nat) : NameGenerator := { namePrefix := Name.mkNum `_ariadne origin, idx := 1 }

/-- The state in which the proof of a declaration begins: what it needs by the way is named after it. -/
def coreStateFor (env : Environment) (declaration : Name) (origin : Nat) : Core.State :=
  coreStateOf env (freshNames origin) declaration

end Ariadne
