/-!
The equations of a file's functions, made where a proof begins. A tactic that needs them would make them otherwise, or take over
what another one has made and have the kernel check it, every time anew; and where tasks run at once in the thread that makes
them, Lean counts its heartbeats twice with each of these, so that a tactic with three functions seems to have used up its share.
-/
open Lean Meta Elab

namespace Ariadne

def makeEquations : List Name → MetaM Unit
  | [] => return ()
  | n :: ns => do
    IO.setNumHeartbeats 0
    try
      let _ ← getEqnsFor? n
      let _ ← getUnfoldEqnFor? n
    catch _ => return ()
    makeEquations ns

/-- A goal speaks of few functions; what lies behind them may be a program. -/
def mostEquations : Nat := 24

/-- The snapshot with the equations of what its goals speak of, where the tactics would pay for them. -/
def withEquations (s : Snapshot) (goals : List Goal) : IO Snapshot := do
  let env := s.core.env
  if !storesExportedOnly env then return s
  let names := mapList String.toName (concatLists (mapList (fun g : Goal => g.constants) goals))
  let wanted := takeList mostEquations (definitionsBehind env names [] []) []
  match ← s.run unlimited none (fun _ _ => makeEquations wanted) with
  | .raised _ _ => return s
  | .done _ after => return { s with core := { s.core with env := after.core.env } }

end Ariadne
