/-!
The goals at any place of a file: `file/goals`.
-/
open Lean Meta Elab

namespace Ariadne

/-- Goals as they are seen at one place, in Lean's order. -/
def describeThere (c : ContextInfo) (mctx : MetavarContext) (make : MetaM (List MVarId)) : IO (List Goal) := do
  let s : Snapshot := {
    core := coreStateFor c.env (c.parentDecl?.getD `_example) 0, mstate := { mctx }, term := {}, options := c.options
    currNamespace := c.currNamespace, openDecls := c.openDecls, goals := [] }
  let describe (g : MVarId) : MetaM Goal := do
    let d ← describeGoal [] g
    return d.goal
  match ← s.run unlimited none (fun _ _ => do mapMeta describe (← make)) with
  | .raised _ _ => return []
  | .done goals _ => return goals

/-- What a place in a term is to become: the type that is expected there, under the hypotheses that are there. -/
def expectedThere (t : TermInfo) : MetaM (List MVarId) := do
  match t.expectedType? with
  | none => return []
  | some type =>
    let instances ← withLocals t.lctx #[] (localInstancesOf (visibleDecls t.lctx))
    let goal ← withLocals t.lctx instances.toArray (freshGoal type)
    return [goal]

def tacticGoals (r : GoalsAtResult) : IO (List Goal) :=
  let t := r.tacticInfo
  if r.useAfter then describeThere r.ctxInfo t.mctxAfter (fun _ _ _ _ => return t.goalsAfter)
  else describeThere r.ctxInfo t.mctxBefore (fun _ _ _ _ => return t.goalsBefore)

/-- Lean's own rule says which goals belong to a place: those before a tactic at its beginning, those after it from there on. -/
def goalsIn (map : FileMap) (at_ : BytePos) : List InfoTree → IO PlaceGoals
  | [] => return { byte := at_.byteIdx, kind := "none", goals := [] }
  | t :: ts => match t.goalsAt? map at_ with
    | r :: rs => do
      let goals ← mapIO tacticGoals (r :: rs)
      return { byte := at_.byteIdx, kind := "tactic", goals := concatLists goals }
    | [] => match t.termGoalAt? at_ with
      | some { ctx, info := .ofTermInfo term, .. } => do
        let goals ← describeThere ctx ctx.mctx (fun a b c d => expectedThere term a b c d)
        return { byte := at_.byteIdx, kind := if goals matches [] then "none" else "term", goals }
      | _ => goalsIn map at_ ts

/-- The trees of the command that a place lies in, or that ends there last. -/
def treesAt (byte : Nat) : List Command → List InfoTree → List InfoTree
  | [], found => found
  | c :: cs, found => if startOf c.stx <= byte then treesAt byte cs c.trees else found

def lastByte : List Nat → Nat → Nat
  | [], n => n
  | b :: bs, n => lastByte bs (Nat.max b n)

/-- Elaborates no further than to the last place that is asked about. -/
def fileGoals (server : Server) (p : FileGoalsParams) : IO Answer := do
  let ictx := inputOf p.text p.fileName
  let header ← parseHeaderOf ictx
  let failed (messages : List Message) : Answer := .result ({ places := [], messages } : FileGoalsResult).encode
  match header.messages with
  | _ :: _ => return failed (← mapIO (fun m => describeMessage ictx.fileMap none m) header.messages)
  | [] => match ← environmentFor server header.imports header.isModule with
    | .error e =>
      return failed [{ severity := "error", position := positionAt ictx.fileMap 0, text := e, command := none }]
    | .ok env =>
      let last := lastByte p.bytes 0
      let prepare : Prepare := fun _ stx => { stx, isLast := last < ((stx.getTailPos? false).getD 0).byteIdx }
      match ← elaborateFile ictx header env prepare (← server.cancel) (optionsUnder (p.options.getD [])) with
      | none => return .interrupted
      | some e =>
        let commands := e.commands.toList
        let places ← mapIO (fun b => goalsIn e.fileMap ⟨b⟩ (treesAt b commands [])) p.bytes
        let messages ← describeMessages e
        return .result ({ places, messages } : FileGoalsResult).encode

end Ariadne
