/-!
What counts as proved: the only judge. See the design for the rule.
-/
open Lean Meta Elab

namespace Ariadne

/-- Axioms that any classical proof may use. -/
def standardAxioms : List Name := [`propext, `Classical.choice, `Quot.sound]

/-- `example`s become theorems with names by position, so that they stay in the environment and can be examined. -/
def exampleName (index : Nat) : Name := Name.mkSimple ("_ariadne_example_" ++ toString index)

def nameExample (index : Nat) (stx : Syntax) : Syntax :=
  if stx.getKind != `Lean.Parser.Command.declaration then stx else
  let body := stx.getArg 1
  if body.getKind != `Lean.Parser.Command.example then stx else
  let signature := body.getArg 1
  let type := (signature.getArg 1).getArg 0
  if type.isMissing then stx else
  let info := SourceInfo.none
  let id := mkIdent (exampleName index)
  let declId := Syntax.node info `Lean.Parser.Command.declId #[id.raw, Syntax.node info `null #[]]
  let declSig := Syntax.node info `Lean.Parser.Command.declSig #[signature.getArg 0, type]
  let thm := Syntax.node body.getHeadInfo `Lean.Parser.Command.theorem
    #[Syntax.atom (body.getArg 0).getHeadInfo "theorem", declId, declSig, body.getArg 2]
  stx.setArg 1 thm

/-- The name in the environment of what a user calls `declaration`: private names are looked for, too. -/
def resolveDeclaration (env : Environment) (declaration : String) : Option Name :=
  let name := declaration.toName
  if env.contains name then some name
  else
    let hidden := mkPrivateName env name
    if env.contains hidden then some hidden else none

/-- Is it a constant of the file (rather than of an imported module)? -/
def isLocal (env : Environment) (n : Name) : Bool := (env.getModuleIdxFor? n).isNone

def usedConstants (info : ConstantInfo) : List Name :=
  let ofType := info.type.getUsedConstants.toList
  match info.value? true with
  | some v => appendList ofType v.getUsedConstants.toList
  | none => match info with
    | .inductInfo v => appendList ofType v.ctors
    | _ => ofType

structure Reach where
  seen : NameSet := {}
  /-- Constants of the file that are reached, and axioms from anywhere. -/
  locals : List Name := []
  axioms : List Name := []

/-- An imported constant that stands for more than its proof: a real axiom. At the exported level library theorems are
stored as axioms, too; those are propositions of a library that the kernel checked when it was built. -/
def isRealAxiom (exportedOnly : Bool) (n : Name) (info : ConstantInfo) : Bool :=
  match info with
  | .axiomInfo _ =>
    !exportedOnly || memName n standardAxioms ||
      memName n [`sorryAx, `Lean.ofReduceBool, `Lean.ofReduceNat, `Lean.trustCompiler, `Lean.opaqueId]
  | _ => false

/-- Everything that the named constants rest on. Imported theorems are trusted at the exported level, else traversed. -/
partial def reach (env : Environment) (exportedOnly : Bool) : List Name → Reach → Reach
  | [], r => r
  | n :: rest, r =>
    if r.seen.contains n then reach env exportedOnly rest r else
    let r := { r with seen := r.seen.insert n }
    match env.find? n with
    | none => reach env exportedOnly rest r
    | some info =>
      let ofFile := isLocal env n
      let r := if ofFile then { r with locals := n :: r.locals } else r
      let r := match info with
        | .axiomInfo _ => if ofFile || isRealAxiom exportedOnly n info then { r with axioms := n :: r.axioms } else r
        | _ => r
      if ofFile || !exportedOnly then reach env exportedOnly (appendList (usedConstants info) rest) r
      else reach env exportedOnly rest r

/-- Has the kernel check a declaration under a new name. -/
def kernelAccepts (env : Environment) (d : Declaration) : Bool :=
  match env.addDeclCore 0 d none with
  | .ok _ => true
  | .error _ => false

/-- Checks the value of a constant of the file once more, whatever options the file was elaborated under. -/
def recheckOne (env : Environment) (n : Name) : Bool :=
  let fresh := n ++ `_ariadne_checked
  match env.find? n with
  | some (.thmInfo v) => kernelAccepts env (Declaration.thmDecl { v with name := fresh })
  | some (.defnInfo v) => match v.safety with
    | .safe => kernelAccepts env (Declaration.defnDecl { v with name := fresh })
    | _ => true
  | _ => true

def firstUnchecked (env : Environment) : List Name → Option Name
  | [] => none
  | n :: rest => if recheckOne env n then firstUnchecked env rest else some n

/-- Statements must not have changed: the type, and whatever of the file it speaks about. -/
def sameConstant (before after : Environment) (n : Name) (typeOnly : Bool) : Bool :=
  match before.find? n, after.find? n with
  | some a, some b =>
    a.type == b.type && sameLevels a.levelParams b.levelParams &&
      (typeOnly || (match a.value? true, b.value? true with
        | some v, some w => v == w || v.hasSorry
        | none, none => true
        | _, _ => false))
  | none, none => true
  | _, _ => false
where
  sameLevels : List Name → List Name → Bool
    | [], [] => true
    | a :: as, b :: bs => a == b && sameLevels as bs
    | _, _ => false

def changedAmong (before after : Environment) : List Name → Option Name
  | [] => none
  | n :: ns => if sameConstant before after n (isTheorem before n) then changedAmong before after ns else some n
where
  isTheorem (env : Environment) (n : Name) : Bool := match env.find? n with | some (.thmInfo _) => true | _ => false

/-- What the type of a declaration speaks about, among the constants of the file. -/
def statementReach (env : Environment) (info : ConstantInfo) : List Name :=
  (reach env true info.type.getUsedConstants.toList {}).locals

def rejected (declaration reason message : String) (axioms : List Name) : CheckedDeclaration :=
  { declaration, verdict := "rejected", reason := some reason, message := some message, axioms := mapList nameText axioms }

def isTainted (env : Environment) (n : Name) : Bool :=
  match env.find? n with
  | some info => info.type.hasSorry || (match info.value? true with | some v => v.hasSorry | none => false)
  | none => false

def undeclared (env : Environment) : List Name → Option Name
  | [] => none
  | n :: ns => if memName n standardAxioms || env.contains n && isLocal env n then undeclared env ns else some n

/-- Judges one declaration of a file that was elaborated with `sorry`s (`before`) and with proofs (`after`). A `sorry` is
named last: where it is the reason, it is all that is wrong, and what is filled so far is sound. -/
def judge (before after : Environment) (exportedOnly : Bool) (errors : List String) (declaration : String) : CheckedDeclaration :=
  match resolveDeclaration before declaration, resolveDeclaration after declaration with
  | some original, some name =>
    match before.find? original, after.find? name with
    | some was, some is =>
      if !(was.type == is.type) || !sameConstant before after original true then
        rejected declaration "statement" "the statement is not the one of the original file" []
      else match changedAmong before after (statementReach before was) with
        | some n => rejected declaration "statement" ("'" ++ nameText n ++ "', which the statement uses, has changed") []
        | none =>
          let below := reach after exportedOnly (usedConstants is) {}
          let all := name :: below.locals
          let axioms := filterList (fun n => !memName n standardAxioms) below.axioms
          match errors, undeclared before (filterList (fun n => n != `sorryAx) below.axioms) with
          | e :: _, _ => rejected declaration "error" e axioms
          | [], some n => rejected declaration "axiom" ("the proof depends on the axiom '" ++ nameText n ++ "'") axioms
          | [], none =>
            if memName name below.locals && isTheorem is then
              rejected declaration "circular" "the proof depends on the theorem itself" axioms
            else if memName `sorryAx axioms || anyList (isTainted after) all then
              rejected declaration "sorry" "the proof depends on 'sorry'" axioms
            else match firstUnchecked after all with
              | some n => rejected declaration "kernel" ("the kernel does not accept '" ++ nameText n ++ "'") axioms
              | none => { declaration, verdict := "verified", reason := none, message := none, axioms := mapList nameText axioms }
    | _, _ => rejected declaration "missing" "the declaration is not in the file" []
  | none, _ => rejected declaration "missing" "the original file has no such declaration" []
  | _, none => match errors with
    | e :: _ => rejected declaration "error" e []
    | [] => rejected declaration "missing" "the completed file has no such declaration" []
where
  isTheorem (i : ConstantInfo) : Bool := match i with | .thmInfo _ => true | _ => false

end Ariadne
