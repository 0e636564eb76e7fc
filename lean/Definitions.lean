/-!
What a goal's constants are, where no library declares them: those of the file, and of modules that are not Lean's own.
-/
open Lean Meta Elab

namespace Ariadne

def nthText : List String → Nat → String
  | [], _ => "_"
  | a :: _, 0 => a
  | _ :: as, n + 1 => nthText as n

/-- A type as it can be written, as far as this is simple: implicit arguments and values of literals are `_`. Printing it
with Lean's printer would cost more than the rest of a goal. `bound` are the names of the binders, innermost first. -/
partial def typeText (bound : List String) : Expr → String
  | .bvar i => nthText bound i
  | .const n _ => nameText n
  | .sort u => if u.isZero then "Prop" else "Type"
  | .mdata _ e => typeText bound e
  | .forallE n d b _ => "(" ++ typeText bound d ++ " → " ++ typeText (nameText n :: bound) b ++ ")"
  | .app (.const n _) a => nameText n ++ " " ++ argumentText a
  | .app (.app (.const n _) a) b => nameText n ++ " " ++ argumentText a ++ " " ++ argumentText b
  | _ => "_"
where
  argumentText (a : Expr) : String := match a with
    | .app _ _ => "(" ++ typeText bound a ++ ")"
    | a => typeText bound a

/-- The types of the explicit arguments of a constant, and of its value. -/
def signatureText : Expr → List String → List String → List String × String
  | .forallE n d b info, bound, found =>
    signatureText b (nameText n :: bound) (if info.isExplicit then typeText bound d :: found else found)
  | .mdata _ e, bound, found => signatureText e bound found
  | e, bound, found => (reverseOnto found [], typeText bound e)

def kindOf : ConstantInfo → String
  | .defnInfo _ => "definition"
  | .thmInfo _ => "theorem"
  | .inductInfo _ => "type"
  | .ctorInfo _ => "constructor"
  | _ => "other"

/-- Marks of a definition by recursion, as Lean compiles it. -/
def compilesRecursion : List Name → Bool
  | [] => false
  | n :: ns => (match n with
    | .str _ s => memString s ["brecOn", "rec", "fix", "extrinsicFix", "_unary", "_mutual"]
    | _ => false) || compilesRecursion ns

def isRecursive : ConstantInfo → Bool
  | .defnInfo v => compilesRecursion v.value.getUsedConstants.toList
  | _ => false

def isReducibleConstant (env : Environment) (n : Name) : Bool :=
  match getReducibilityStatusCore env n with
  | .reducible => true
  | _ => false

def isOfLean (env : Environment) (n : Name) : Bool :=
  match env.getModuleIdxFor? n with
  | none => false
  | some i => memString (nameText (env.allImportedModuleNames.getD i.toNat .anonymous).getRoot) ["Init", "Std", "Lean"]

/-- Is it something that Lean makes with a type, such as `below`, or a part of that? -/
def comesWithType : Name → Bool
  | .str p s => memString s ["rec", "recOn", "casesOn", "below", "brecOn", "noConfusion", "noConfusionType", "ctorIdx"] || comesWithType p
  | _ => false

/-- Definitions of the file that these constants lead to by their values. -/
partial def definitionsBehind (env : Environment) : List Name → List Name → List Name → List Name
  | [], _, found => reverseOnto found []
  | n :: ns, seen, found =>
    if memName n seen || comesWithType n then definitionsBehind env ns seen found
    else match env.getModuleIdxFor? n, env.find? n with
      | none, some (.defnInfo v) =>
        let found := if n.isInternalDetail || isMatcherCore env n then found else n :: found
        definitionsBehind env (appendList ns v.value.getUsedConstants.toList) (n :: seen) found
      | _, _ => definitionsBehind env ns (n :: seen) found

/-- The constants that the types of some constants speak of. -/
def constantsOfTypes (env : Environment) : List Name → List Name
  | [] => []
  | n :: ns => match env.find? n with
    | some info => appendList info.type.getUsedConstants.toList (constantsOfTypes env ns)
    | none => constantsOfTypes env ns

/-- Those of the constants that are types of the file or of a project, with their constructors. -/
def typesAmong (env : Environment) : List Name → List Name
  | [] => []
  | n :: ns =>
    let rest := typesAmong env ns
    if isOfLean env n then rest else match env.find? n with
      | some (.inductInfo v) => n :: appendList v.ctors rest
      | _ => rest

/-- The names of those of the constants that a definition's value speaks of. -/
def valueUses (among : List Name) : ConstantInfo → List String
  | .defnInfo v => named v.value.getUsedConstants.toList
  | _ => []
where
  named : List Name → List String
    | [] => []
    | n :: ns => if memName n among then nameText n :: named ns else named ns

/-- A goal speaks of few functions; what lies behind them may be a program. -/
def mostBehind : Nat := 12

/--
What the constants of a goal are, and after them what a lemma about them may need: the functions of the file that its own are
made of, and the constructors of the types of all these.
-/
def definitionsOf (env : Environment) (used : List Name) : List Definition :=
  let behind := takeList mostBehind (definitionsBehind env used [] []) []
  let spoken := namesBeyond [] (appendList used (constantsOfTypes env behind))
  let further := namesBeyond used (appendList (typesAmong env spoken) behind)
  appendList (describe behind true used) (describe behind false further)
where
  describe (among : List Name) (isInGoal : Bool) : List Name → List Definition
    | [] => []
    | n :: ns =>
      let rest := describe among isInGoal ns
      if isOfLean env n then rest else match env.find? n with
        | none => rest
        | some info =>
          let (arguments, result) := signatureText info.type [] []
          let found : Definition := {
            name := nameText n, kind := kindOf info, isReducible := isReducibleConstant env n
            isRecursive := isRecursive info, isInGoal, uses := valueUses among info, arguments, result }
          found :: rest

end Ariadne
