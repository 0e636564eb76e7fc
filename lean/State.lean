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

/-- Runs elaboration in the contexts of a snapshot, under limits, until done, raised or cancelled. -/
def Snapshot.run {α : Type} (s : Snapshot) (limits : Limitation) (cancel : Option IO.CancelToken) (x : TermElabM α) :
    IO (Run α) := do
  let cr ← IO.mkRef s.core
  let mr ← IO.mkRef s.mstate
  let tr ← IO.mkRef s.term
  let now ← IO.getNumHeartbeats
  let cctx : Core.Context := {
    fileName := "<tactic>", fileMap := default, options := s.options, currNamespace := s.currNamespace,
    openDecls := s.openDecls, maxHeartbeats := limits.heartbeats * 1000, maxRecDepth := limits.recursion,
    initHeartbeats := now, cancelTk? := cancel }
  let tctx : Term.Context := { errToSorry := false }
  match ← EIO.toIO' (x tctx tr {} mr cctx cr) with
  | .ok value =>
    let core ← cr.get
    let metaState ← mr.get
    let term ← tr.get
    return .done value { s with core := core, mstate := metaState, term := term }
  | .error e =>
    let text ← (try e.toMessageData.toString catch _ => return "<the error cannot be printed>")
    return .raised e text

/-- A mvar-free name generator prefix: names of one origin never meet those of another. -/
def freshNames (origin : Nat) : NameGenerator := { namePrefix := Name.mkNum `_ariadne origin, idx := 1 }

end Ariadne
