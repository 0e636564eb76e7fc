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

def definitionsAmong (env : Environment) : List Name → List Definition
  | [] => []
  | n :: ns =>
    let rest := definitionsAmong env ns
    if isOfLean env n then rest else match env.find? n with
      | none => rest
      | some info =>
        let (arguments, result) := signatureText info.type [] []
        let found : Definition := {
          name := nameText n, kind := kindOf info, isReducible := isReducibleConstant env n
          isRecursive := isRecursive info, arguments, result }
        found :: rest

end Ariadne
