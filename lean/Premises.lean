/-!
Premises: the theorems and definitions that an environment offers to a proof, and those that a proof has used.
-/
open Lean Meta Elab

namespace Ariadne

/-- What the attributes of an environment say about its constants. -/
structure Marks where
  simp : SimpTheorems
  ext : NameSet

def marksOf (env : Environment) : MetaM Marks := do
  let simp ← getSimpTheorems
  return { simp, ext := nameSet (extTheoremNames env) {} }

def attributesOf (env : Environment) (marks : Marks) (n : Name) : List String :=
  let simp := marks.simp.isLemma (.decl n) || marks.simp.isDeclToUnfold n
  appendList (if simp then ["simp"] else [])
    (appendList (if isGrindTheorem env n then ["grind"] else []) (if marks.ext.contains n then ["ext"] else []))

/-- Binders, a colon and the conclusion, without the name that `#check` begins with. -/
def printedStatement (n : Name) : MetaM String := do
  try
    let printed ← PrettyPrinter.ppSignature n
    let text := printed.fmt.pretty 100
    return slice text (nameText n).utf8ByteSize text.utf8ByteSize
  catch _ => return ""

/-- Is it a definition that somebody wrote and a proof may unfold? -/
def isDefinition (env : Environment) (info : ConstantInfo) : Bool :=
  match info with
  | .defnInfo _ | .opaqueInfo _ | .axiomInfo _ => !(isAuxRecursor env info.name || isNoConfusion env info.name)
  | _ => false

/-- Instances are no premises: they are found by their classes. -/
def premiseKind (env : Environment) (info : ConstantInfo) : MetaM (Option String) := do
  if isGenerated info.name || isInstanceCore env info.name then return none else
  if ← isTheoremLike info then return some "theorem" else
  return if isDefinition env info then some "definition" else none

structure Listing where
  env : Environment
  marks : Marks
  printed : Bool

def premiseInfo (l : Listing) (module : Name) (own : NameSet) (kind : String) (info : ConstantInfo) : MetaM PremiseInfo := do
  let shape := shapeOf info.type 0
  let constants := info.type.getUsedConstants.toList
  let statement ← if l.printed then printedStatement info.name else pure ""
  let ranges ← findDeclarationRanges? info.name
  return {
    name := nameText info.name, kind, module := nameText module, statement
    line := match ranges with | some r => some r.range.pos.line | none => none
    column := match ranges with | some r => some (r.range.pos.column + 1) | none => none
    endLine := match ranges with | some r => some r.range.endPos.line | none => none
    endColumn := match ranges with | some r => some (r.range.endPos.column + 1) | none => none
    constants := mapList nameText constants, head := shape.head, rewrites := shape.rewrites, arity := shape.arity
    attributes := attributesOf l.env l.marks info.name, deprecated := Linter.isDeprecated l.env info.name
    statementHash := toString info.type.hash, ownModuleDefinitions := anyOf own constants }

partial def premisesAmong (l : Listing) (module : Name) (own : NameSet) : List ConstantInfo → List PremiseInfo → MetaM (List PremiseInfo)
  | [], found => return found
  | info :: rest, found => do
    match ← premiseKind l.env info with
    | none => premisesAmong l module own rest found
    | some kind => do
      let premise ← premiseInfo l module own kind info
      premisesAmong l module own rest (premise :: found)

partial def premisesOfModules (l : Listing) (wanted : List String) : List Name → List ModuleData →
    List PremiseInfo → MetaM (List PremiseInfo)
  | m :: ms, d :: ds, found => do
    let listed := match wanted with | [] => true | _ => memNameText m wanted
    if listed then
      let found ← premisesAmong l m (nameSet d.constNames.toList {}) d.constants.toList found
      premisesOfModules l wanted ms ds found
    else premisesOfModules l wanted ms ds found
  | _, _, found => return found

def importedModules (env : Environment) : List Name := env.allImportedModuleNames.toList

def listPremises (env : Environment) (modules : List String) (printed : Bool) : MetaM (List PremiseInfo) := do
  let marks ← marksOf env
  premisesOfModules { env, marks, printed } modules (importedModules env) env.header.moduleData.toList []

def infosOf (env : Environment) : List Name → List ConstantInfo
  | [] => []
  | n :: ns => match env.find? n with
    | some info => info :: infosOf env ns
    | none => infosOf env ns

/-- What a file declares itself. -/
def listOwnPremises (env : Environment) (names : List Name) : MetaM (List PremiseInfo) := do
  let marks ← marksOf env
  premisesAmong { env, marks, printed := true } .anonymous {} (infosOf env names) []

-- What was used

/-- The declaration that a generated constant is made for: the longest part of its name that somebody wrote. -/
partial def writtenFor (n : Name) : Name :=
  match n with
  | .str p _ => if isGenerated n then writtenFor p else n
  | .num p _ => writtenFor p
  | .anonymous => n

/-- Theorems and unfolded definitions among some constants. A generated constant with a body stands for what its body uses,
one without counts to the declaration that it is made for; definitions that are only spoken of are not used. -/
partial def usesAmong (env : Environment) : List Name → NameSet → NameSet → MetaM NameSet
  | [], _, used => return used
  | n :: rest, seen, used => do
    if seen.contains n then usesAmong env rest seen used else
    let seen := seen.insert n
    match env.find? n with
    | none => usesAmong env rest seen used
    | some info =>
      let theoremLike ← isTheoremLike info
      if !isGenerated n then
        usesAmong env rest seen (if theoremLike && !isInstanceCore env n then used.insert n else used)
      else
      let owner := writtenFor n
      let owned ← match env.find? owner with
        | none => pure false
        | some o => do
          let t ← isTheoremLike o
          pure (!t && isDefinition env o)
      if owned then usesAmong env rest seen (used.insert owner) else
      if theoremLike then
        match info.value? true with
        | some v => usesAmong env (appendList v.getUsedConstants.toList rest) seen used
        | none => usesAmong env rest seen used
      else usesAmong env rest seen used

/-- Theorems and definitions that a script names. -/
partial def namedIn (env : Environment) (stx : Syntax) (used : NameSet) : MetaM NameSet :=
  match stx with
  | .ident _ _ n _ => match env.find? n with
    | none => return used
    | some info => do
      match ← premiseKind env info with
      | some _ => return used.insert n
      | none => return used
  | .node _ _ args => among args.toList used
  | _ => return used
where
  among : List Syntax → NameSet → MetaM NameSet
    | [], used => return used
    | s :: rest, used => do
      let used ← namedIn env s used
      among rest used

def binders : Expr → Nat
  | .forallE _ _ body _ => binders body + 1
  | .mdata _ e => binders e
  | _ => 0

def theoremUses (name module : Name) (type : Expr) (used : NameSet) : TermElabM TheoremUses := do
  let goal ← freshGoal type
  let (_, goal) ← goal.introNP (binders type)
  let described ← describeGoal [] goal
  return {
    name := nameText name, module := nameText module, goal := described.goal
    uses := mapList nameText (used.erase name).toList, statementHash := toString type.hash }

partial def usesOfTheorems (env : Environment) (module : Name) : List ConstantInfo → List TheoremUses → TermElabM (List TheoremUses)
  | [], found => return found
  | info :: rest, found => do
    match info, info.value? true with
    | .thmInfo _, some value =>
      if isGenerated info.name then usesOfTheorems env module rest found else
      let used ← usesAmong env value.getUsedConstants.toList {} {}
      declareLevels info.levelParams
      let theoremUse ← theoremUses info.name module info.type used
      usesOfTheorems env module rest (theoremUse :: found)
    | _, _ => usesOfTheorems env module rest found

partial def usesOfModules (env : Environment) (wanted : List String) : List Name → List ModuleData →
    List TheoremUses → TermElabM (List TheoremUses)
  | m :: ms, d :: ds, found => do
    let found ← if memNameText m wanted then usesOfTheorems env m d.constants.toList found else pure found
    usesOfModules env wanted ms ds found
  | _, _, found => return found

def listUses (env : Environment) (modules : List String) : TermElabM (List TheoremUses) :=
  usesOfModules env modules (importedModules env) env.header.moduleData.toList []

/-- What a script uses that proves a library theorem. -/
def usesOfScript (t : LibraryTheorem) (module : Name) (stx : Syntax) : TermElabM (Except String TheoremUses) := do
  match ← checkLibrary t stx with
  | .error e => return .error e
  | .ok value =>
    let env ← getEnv
    let used ← usesAmong env value.getUsedConstants.toList {} {}
    let used ← namedIn env stx used
    let uses ← theoremUses t.name module t.type used
    return .ok uses

end Ariadne
