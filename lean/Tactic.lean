/-!
Running one untrusted tactic on a proof state.
-/
open Lean Meta Elab

namespace Ariadne

/-- What a tactic came to; `left` are snapshots of the independent groups of goals that it leaves. -/
inductive Attempt where
  | proved
  | progress (left : List (Group × Snapshot))
  | failed (kind : String) (message : String)

def errorTexts : List Lean.Message → IO (List String)
  | [] => return []
  | m :: ms => do
    let rest ← errorTexts ms
    match m.severity with
    | .error => do
      let text ← m.data.toString
      return text :: rest
    | _ => return rest

def unassignedOf : List MVarId → MetaM (List MVarId)
  | [] => return []
  | m :: ms => do
    let rest ← unassignedOf ms
    let assigned ← m.isAssigned
    let delayed ← m.isDelayedAssigned
    if assigned || delayed then return rest else return m :: rest

def memMVar (m : MVarId) : List MVarId → Bool
  | [] => false
  | n :: ns => m == n || memMVar m ns

/-- Goals that were solved on the way (by unification, say) are goals no more. -/
def evaluate (goals : List MVarId) (stx : Syntax) : TermElabM (List MVarId) := do
  match goals with
  | [] => throwError "no goals"
  | g :: rest =>
    let left ← Tactic.run g (fun ctx => Tactic.evalTactic stx { ctx with recover := false })
    unassignedOf (appendList left rest)

/-- The proof terms that the tactic gave for the goals it started from, and what it left behind unowned. -/
structure Review where
  hasSorry : Bool
  misused : Option String
  orphan : Option String
  groups : List Group

def reviewGoals (forbidden : NameSet) (known : List Known) (before after : List MVarId) : MetaM Review := do
  let values ← mapMeta (fun m => instantiateMVars (Expr.mvar m)) before
  let hasSorry := anyList (fun e : Expr => e.hasSyntheticSorry || e.hasSorry) values
  let used := concatLists (mapList (fun e : Expr => e.getUsedConstants.toList) values)
  let env ← getEnv
  let misused := match firstIn forbidden used with
    | some n => some ("the proof must not use '" ++ nameText n ++ "'")
    | none => firstDistrusted env used
  let groups ← groupGoals known after
  let owned := concatLists (mapList (fun g : Group => g.mvars) groups)
  let open_ ← openMVars values
  match filterList (fun m => !memName m.name owned) open_ with
  | [] => return { hasSorry, misused, orphan := none, groups }
  | m :: _ =>
    let decl ← declOf m
    let type ← withLocals decl.lctx decl.localInstances (printed decl.type)
    return { hasSorry, misused, orphan := some type, groups }
where
  firstIn (forbidden : NameSet) : List Name → Option Name
    | [] => none
    | n :: ns => if forbidden.contains n then some n else firstIn forbidden ns
  printed (e : Expr) : MetaM String := do
    let format ← ppExpr e
    return format.pretty 100
  openMVars : List Expr → MetaM (List MVarId)
    | [] => return []
    | e :: es => do
      let here ← (if e.hasExprMVar then do
          let ms ← getMVarsNoDelayed e
          return ms.toList
        else return [] : MetaM (List MVarId))
      let rest ← openMVars es
      return appendList here rest

def withGoals (s : Snapshot) : List Group → List (Group × Snapshot)
  | [] => []
  | g :: gs => (g, { s with goals := groupMVars g, known := groupKnown g }) :: withGoals s gs

def withoutMessages (c : Core.State) : Core.State := { c with messages := {} }

def exceptionKind (e : Exception) : String :=
  if e.isMaxRecDepth then "recursion"
  else if e.isMaxHeartbeat || e.isInterrupt then "timeout"
  else "elaboration"

/-- Parses, refuses, elaborates, and reviews. Nothing of a failed tactic remains: the snapshot given is a value. -/
def attempt (s : Snapshot) (limits : Limitation) (cancel : IO.CancelToken) (text : String) : IO Attempt := do
  match parseTactics s.core.env s.options s.currNamespace s.openDecls text with
  | .error e => return .failed "parse" e
  | .ok stx => match forbidden? stx with
    | some why => return .failed "forbidden" why
    | none =>
      let s := { s with core := withoutMessages s.core }
      match ← s.run limits (some cancel) (evaluate s.goals stx) with
      | .raised e message => return .failed (exceptionKind e) message
      | .done after s' =>
        match ← errorTexts s'.core.messages.toList with
        | m :: _ => return .failed "elaboration" m
        | [] =>
          match ← s'.run unlimited none (fun _ _ => reviewGoals s.forbidden s.known s.goals after) with
          | .raised _ message => return .failed "elaboration" message
          | .done review _ =>
            if review.hasSorry then return .failed "forbidden" "the tactic leaves a 'sorry' in the proof"
            else match review.misused, review.orphan, review.groups with
              | some why, _, _ => return .failed "forbidden" why
              | none, some type, _ => return .failed "unsolved" ("nothing is left to solve a metavariable of type " ++ type)
              | none, none, [] => return .proved
              | none, none, groups => return .progress (withGoals s' groups)

end Ariadne
