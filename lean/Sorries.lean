/-!
Finding every `sorry` of a file, with the proof state in which it stands.
-/
open Lean Meta Elab

namespace Ariadne

/-- A `sorry` as the info trees know it. -/
structure Found where
  context : ContextInfo
  stx : Syntax
  isTactic : Bool
  mctx : MetavarContext
  /-- The goal of a tactic; for a term its local context and expected type. -/
  goal : Option MVarId
  lctx : LocalContext
  type : Option Expr

def isOriginal (stx : Syntax) : Bool := match stx.getHeadInfo with | .original .. => true | _ => false

partial def collectSorries (context : Option ContextInfo) (tree : InfoTree) (found : List Found) : List Found :=
  match tree with
  | .hole _ => found
  | .context partialContext inner => collectSorries (partialContext.mergeIntoOuter? context) inner found
  | .node info children =>
    let next (c : Option ContextInfo) : List Found := overChildren c (persistentList children) found
    match context with
    | none => next none
    | some c => match info with
      | .ofTacticInfo t =>
        if t.stx.getKind == `Lean.Parser.Tactic.tacticSorry && isOriginal t.stx then
          match t.goalsBefore with
          | [] => found
          | g :: _ =>
            let here : Found := {
              context := c, stx := t.stx, isTactic := true, mctx := t.mctxBefore, goal := some g, lctx := {}, type := none }
            here :: found
        else next (some c)
      | .ofTermInfo t =>
        if t.stx.getKind == `Lean.Parser.Term.sorry && isOriginal t.stx then
          let here : Found := {
            context := c, stx := t.stx, isTactic := false, mctx := c.mctx, goal := none, lctx := t.lctx
            type := t.expectedType? }
          here :: found
        else next (some c)
      | _ => next (some c)
where
  overChildren (c : Option ContextInfo) : List InfoTree → List Found → List Found
    | [], found => found
    | t :: ts, found => overChildren c ts (collectSorries c t found)

def startOf (stx : Syntax) : Nat := ((stx.getPos? false).getD 0).byteIdx

/-- In textual order, one for each place (the first that was elaborated there). -/
def orderSorries : List Found → List Found
  | [] => []
  | f :: fs => insertFound f (orderSorries fs)
where
  insertFound (f : Found) : List Found → List Found
    | [] => [f]
    | g :: gs =>
      if startOf f.stx == startOf g.stx then g :: gs
      else if startOf f.stx < startOf g.stx then f :: g :: gs
      else g :: insertFound f gs

def localInstancesOf : List LocalDecl → MetaM (List LocalInstance)
  | [] => return []
  | d :: ds => do
    let rest ← localInstancesOf ds
    match ← isClass? d.type with
    | some c =>
      let found : LocalInstance := { className := c, fvar := d.toExpr }
      return found :: rest
    | none => return rest

/-- Removes what a proof must not use: the theorem itself, which Lean puts into the context so that it may recur. -/
def clearAuxDecls (goal : MVarId) : MetaM MVarId := do
  let decl ← declOf goal
  clearFrom goal (auxDecls decl.lctx decl.lctx.getFVarIds.toList)
where
  auxDecls (lctx : LocalContext) : List FVarId → List FVarId
    | [] => []
    | f :: fs => match lctx.find? f with
      | some d => if d.isAuxDecl then f :: auxDecls lctx fs else auxDecls lctx fs
      | none => auxDecls lctx fs
  clearFrom (goal : MVarId) : List FVarId → MetaM MVarId
    | [] => return goal
    | f :: fs => do
      let goal ← (try goal.clear f catch _ => return goal)
      clearFrom goal fs

def knowsAll (env : Environment) : List Name → Bool
  | [] => true
  | n :: ns => env.contains n && knowsAll env ns

def constantsOfGoal (mctx : MetavarContext) (f : Found) : List Name :=
  match f.goal, f.type with
  | some g, _ => match mctx.findDecl? g with
    | some d => appendList (inLocals d.lctx) d.type.getUsedConstants.toList
    | none => []
  | none, some type => appendList (inLocals f.lctx) type.getUsedConstants.toList
  | none, none => []
where
  inLocals (lctx : LocalContext) : List Name :=
    concatLists (mapList (fun d : LocalDecl => d.type.getUsedConstants.toList) (visibleDecls lctx))

/-- Metavariables of the goal stand for terms that may use anything, so only goals without any take the earlier one. -/
def environmentOf (f : Found) (before : Environment) : Environment :=
  if knowsAll before (constantsOfGoal f.mctx f) then before else f.context.env

def freshGoal (type : Expr) : MetaM MVarId := do
  let e ← mkFreshExprMVar (some type) .natural .anonymous
  return e.mvarId!

def typesOf : List LocalDecl → MetaM (List Expr)
  | [] => return []
  | d :: ds => do
    let type ← instantiateMVars d.type
    let rest ← typesOf ds
    return type :: rest

def levelParamsIn : List Expr → CollectLevelParams.State → List Name
  | [], s => s.params.toList
  | e :: es, s => levelParamsIn es (collectLevelParams s e)

/-- The universe parameters that a goal speaks of. -/
def levelsOf (goal : MVarId) : MetaM (List Name) := do
  let decl ← declOf goal
  let type ← instantiateMVars decl.type
  let types ← typesOf (visibleDecls decl.lctx)
  return levelParamsIn (type :: types) {}

/-- The proof state in which a `sorry` stands, as a snapshot of its own. -/
def startFound (f : Found) (origin : Nat) : TermElabM (List MVarId) := do
  let goal ← (match f.goal, f.type with
    | some g, _ => return g
    | none, some type => do
      let type ← instantiateMVars type
      let decls := visibleDecls f.lctx
      let instances ← withLocals f.lctx #[] (localInstancesOf decls)
      withLocals f.lctx instances.toArray (freshGoal type)
    | none, none => throwError "the type of this 'sorry' is not known ({origin})" : MetaM MVarId)
  let goal ← clearAuxDecls goal
  let levels ← levelsOf goal
  declareLevels levels
  return [goal]

/-- The names that one binder of a `variable` command declares, `anonymous` for an instance without one. -/
def binderNames (binder : Syntax) : List Name :=
  if binder.getKind == `Lean.Parser.Term.instBinder then [identOf ((binder.getArg 1).getArg 0)]
  else mapList identOf (binder.getArg 1).getArgs.toList
where
  identOf : Syntax → Name
    | .ident _ _ n _ => n
    | _ => .anonymous

/-- Each of a scope's `variable`s with the name that it has in quotations. -/
def sectionNames (scope : Command.Scope) : List (Name × Name) :=
  pairs (concatLists (mapList (fun d : TSyntax ``Parser.Term.bracketedBinder => binderNames d.raw) scope.varDecls.toList)) scope.varUIds.toList
where
  pairs : List Name → List Name → List (Name × Name)
    | n :: ns, u :: us => (n, u) :: pairs ns us
    | _, _ => []

def localContextOf (f : Found) : LocalContext :=
  match f.goal with
  | none => f.lctx
  | some g => match f.mctx.findDecl? g with
    | some d => d.lctx
    | none => {}

/-- Variables come first among hypotheses: of those with the same name, the first one is it. -/
def withSection (names : List (Name × Name)) (lctx : LocalContext) (s : Snapshot) : Snapshot :=
  let decls := visibleDecls lctx
  go decls names s
where
  go (decls : List LocalDecl) : List (Name × Name) → Snapshot → Snapshot
    | [], s => s
    | (name, id) :: rest, s =>
      let s := { s with sectionVars := s.sectionVars.insert name id }
      go decls rest (match firstOfName name decls with
        | some f => { s with sectionFVars := s.sectionFVars.insert id (.fvar f) }
        | none => s)
  firstOfName (name : Name) : List LocalDecl → Option FVarId
    | [] => none
    | d :: ds => if d.userName == name then some d.fvarId else firstOfName name ds

/-- A snapshot to start from. Where the goal can be stated in the environment before its command, that is taken: the
theorem itself and its attributes are not in it. -/
def snapshotOf (f : Found) (env : Environment) (forbidden : NameSet) (origin : Nat) : Snapshot :=
  let declaration := f.context.parentDecl?.getD `_example
  {
    core := coreStateFor env declaration origin
    mstate := { mctx := f.mctx }
    term := {}
    options := f.context.options
    currNamespace := f.context.currNamespace
    openDecls := f.context.openDecls
    declaration
    isNoncomputable := storesExportedOnly env
    goals := []
    forbidden }

/-- The keyword of a declaration: `theorem`, `def`, `instance`, `example`, … -/
def declarationKind (stx : Syntax) : String :=
  if stx.getKind == `Lean.Parser.Command.declaration then
    match stx.getArg 1 with
    | .node _ kind _ => match kind with | .str _ s => s | _ => ""
    | _ => ""
  else match stx.getKind with | .str _ s => s | _ => ""

def declarationName (c : ContextInfo) : String :=
  match c.parentDecl? with
  | some n =>
    let n := privateToUserName n
    if n == `_example then "" else nameText n
  | none => ""

end Ariadne
