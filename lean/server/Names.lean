/-!
Names that mean nothing: `state/unknown`.
-/
open Lean Meta Elab

namespace Ariadne

def stateUnknown (server : Server) (p : StateUnknownParams) : IO Answer := do
  let answer (unknown : List String) : Answer := .result ({ unknown } : StateUnknownResult).encode
  let states ← server.states.get
  match states.getD p.state none with
  | none => return answer []
  | some s => match ← s.run unlimited none (fun _ _ => unknownAmong s p.names) with
    | .raised _ _ => return answer []
    | .done unknown _ => return answer unknown

end Ariadne
