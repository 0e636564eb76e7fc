/-!
Library theorems: started in the environment that their module imports.
-/
open Lean Meta Elab

namespace Ariadne

def lastPart (n : Name) : String := match n with | .str _ s => s | _ => ""

/-- Names that Lean makes by itself, and that no one would cite. -/
def isGenerated (n : Name) : Bool :=
  n.isInternalDetail || n.hasMacroScopes || isPrivateName n ||
    memString (lastPart n) ["injEq", "inj", "sizeOf_spec", "noConfusion", "ext_iff", "congr_simp"] ||
    (lastPart n).startsWith "eq_def" || (lastPart n).startsWith "eq_unfold"

/-- What a statement looks like under its binders. -/
structure Shape where
  arity : Nat
  head : String
  rewrites : Bool

def shapeOf : Expr → Nat → Shape
  | .forallE _ _ body info, arity => shapeOf body (if info.isExplicit then arity + 1 else arity)
  | .mdata _ e, arity => shapeOf e arity
  | e, arity => match e.getAppFn with
    | .const n _ => { arity, head := nameText n, rewrites := n == `Eq || n == `Iff }
    | _ => { arity, head := "", rewrites := false }

def isTheoremLike (info : ConstantInfo) : MetaM Bool :=
  match info with
  | .thmInfo _ => return true
  | .axiomInfo v => (try isProp v.type catch _ => return false)
  | _ => return false

def anyOf (module : NameSet) : List Name → Bool
  | [] => false
  | n :: ns => module.contains n || anyOf module ns

def nameSet : List Name → NameSet → NameSet
  | [], s => s
  | n :: ns, s => nameSet ns (s.insert n)

def memNameText (n : Name) : List String → Bool
  | [] => false
  | s :: ss => nameText n == s || memNameText n ss

def emptySnapshot (env : Environment) (origin : Nat) : Snapshot := {
  core := coreStateFor env `_example origin, mstate := {}, term := {}, options := {}, currNamespace := .anonymous,
  openDecls := [], goals := [] }

/-- The goal of a statement that Lean elaborates from text. -/
def startStatement (text : String) (stx : Syntax) : TermElabM (List MVarId) := do
  let type ← Term.elabType stx
  Term.synthesizeSyntheticMVarsNoPostponing
  let type ← instantiateMVars type
  let prop ← isProp type
  if !prop then throwError "'{text}' is not a proposition"
  let goal ← freshGoal type
  return [goal]

/-- A library theorem as its module states it. -/
structure LibraryTheorem where
  name : Name
  type : Expr
  levels : List Name
  imports : List Import

def findConstant (n : Name) : List ConstantInfo → Option ConstantInfo
  | [] => none
  | c :: cs => if c.name == n then some c else findConstant n cs

def pathOf (module : String) : IO (Option System.FilePath) := do
  try
    let path ← findOLean module.toName
    let known ← path.pathExists
    if known then return some path else return none
  catch _ => return none

def libraryTheorem (name module : String) (data : ModuleData) : Except Refusal LibraryTheorem :=
  match findConstant name.toName data.constants.toList with
  | none =>
    .error { kind := "unknown-declaration", message := "module '" ++ module ++ "' has no '" ++ name ++ "'", position := none }
  | some info =>
    if anyOf (nameSet data.constNames.toList {}) info.type.getUsedConstants.toList then
      .error {
        kind := "elaboration", position := none,
        message := "the statement of '" ++ name ++ "' uses a definition of its own module" }
    else .ok { name := info.name, type := info.type, levels := info.levelParams, imports := data.imports.toList }

/-- Reads one module from disk, without importing anything. -/
def readLibrary (name module : String) : IO (Except Refusal LibraryTheorem) := do
  match ← pathOf module with
  | none => return .error { kind := "import", message := "there is no module '" ++ module ++ "'", position := none }
  | some path =>
    let (data, _) ← readModuleData path
    return libraryTheorem name module data

def startLibrary (t : LibraryTheorem) : TermElabM (List MVarId) := do
  let prop ← isProp t.type
  if !prop then throwError "this constant is not a theorem"
  declareLevels t.levels
  let goal ← freshGoal t.type
  return [goal]

/-- Runs a whole script on a library theorem's type, and has the kernel check the term. -/
def checkLibrary (t : LibraryTheorem) (stx : Syntax) : TermElabM (Except String Expr) := do
  declareLevels t.levels
  let goal ← freshGoal t.type
  let left ← Tactic.run goal (fun ctx => Tactic.evalTactic stx { ctx with recover := false })
  match left with
  | _ :: _ => return .error "the script leaves goals"
  | [] =>
    let value ← instantiateMVars (Expr.mvar goal)
    if value.hasMVar then return .error "the script leaves metavariables"
    return .ok value

end Ariadne
