/-!
What a completed file must not have changed: the statements, what they speak of, and the axioms.
-/
open Lean Meta Elab

namespace Ariadne

/-- A file, elaborated as it was and as it is to be, in the environment of its imports. -/
structure Case where
  pristine : Environment
  cancel : IO.CancelToken
  before : Elaborated
  after : Elaborated
  /-- What the commands of the original added. -/
  added : Array (List Name)

def commandBefore (c : Case) (i : Nat) : Option Command := c.before.commands[i]?
def commandAfter (c : Case) (i : Nat) : Option Command := c.after.commands[i]?

def isNewFilling (f : Filling) : Bool := !isOpenHole f

def hasFillings (c : Case) (i : Nat) : Bool :=
  match commandAfter c i with
  | some command => anyList isNewFilling command.prepared.fillings
  | none => false

/-- May the value of a constant differ? That of a theorem, and of what holds a `sorry` that was filled. -/
def valueMayDiffer (c : Case) (n : Name) : Bool :=
  match c.before.env.find? n with
  | some (.thmInfo _) => true
  | _ => match ownerOf c.before n with
    | some i => hasFillings c i
    | none => false

def sameConstant (c : Case) (n : Name) : Bool :=
  match c.before.env.find? n, c.after.env.find? n with
  | some a, some b => sameShape a b && (valueMayDiffer c n || (match a.value? true, b.value? true with
    -- A `sorry` knows its line, which may have moved.
    | some v, some w => v == w || v.hasSorry
    | none, none => true
    | _, _ => false))
  | _, _ => false

/-- Constants of the file that the original's types speak of, through the definitions that they use. -/
partial def spokenOf (c : Case) : List Name → NameSet → List Name → List Name
  | [], _, found => found
  | n :: rest, seen, found =>
    if seen.contains n || (c.pristine.find? n).isSome then spokenOf c rest seen found else
    let seen := seen.insert n
    match c.before.env.find? n with
    | none => spokenOf c rest seen found
    | some info =>
      let uses := match info with
        | .thmInfo _ => info.type.getUsedConstants.toList
        | _ => usedConstants info
      spokenOf c (appendList uses rest) seen (n :: found)

def firstChanged (c : Case) : List Name → Option Name
  | [] => none
  | n :: ns => if sameConstant c n then firstChanged c ns else some n

def usesOfTypes (env : Environment) : List Name → List Name
  | [] => []
  | n :: ns => match env.find? n with
    | some info => appendList info.type.getUsedConstants.toList (usesOfTypes env ns)
    | none => usesOfTypes env ns

/--
Is the second type the first under more hypotheses? The `variable`s that an `example` has are those that its proof uses, so a
filled one may have more. Which there are to choose from is said outside of its `sorry`s.
-/
partial def hasMoreVariables (original completed : Expr) (depth : Nat) : Bool :=
  original == completed || match completed with
    | .forallE _ type body _ =>
      let x := Expr.fvar ⟨.num `variable depth⟩
      let body := body.instantiate1 x
      (match original with
        | .forallE _ type' body' _ => type == type' && hasMoreVariables (body'.instantiate1 x) body (depth + 1)
        | _ => false) || hasMoreVariables original body (depth + 1)
    | _ => false

def sameUpToVariables (a b : ConstantInfo) : Bool :=
  match a, b with
  | .defnInfo _, .defnInfo _ => hasMoreVariables a.type b.type 0 && allAmong a.levelParams b.levelParams
  | _, _ => false
where
  allAmong : List Name → List Name → Bool
    | [], _ => true
    | n :: ns, all => memName n all && allAmong ns all

/-- The first way in which what is declared is not what the original declares. -/
def statementFlaw (c : Case) (stx : Syntax) (declared : List Name) : Option Flaw :=
  if holds provesNothing stx then
    some { reason := "unsafe", message := "an unsafe or partial declaration proves nothing" }
  else match declared with
  | [] => some { reason := "missing", message := "this command declares nothing that could be proved" }
  | _ => match firstDifferent declared with
    | some flaw => some flaw
    | none => match firstChanged c (spokenOf c (usesOfTypes c.after.env declared) {} []) with
      | some n => some { reason := "statement", message := "'" ++ nameText n ++ "', which the statement uses, has changed" }
      | none => none
where
  provesNothing (stx : Syntax) : Bool :=
    stx.getKind == `Lean.Parser.Command.unsafe || stx.getKind == `Lean.Parser.Command.partial
  firstDifferent : List Name → Option Flaw
    | [] => none
    | n :: ns => match c.before.env.find? n, c.after.env.find? n with
      | some a, some b =>
        if !(sameShape a b || isExampleName (privateToUserName n) && sameUpToVariables a b) then some { reason := "statement", message := "the statement is not the one of the original file" }
        else if ownerOf c.after n != ownerOf c.before n then
          some { reason := "missing", message := "'" ++ nameText n ++ "' is declared elsewhere in the completed file" }
        else firstDifferent ns
      | _, none => some { reason := "missing", message := "the completed file does not declare '" ++ nameText n ++ "'" }
      | none, _ => some { reason := "missing", message := "the original file does not declare '" ++ nameText n ++ "'" }

/-- An axiom of the file stands if the original declares it by an `axiom` command, with the same type. -/
def isDeclaredAxiom (c : Case) (n : Name) : Bool :=
  match ownerOf c.before n with
  | none => false
  | some i => match commandBefore c i with
    | none => false
    | some command => match c.before.env.find? n with
      | some (.axiomInfo _) =>
        memString (lastOf (privateToUserName n)) (axiomNames command.stx) && sameConstant c n &&
          (firstChanged c (spokenOf c (usesOfTypes c.before.env [n]) {} [])).isNone
      | _ => false
where
  axiomNames (stx : Syntax) : List String :=
    concatLists (mapList (fun s => namedBy `Lean.Parser.Command.declId s) (syntaxNodes `Lean.Parser.Command.axiom stx []))

def firstUndeclared (isDeclared : Name → Bool) : List Name → Option Name
  | [] => none
  | n :: ns => if memName n standardAxioms || n == `sorryAx || isDeclared n then firstUndeclared isDeclared ns else some n

end Ariadne
