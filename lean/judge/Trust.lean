/-!
What a proof may rest on. Every list here says what is allowed, or what is refused in addition to a rule that refuses it
already.

**Axioms.** A proof may rest on `propext`, `Classical.choice` and `Quot.sound`. Axioms that the original file declares are
allowed to its own proofs, and reported. Everything else that is an axiom is refused.

**Library constants without a body.** A library that is compiled at the exported level stores theorems, and definitions that
are not exposed, as axioms: their bodies were checked by the kernel when the library was built, and left out since. Which of its
"axioms" are that, and which are axioms, the library itself records beside them (`wasDeclaredSound`), name by name. So an
imported axiom is trusted exactly if its own module says that it was declared as a theorem, a definition or an opaque
constant. Where the body is there, it is looked through, so that an imported theorem that rests on `sorry` is found.

**The compiler.** `Lean.reduceBool` and `Lean.reduceNat` make the kernel believe what compiled code answers. In a library without
bodies nothing else shows it, so they are refused by name; elsewhere they rest on the axiom `Lean.trustCompiler`.
-/
open Lean Meta Elab

namespace Ariadne

/-- Axioms that any classical proof may use. -/
def standardAxioms : List Name := [`propext, `Classical.choice, `Quot.sound]

/-- Constants by which the kernel trusts compiled code. -/
def trustsCompiler : List Name :=
  [`Lean.reduceBool, `Lean.reduceNat, `Lean.trustCompiler, `Lean.ofReduceBool, `Lean.ofReduceNat]

/-- What an imported constant is to a proof that uses it. -/
inductive Imported where
  /-- An axiom, standard or not. -/
  | axiomatic
  /-- Checked when its library was built, body not stored. -/
  | checked
  /-- With all that it rests on in sight. -/
  | visible
  | refused (why : String)

/-- `pristine` is the environment of the imports alone: what it says cannot have been changed by a file. -/
def importedAs (pristine : Environment) (n : Name) (info : ConstantInfo) : Imported :=
  if memName n trustsCompiler then .refused ("'" ++ nameText n ++ "' trusts the compiler")
  else if info.isUnsafe then .refused ("'" ++ nameText n ++ "' is unsafe")
  else match info with
    | .axiomInfo _ => if wasDeclaredSound pristine n then .checked else .axiomatic
    | _ => .visible

def usedConstants (info : ConstantInfo) : List Name :=
  let ofType := info.type.getUsedConstants.toList
  match info.value? true with
  | some v => appendList ofType v.getUsedConstants.toList
  | none => match info with
    | .inductInfo v => appendList ofType v.ctors
    | _ => ofType

/-- Is it a constant of the file (rather than of an imported module)? -/
def isLocal (env : Environment) (n : Name) : Bool := (env.getModuleIdxFor? n).isNone

/-- The first constant that no proof may rest on, described: for a tactic whose proof term names it directly. -/
def firstDistrusted (env : Environment) : List Name → Option String
  | [] => none
  | n :: ns => match env.find? n with
    | none => firstDistrusted env ns
    | some info =>
      if memName n standardAxioms then firstDistrusted env ns
      else if isLocal env n then if info.isUnsafe then some ("'" ++ nameText n ++ "' is unsafe") else firstDistrusted env ns
      else match importedAs env n info with
        | .refused why => some why
        | .axiomatic => some ("'" ++ nameText n ++ "' is an axiom")
        | _ => firstDistrusted env ns

end Ariadne
