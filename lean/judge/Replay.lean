/-!
The kernel's word. Every constant of a file that a declaration rests on is checked again, in order, in an environment of the
imports alone, as `Environment.replay` does: whatever options the file was elaborated under, whatever code ran on the way and
whatever it did to the file's environment, what is checked here is what is written in the constants.
-/
open Lean Meta Elab

namespace Ariadne

/-- Why a declaration does not stand. -/
structure Flaw where
  reason : String
  message : String
  /-- The constant of the file that it lies in, if it lies in one. -/
  at_ : Option Name := none

/-- What some constants rest on: those of the file, each after those that it uses, and axioms. -/
structure Survey where
  seen : NameSet := {}
  done : NameSet := {}
  /-- Constants of the file, the last one first; an inductive type stands for its whole family. -/
  order : List Name := []
  /-- Constructors and recursors of the file's inductive types: they have to come out the same. -/
  generated : List Name := []
  axioms : List Name := []
  /-- Constants that use `sorryAx` themselves. -/
  holders : List Name := []
  flaw : Option Flaw := none

inductive Visit where
  | enter (n : Name) (user : Name)
  | leave (n : Name)

/-- The first of the types that were declared together with this one, of which one is visited for all. -/
def familyOf (v : InductiveVal) : Name := match v.all with | n :: _ => n | [] => v.name

def enterAll (user : Name) (visits : List Visit) : List Name → List Visit
  | [] => visits
  | n :: ns => enterAll user (.enter n user :: visits) ns

def firstFlaw (s : Survey) (flaw : Flaw) : Survey := match s.flaw with
  | some _ => s
  | none => { s with flaw := some flaw }

/-- What an inductive family uses, besides itself. -/
def familyUses (file : Environment) (v : InductiveVal) : List Name :=
  let own := appendList v.all (concatLists (mapList ctorsOf v.all))
  filterList (fun n => !memName n own) (concatLists (mapList typeUses own))
where
  ctorsOf (n : Name) : List Name := match file.find? n with
    | some (.inductInfo w) => w.ctors
    | _ => []
  typeUses (n : Name) : List Name := match file.find? n with
    | some info => info.type.getUsedConstants.toList
    | none => []

/-- Walks what the constants on the list rest on. `pristine` is the environment of the imports alone. -/
partial def surveyFrom (pristine file : Environment) : List Visit → Survey → Survey
  | [], s => s
  | .leave n :: rest, s => surveyFrom pristine file rest { s with order := n :: s.order, done := s.done.insert n }
  | .enter n user :: rest, s =>
    let s := if n == `sorryAx && !memName user s.holders then { s with holders := user :: s.holders } else s
    if s.seen.contains n then
      let circular := !s.done.contains n && (pristine.find? n).isNone
      surveyFrom pristine file rest (if circular then
        firstFlaw s { reason := "circular", message := "the proof depends on '" ++ nameText n ++ "' itself", at_ := some n } else s)
    else
    let s := { s with seen := s.seen.insert n }
    match pristine.find? n with
    | some info =>
      let s := { s with done := s.done.insert n }
      match importedAs pristine n info with
      | .checked => surveyFrom pristine file rest s
      | .axiomatic => surveyFrom pristine file rest { s with axioms := n :: s.axioms }
      | .refused why =>
        surveyFrom pristine file rest (firstFlaw s { reason := "axiom", message := "the proof depends on what no kernel checks: " ++ why })
      | .visible => surveyFrom pristine file (enterAll n rest (usedConstants info)) s
    | none => match file.find? n with
      | none => surveyFrom pristine file rest (firstFlaw s { reason := "kernel", message := "there is no constant '" ++ nameText n ++ "'" })
      | some info =>
        let s := if info.isUnsafe || info.isPartial then
          firstFlaw s { reason := "unsafe", message := "'" ++ nameText n ++ "' is unsafe or partial", at_ := some n } else s
        match info with
        | .axiomInfo _ =>
          surveyFrom pristine file (enterAll n (.leave n :: rest) (usedConstants info)) { s with axioms := n :: s.axioms }
        | .ctorInfo v => familyMember n v.induct rest s
        | .recInfo v => familyMember n (match v.all with | m :: _ => m | [] => n.getPrefix) rest s
        | .inductInfo v =>
          if familyOf v == n then
            surveyFrom pristine file (enterAll n (.leave n :: rest) (familyUses file v)) s
          else familyMember n (familyOf v) rest s
        | .quotInfo _ =>
          surveyFrom pristine file rest (firstFlaw s { reason := "unsafe", message := "'" ++ nameText n ++ "' declares quotients anew", at_ := some n })
        | _ => surveyFrom pristine file (enterAll n (.leave n :: rest) (usedConstants info)) s
where
  /-- A member comes with its family: once that is there, so is this. -/
  familyMember (n family : Name) (rest : List Visit) (s : Survey) : Survey :=
    let s := { s with generated := n :: s.generated, done := s.done.insert n }
    surveyFrom pristine file (.enter (headOfFamily family) n :: rest) s
  headOfFamily (family : Name) : Name := match file.find? family with
    | some (.inductInfo v) => familyOf v
    | _ => family

def sameNames : List Name → List Name → Bool
  | [], [] => true
  | a :: as, b :: bs => a == b && sameNames as bs
  | _, _ => false

def sameRules : List RecursorRule → List RecursorRule → Bool
  | [], [] => true
  | a :: as, b :: bs => a.ctor == b.ctor && a.nfields == b.nfields && a.rhs == b.rhs && sameRules as bs
  | _, _ => false

def sameSignature (a b : ConstantInfo) : Bool := a.type == b.type && sameNames a.levelParams b.levelParams

/-- Two constants of the same kind with the same type and the same computational content, values left out. -/
def sameShape (a b : ConstantInfo) : Bool :=
  sameSignature a b && match a, b with
    | .axiomInfo v, .axiomInfo w => v.isUnsafe == w.isUnsafe
    | .thmInfo _, .thmInfo _ | .defnInfo _, .defnInfo _ | .opaqueInfo _, .opaqueInfo _ | .quotInfo _, .quotInfo _ => true
    | .inductInfo v, .inductInfo w =>
      v.numParams == w.numParams && v.numIndices == w.numIndices && sameNames v.all w.all && sameNames v.ctors w.ctors &&
        v.numNested == w.numNested && v.isRec == w.isRec && v.isReflexive == w.isReflexive && v.isUnsafe == w.isUnsafe
    | .ctorInfo v, .ctorInfo w =>
      v.induct == w.induct && v.cidx == w.cidx && v.numParams == w.numParams && v.numFields == w.numFields &&
        v.isUnsafe == w.isUnsafe
    | .recInfo v, .recInfo w =>
      sameNames v.all w.all && v.numParams == w.numParams && v.numIndices == w.numIndices &&
        v.numMotives == w.numMotives && v.numMinors == w.numMinors && v.k == w.k && v.isUnsafe == w.isUnsafe &&
        sameRules v.rules w.rules
    | _, _ => false

/-- A constant of the file as it was given to the kernel, or should have been. -/
def declarationOf (file : Environment) (info : ConstantInfo) : Except String Declaration :=
  match info with
  | .axiomInfo v => .ok (.axiomDecl v)
  | .defnInfo v => .ok (.defnDecl v)
  | .thmInfo v => .ok (.thmDecl v)
  | .opaqueInfo v => .ok (.opaqueDecl v)
  | .inductInfo v => match typesOf v.all with
    | some types => .ok (.inductDecl v.levelParams v.numParams types v.isUnsafe)
    | none => .error "is not a whole inductive family"
  | _ => .error "cannot be checked by itself"
where
  ctorsOf : List Name → Option (List Constructor)
    | [] => some []
    | n :: ns => match file.find? n, ctorsOf ns with
      | some (.ctorInfo v), some rest => some ({ name := n, type := v.type } :: rest)
      | _, _ => none
  typesOf : List Name → Option (List InductiveType)
    | [] => some []
    | n :: ns => match file.find? n, typesOf ns with
      | some (.inductInfo v), some rest => match ctorsOf v.ctors with
        | some ctors => some ({ name := n, type := v.type, ctors } :: rest)
        | none => none
      | _, _ => none

/-- The kernel's own limits, whatever the file sets: no heartbeats, and deep terms allowed. -/
def kernelOptions : Options := (({} : Options).set `maxHeartbeats (0 : Nat)).set `maxRecDepth (100000 : Nat)

def kernelReason : Kernel.Exception → String
  | .unknownConstant _ n => "unknown constant '" ++ nameText n ++ "'"
  | .alreadyDeclared _ n => "'" ++ nameText n ++ "' is there already"
  | .declTypeMismatch .. => "the value has another type"
  | .declHasMVars .. => "it holds metavariables"
  | .declHasFVars .. => "it holds free variables"
  | .funExpected .. => "function expected"
  | .typeExpected .. => "type expected"
  | .letTypeMismatch .. => "type mismatch in a 'let'"
  | .exprTypeMismatch .. => "type mismatch"
  | .appTypeMismatch .. => "type mismatch in an application"
  | .invalidProj .. => "invalid projection"
  | .thmTypeIsNotProp .. => "the type of a theorem is no proposition"
  | .other text => text
  | .deepRecursion => "deep recursion"
  | .deterministicTimeout => "timeout"
  | .interrupted => "interrupted"
  -- What there is beside these differs between versions of Lean.
  | _ => "it gave up"

/-- What the kernel has checked so far, on top of the imports. -/
structure Checked where
  kernel : Kernel.Environment
  names : NameSet := {}

def notAccepted (n : Name) (why : String) : Flaw :=
  { reason := "kernel", message := "the kernel does not accept '" ++ nameText n ++ "': " ++ why, at_ := some n }

def addChecked (cancel : IO.CancelToken) (n : Name) (d : Declaration) (c : Checked) : Except Flaw Checked :=
  match Kernel.Environment.addDecl c.kernel kernelOptions d (some cancel) with
  | .error e => .error (notAccepted n (kernelReason e))
  | .ok kernel => .ok { kernel, names := c.names.insert n }

partial def replayAll (cancel : IO.CancelToken) (file : Environment) : List Name → Checked → Except Flaw Checked
  | [], c => .ok c
  | n :: ns, c =>
    if c.names.contains n then replayAll cancel file ns c else
    match file.find? n with
    | none => .error (notAccepted n "there is no such constant")
    | some info => match declarationOf file info with
      | .error why => .error { reason := "unsafe", message := "'" ++ nameText n ++ "' " ++ why, at_ := some n }
      | .ok d => match addChecked cancel n d c with
        | .error flaw => .error flaw
        | .ok c => replayAll cancel file ns c

/-- The first constructor or recursor that the kernel makes otherwise. -/
def firstOther (file : Environment) (kernel : Kernel.Environment) : List Name → Option Name
  | [] => none
  | n :: ns => match file.find? n, kernel.find? n with
    | some a, some b => if sameShape a b then firstOther file kernel ns else some n
    | _, _ => some n

/-- Everything that was surveyed, checked again by the kernel. -/
def replay (cancel : IO.CancelToken) (file : Environment) (s : Survey) (c : Checked) : Except Flaw Checked :=
  match replayAll cancel file (reverseOnto s.order []) c with
  | .error flaw => .error flaw
  | .ok c => match firstOther file c.kernel (appendList s.order s.generated) with
    | some n => .error (notAccepted n "it is not what the kernel makes of its declaration")
    | none => .ok c

end Ariadne
