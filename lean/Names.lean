/-!
Whether a name means anything where a proof stands.
-/
open Lean Meta Elab

namespace Ariadne

/-- Is what has this type a type, or a function that makes types? -/
def makesTypes : Expr → Bool
  | .forallE _ _ body _ => makesTypes body
  | .mdata _ e => makesTypes e
  | .sort _ => true
  | _ => false

/-- May a constant be followed by these fields? A type has none, but for those that every function has. -/
def mayHaveFields (env : Environment) : Name × List String → Bool
  | (_, []) => true
  | (constant, field :: _) => match env.find? constant with
    | some info => !makesTypes info.type || env.contains (Name.str `Function field)
    | none => true

/-- Does one of the goals have a hypothesis of this name, whether it is shown or not? -/
def isLocalName (name : Name) : List MVarId → MetaM Bool
  | [] => return false
  | g :: gs => do
    let decl ← declOf g
    match decl.lctx.findFromUserName? name with
    | some _ => return true
    | none => isLocalName name gs

/-- May the name mean something? Where in doubt it may: a word of the syntax, a set of `simp`, a procedure that it has built in. -/
def mayMean (s : Snapshot) (text : String) : MetaM Bool := do
  let name := text.toName
  let env ← getEnv
  match ((Parser.getTokenTable env).find? text).isSome with
  | true => return true
  | false =>
    let found ← resolveGlobalName name
    match anyList (mayHaveFields env) found with
    | true => return true
    | false =>
      let root := name.getRoot
      let isLocal ← isLocalName root s.goals
      match isLocal || s.sectionVars.contains root with
      | true => return true
      | false =>
        let builtin ← Simp.isBuiltinSimproc name
        let simpSet ← getSimpExtension? name
        let simprocSet ← Simp.getSimprocExtension? name
        return builtin || simpSet.isSome || simprocSet.isSome || name == `simprocs || isAttribute env name

def unknownAmong (s : Snapshot) : List String → MetaM (List String)
  | [] => return []
  | text :: texts => do
    let known ← mayMean s text
    let rest ← unknownAmong s texts
    return if known then rest else text :: rest

end Ariadne
