/-!
What differs between the versions of Lean that this program runs on, 4.20 to 4.36: every such name is here, and in no other
file. Where all versions understand one form, that is what stands here or elsewhere; where there is none, each form stands here,
and Lean takes the first that it understands when this file is elaborated. No version is compared. docs/lean-versions.md says what
changed when, where that was read, and which test holds each entry to it.
-/
open Lean Meta Elab

namespace Ariadne

/-- The first of some terms that elaborates. A name or a field that this Lean does not have is no error before the last. -/
syntax "first_of% " "[" term,+ "]" : term

macro_rules
  | `(first_of% [$terms,*]) => do
    let terms := terms.getElems
    `(by first $[| exact $terms]*)

/-! ## Places in a text -/

/-- A place in a text, in bytes. -/
abbrev BytePos : Type := first_of% [String.Pos.Raw, String.Pos]

def extractBytes (s : String) (start stop : BytePos) : String :=
  first_of% [String.Pos.Raw.extract s start stop, String.extract s start stop]

def charAtByte (s : String) (at_ : BytePos) : Char := first_of% [String.Pos.Raw.get s at_, String.get s at_]

/-! ## Parsing -/

/-- A text for Lean's parser, as it is: `mkInputContext` would replace line ends. -/
def inputOf (text fileName : String) : Parser.InputContext :=
  first_of% [
    { inputString := text, fileName, fileMap := text.toFileMap },
    { input := text, fileName, fileMap := text.toFileMap }]

def inputText (ictx : Parser.InputContext) : String := first_of% [ictx.inputString, ictx.input]

/-- What the header of a file says. -/
structure HeaderText where
  imports : List Import
  /-- Does it begin with `module`? -/
  isModule : Bool
  parser : Parser.ModuleParserState
  messages : MessageLog

def readHeader (ictx : Parser.InputContext) : IO HeaderText := do
  let (stx, parser, messages) ← Parser.parseHeader ictx
  let imports : Array Import := first_of% [HeaderSyntax.imports stx, headerToImports stx]
  let isModule : Bool := first_of% [HeaderSyntax.isModule stx, false]
  return { imports := imports.toList, isModule, parser, messages }

/-! ## Imports -/

/-- How a module is imported. Where Lean has no module system yet, everything is imported as it is. -/
structure ImportFlags where
  importAll : Bool
  isExported : Bool
  isMeta : Bool

def importFlags (i : Import) : ImportFlags :=
  first_of% [
    { importAll := i.importAll, isExported := i.isExported, isMeta := i.isMeta },
    { importAll := i.importAll, isExported := i.isExported, isMeta := false },
    { importAll := false, isExported := true, isMeta := false }]

/-- The environment of some imports, with the states of its extensions. A `module` sees of them what they export. -/
def importAsWritten (imports : Array Import) (isModule : Bool := false) : IO Environment :=
  first_of% [
    importModules imports {} (loadExts := true) (level := if isModule then .exported else .private),
    importModules imports {} (loadExts := true)]

/-- Did the module that a constant comes from declare it as a theorem, a definition or an opaque constant? Where Lean does not
keep that, libraries are stored whole, and what is an axiom is one. -/
def wasDeclaredSound (env : Environment) (n : Name) : Bool :=
  first_of% [
    (match getOriginalConstKind? env n with
      | some .thm | some .defn | some .opaque => true
      | _ => false),
    (fun _ _ => false) env n]

/-- How the module that a constant comes from declared it. Where Lean does not keep that, libraries are stored whole. -/
def declaredAs (env : Environment) (n : Name) : String :=
  first_of% [
    (match getOriginalConstKind? env n with
      | some .thm => "theorem"
      | some .defn => "definition"
      | some .axiom => "axiom"
      | some .induct => "inductive"
      | some .ctor => "constructor"
      | some .opaque => "opaque"
      | _ => "other"),
    (match Environment.find? env n with
      | some (.thmInfo _) => "theorem"
      | some (.defnInfo _) => "definition"
      | some (.axiomInfo _) => "axiom"
      | some (.inductInfo _) => "inductive"
      | some (.ctorInfo _) => "constructor"
      | some (.opaqueInfo _) => "opaque"
      | _ => "other")]

/-! ## Contexts and terms -/

/-- The value of a `let`. What `have` brings in has a value to Lean, too, from 4.22 on, but none that matters. -/
def letValue? (d : LocalDecl) : Option Expr :=
  match d with
  | .ldecl _ _ _ _ value nondep _ => if nondep then none else some value
  | _ => none

/-- A state to elaborate in, where auxiliary declarations are named after a declaration. -/
def coreStateOf (env : Environment) (ngen : NameGenerator) (declaration : Name) : Core.State :=
  first_of% [
    { env, ngen, auxDeclNGen := { namePrefix := declaration } },
    { env, ngen }]

/-! ## Attributes -/

/-- Is it a theorem that `grind` instantiates by itself? -/
def isGrindTheorem (env : Environment) (n : Name) : Bool := first_of% [
  (Grind.grindExt.getState env).ematch.contains (.decl n),
  false]

/-- Theorems that `ext` applies. -/
def extTheoremNames (env : Environment) : List Name := first_of% [
  ((Ext.extExtension.getState env).tree.values.map (fun t => t.declName)).toList,
  []]

end Ariadne
