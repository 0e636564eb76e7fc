/-!
What the info trees of a file say about its proofs: the goals at which they begin, and which constants each tactic names or
rests on, with the places where these are declared.
-/
open Lean Meta Elab

namespace Ariadne

/-- What is read off the info trees of one command, in the order of elaboration. -/
structure Traced where
  /-- Constants that identifiers resolved to, with the bytes at which they stand. -/
  named : Array (Nat × Name) := #[]
  tactics : Array (ContextInfo × TacticInfo) := #[]

partial def traceTree (context : Option ContextInfo) (tree : InfoTree) (traced : Traced) : Traced :=
  match tree with
  | .hole _ => traced
  | .context partialContext inner => traceTree (partialContext.mergeIntoOuter? context) inner traced
  | .node info children =>
    let traced := match info, context with
      | .ofTacticInfo t, some c => { traced with tactics := traced.tactics.push (c, t) }
      | .ofTermInfo t, _ => match t.expr.getAppFn, t.stx with
        | .const n _, .ident (.original ..) .. => { traced with named := traced.named.push (startByte t.stx, n) }
        | _, _ => traced
      | _, _ => traced
    (persistentList children).foldl (fun traced child => traceTree context child traced) traced

/-- Does a constant state something that was proved, as its module declared it? -/
def isTheoremName (env : Environment) (n : Name) : Bool := declaredAs env n == "theorem"

/-- A name that a person could write: none that Lean made for a part of a declaration. -/
def isWritable (n : Name) : Bool :=
  let n := privateToUserName n
  !n.isInternalDetail && !n.hasMacroScopes && !n.isAnonymous

/-- Constants in what a tactic assigned to the goals that it found, without what later tactics did. -/
def restsOn (t : TacticInfo) : Array Name := Id.run do
  let mut found : Array Name := #[]
  let mut seen : NameSet := {}
  for goal in t.goalsBefore do
    let (value, _) := instantiateMVarsCore t.mctxAfter (.mvar goal)
    for n in value.getUsedConstants do
      unless seen.contains n do
        seen := seen.insert n
        found := found.push n
  return found

/-- What a stretch of a proof uses: constants by the names that are written in it, then theorems that its tactics found by
themselves. The names are gathered. -/
def usesWithin (env : Environment) (traced : Traced) (start stop : Nat) (tactic : Option TacticInfo) :
    StateM NameSet (List Use) := do
  let mut uses : Array Use := #[]
  let mut seen : NameSet := {}
  for (at_, n) in traced.named do
    if start ≤ at_ && at_ < stop && isWritable n && n != `sorryAx && !seen.contains n then
      seen := seen.insert n
      uses := uses.push { name := nameText (privateToUserName n), named := true }
  if let some t := tactic then
    for n in restsOn t do
      if isWritable n && !seen.contains n && isTheoremName env n then
        seen := seen.insert n
        uses := uses.push { name := nameText (privateToUserName n), named := false }
  modify fun all => seen.foldl (fun all n => all.insert n) all
  return uses.toList

/-- The first run of a tactic: one that is written once may run on many goals. -/
def runOf (traced : Traced) (stx : Syntax) : Option (ContextInfo × TacticInfo) :=
  let (start, stop) := (startByte stx, stopByte stx)
  traced.tactics.find? fun (_, t) =>
    t.stx.getKind == stx.getKind && startByte t.stx == start && stopByte t.stx == stop

/-- The tree with what its tactics use. What comes apart has no uses of its own but those of its head. -/
partial def withUses (env : Environment) (traced : Traced) (runs : Std.HashMap (Nat × Nat) TacticInfo) (tree : TacticTree) :
    StateM NameSet TacticTree := do
  let mut parts : Array TacticTree := #[]
  for part in tree.parts do parts := parts.push (← withUses env traced runs part)
  let (start, stop) := (tree.range.start.byte, tree.range.stop.byte)
  let uses ← match tree.parts with
    | [] => usesWithin env traced start stop runs[(start, stop)]?
    | first :: _ => if tree.head == "" then pure [] else usesWithin env traced start first.range.start.byte none
  return { tree with parts := parts.toList, uses }

/-- The first run of each tactic, by where it stands. -/
def runsOf (traced : Traced) : Std.HashMap (Nat × Nat) TacticInfo :=
  traced.tactics.foldl (fun runs (_, t) => runs.insertIfNew (startByte t.stx, stopByte t.stx) t) {}

/-- Where a `by` begins: the goal as Lean found it there. -/
def foundBy (traced : Traced) (body : Syntax) : Option Found :=
  match runOf traced body with
  | some (context, t) => match t.goalsBefore with
    | goal :: _ => some { context, stx := body, isTactic := true, mctx := t.mctxBefore, goal := some goal, lctx := {}, type := none }
    | [] => none
  | none => none

/-- Is what a `by` proves a proposition? -/
def provesProposition (f : Found) : IO Bool := do
  match f.goal.bind f.mctx.findDecl? with
  | none => return false
  | some goal =>
    match ← (snapshotOf f f.context.env {} 0).run unlimited none (fun _ _ => withLocals goal.lctx goal.localInstances (isProp goal.type)) with
    | .done answer _ => return answer
    | .raised _ _ => return false

-- Declarations

/-- The body of a declaration, from its `:=` or its first `|` on. -/
def bodyOf (declaration : Syntax) : Option Syntax :=
  findKind (fun k => k == `Lean.Parser.Command.declValSimple || k == `Lean.Parser.Command.declValEqns) declaration

/-- The theorems that are written within a command, but for those that are proved together with others. -/
partial def theoremsWithin (stx : Syntax) : List Syntax :=
  match stx with
  | .node _ kind args =>
    if kind == `Lean.Parser.Command.mutual then [] else
    if kind == `Lean.Parser.Command.declaration then
      let what := (stx.getArg 1).getKind
      if what == `Lean.Parser.Command.theorem || kindEnds what "lemma" then [stx] else []
    else concatLists (mapList theoremsWithin args.toList)
  | _ => []

def placeOf (map : FileMap) (line column : Nat) : Position :=
  let position : Lean.Position := { line, column }
  { line, column, byte := (map.ofPosition position).byteIdx }

/-- The constants that the file declares and that have a place in it, in the order of these places. -/
def declaredIn (env : Environment) (map : FileMap) (written : List Syntax) : CoreM (List Declared) := do
  let mut found : Array Declared := #[]
  for (n, info) in env.constants.map₂.toList do
    if !isWritable n then continue
    let some ranges ← findDeclarationRangesCore? n | continue
    let range : Range := {
      start := placeOf map ranges.range.pos.line ranges.range.pos.column
      stop := placeOf map ranges.range.endPos.line ranges.range.endPos.column }
    let kind := declaredAs env n
    let own := written.find? fun stx => startByte stx ≤ range.start.byte && range.start.byte < stopByte stx
    let body := if kind != "theorem" then none else (own.bind bodyOf).map (rangeOf map)
    found := found.push {
      name := nameText (privateToUserName n), kind, range, body
      isPrivate := isPrivateName n, statementHash := toString info.type.hash }
  return (found.qsort fun a b => a.range.start.byte < b.range.start.byte).toList

/-- Where the constants that were used come from. -/
def describeUsed (env : Environment) (names : List Name) : CoreM (List Premise) := do
  let mut premises : Array Premise := #[]
  for n in names do
    let module := match env.getModuleIdxFor? n with
      | some index => nameText (env.allImportedModuleNames.getD index.toNat .anonymous)
      | none => ""
    let ranges ← findDeclarationRangesCore? n
    premises := premises.push {
      name := nameText (privateToUserName n), module, kind := declaredAs env n
      line := ranges.map (·.range.pos.line), column := ranges.map (·.range.pos.column)
      endLine := ranges.map (·.range.endPos.line), endColumn := ranges.map (·.range.endPos.column) }
  return premises.toList

end Ariadne
