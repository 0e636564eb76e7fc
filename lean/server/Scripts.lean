/-!
Scripts, taken apart: `tactic/outline`.
-/
open Lean Meta Elab

namespace Ariadne

/-- A script is parsed where a state stands, with the notation that there is. Nothing of it is elaborated. -/
def tacticOutline (server : Server) (p : TacticOutlineParams) : IO Answer := do
  let answer (tactics : Option (List TacticTree)) (message : Option String) : Answer :=
    .result ({ tactics, message } : TacticOutlineResult).encode
  let states ← server.states.get
  match states.getD p.state none with
  | none => return answer none (some "this state was dropped")
  | some s => match parseTactics s.core.env s.options s.currNamespace s.openDecls p.script with
    | .error e => return answer none (some e)
    | .ok stx => return answer (some (mapList (tacticTree p.script p.script.toFileMap) (tacticsOfBlock stx))) none

end Ariadne
