/-!
How goals are described to the outside, and how the goals that a tactic leaves come apart into groups that share no
metavariables.
-/
open Lean Meta Elab

namespace Ariadne

/-- The constant at the head of an expression's conclusion, as text. -/
def headOf (e : Expr) : String :=
  match e.consumeMData with
  | .forallE _ _ body info =>
    if body.hasLooseBVars || info.isImplicit || info.isInstImplicit then "∀" else "→"
  | e => match e.getAppFn with
    | .const n _ => (nameText n)
    | .sort _ => "Sort"
    | _ => ""

def constructorsOf (env : Environment) (head : Name) : List String :=
  match env.find? head with
  | some (.inductInfo v) => mapList (fun c => match c with | .str _ s => s | c => (nameText c)) v.ctors
  | _ => []

def describeHypothesis (d : LocalDecl) : MetaM Hypothesis := do
  let type ← instantiateMVars d.type
  let env ← getEnv
  let prop ← isProp type
  let format ← ppExpr type
  let reduced ← whnfR type
  let headName := match reduced.getAppFn with | .const n _ => n | _ => Name.anonymous
  let value ← (match letValue? d with
    | some v => do
      let v ← instantiateMVars v
      let f ← ppExpr v
      return some (f.pretty 100)
    | none => return none : MetaM (Option String))
  return {
    name := nameText d.userName, type := format.pretty 100, value := value, isProp := prop,
    isInstance := d.binderInfo.isInstImplicit,
    head := if headName.isAnonymous then headOf reduced else (nameText headName),
    constructors := constructorsOf env headName }

/-- Declarations that a person sees: no implementation details. -/
def visibleDecls (lctx : LocalContext) : List LocalDecl :=
  pick lctx.getFVarIds.toList
where
  pick : List FVarId → List LocalDecl
    | [] => []
    | f :: rest => match lctx.find? f with
      | some d => if d.isImplementationDetail then pick rest else d :: pick rest
      | none => pick rest

def withLocals {α : Type} (lctx : LocalContext) (instances : LocalInstances) (x : MetaM α) : MetaM α :=
  fun ctx => x { ctx with lctx := lctx, localInstances := instances }

/-- Lines after the first move in by two. -/
def indent (s : String) : String := joinStrings "\n  " (linesOf s)

/-- Hypotheses as Lean prints them: neighbours of one type share a line, instances without a name show only the type. -/
def hypothesisLines : List Hypothesis → List String
  | [] => []
  | h :: rest => gather [h.name] h rest
where
  line (names : List String) (h : Hypothesis) : String :=
    let named := joinStrings " " names ++ " : " ++ indent h.type
    match h.value with
    | some v => named ++ " := " ++ indent v
    | none => named
  gather (names : List String) (h : Hypothesis) : List Hypothesis → List String
    | [] => [line names h]
    | k :: rest =>
      if k.type == h.type && k.value.isNone && h.value.isNone then gather (appendList names [k.name]) h rest
      else line names h :: gather [k.name] k rest

def tagOf (name : Name) : String :=
  if name.isAnonymous then "" else nameText name.eraseMacroScopes

/-- A hypothesis as it was described before, so that it need not be printed again for every goal that keeps it. -/
structure Known where
  fvar : FVarId
  userName : Name
  type : Expr
  hypothesis : Hypothesis

structure Described where
  goal : Goal
  key : String
  mvars : List Name
  known : List Known

def lookupKnown (f : FVarId) : List Known → Option Known
  | [] => none
  | k :: ks => if k.fvar == f then some k else lookupKnown f ks

/-- What is printed depends on the names of all hypotheses: a later one may shadow an earlier one. -/
def namesAgree (known : List Known) : List LocalDecl → Bool
  | [] => true
  | d :: ds => match lookupKnown d.fvarId known with
    | some k => k.userName == d.userName && namesAgree known ds
    | none => namesAgree known ds

def describeKnown (known : List Known) (d : LocalDecl) : MetaM Known := do
  let type ← instantiateMVars d.type
  match lookupKnown d.fvarId known with
  | some k => if k.type == type && !type.hasExprMVar then return k else describeNew d type
  | none => describeNew d type
where
  describeNew (d : LocalDecl) (type : Expr) : MetaM Known := do
    let hypothesis ← describeHypothesis d
    return { fvar := d.fvarId, userName := d.userName, type, hypothesis }

def addMVars (found : List Name) : List MVarId → List Name
  | [] => found
  | m :: ms => addMVars (if memName m.name found then found else m.name :: found) ms

def mvarsOf (e : Expr) : List MVarId := (e.collectMVars {}).result.toList

/--
The target under its hypotheses, closed. `LocalContext.mkForall` would not do: a type may be an assigned metavariable whose
value speaks of other hypotheses, and those would stay free. The proof of a `have` is left out.
-/
def closeOver (target : Expr) : List LocalDecl → List Known → MetaM Expr
  | d :: ds, k :: ks => do
    let rest ← closeOver target ds ks
    let body := rest.abstract #[.fvar d.fvarId]
    match letValue? d with
    | some value => return .letE d.userName k.type (← instantiateMVars value) body false
    | none => return .forallE d.userName k.type body d.binderInfo
  | _, _ => return target

/-- Describes one goal, with the help of what was described before it. -/
def describeGoal (known : List Known) (g : MVarId) : MetaM Described := do
  let decl ← declOf g
  let options ← getOptions
  let (lctx, _) := decl.lctx.sanitizeNames { options := options }
  withLocals lctx decl.localInstances do
    let decls := visibleDecls lctx
    let usable := if namesAgree known decls then known else []
    let described ← mapMeta (describeKnown usable) decls
    let hypotheses := mapList (fun k : Known => k.hypothesis) described
    let type ← instantiateMVars decl.type
    let format ← ppExpr type
    let target := format.pretty 100
    let tag := tagOf decl.userName
    let lines := hypothesisLines hypotheses
    let lines := appendList lines ["⊢ " ++ indent target]
    let body := joinStrings "\n" lines
    let pretty := if tag == "" then body else "case " ++ tag ++ "\n" ++ body
    let reduced ← whnfR type
    let head := match reduced.getAppFn with | .const n _ => (nameText n) | _ => headOf reduced
    let closed ← closeOver type decls described
    let used := closed.getUsedConstants.toList
    let constants := mapList nameText used
    let definitions := definitionsOf (← getEnv) used
    let mvars := addMVars [] (mvarsOf closed)
    let key := if mvars matches [] then body ++ "#" ++ toString closed.hash else body
    return {
      goal := { tag, pretty, hypotheses, target, head, constants, definitions }
      key := key
      known := described
      mvars := g.name :: mvars }

/-- A group of goals with their positions, in rising order, and the metavariables that they touch. -/
structure Group where
  members : List (Nat × MVarId × Described)
  mvars : List Name

def touches (a b : List Name) : Bool := anyList (fun n => memName n b) a

def mergeMembers : List (Nat × MVarId × Described) → List (Nat × MVarId × Described) →
    List (Nat × MVarId × Described)
  | [], bs => bs
  | a :: as, bs => insertMember a (mergeMembers as bs)
where
  insertMember (a : Nat × MVarId × Described) : List (Nat × MVarId × Described) → List (Nat × MVarId × Described)
    | [] => [a]
    | b :: bs => if a.1 < b.1 then a :: b :: bs else b :: insertMember a bs

/-- Adds a goal to the groups, merging those that it touches. -/
def addToGroups (new : Group) : List Group → List Group
  | [] => [new]
  | g :: gs =>
    if touches new.mvars g.mvars then
      addToGroups { members := mergeMembers new.members g.members, mvars := appendList new.mvars g.mvars } gs
    else g :: addToGroups new gs

def firstPosition (g : Group) : Nat := match g.members with | [] => 0 | (i, _) :: _ => i

def sortGroups : List Group → List Group
  | [] => []
  | g :: gs => insertGroup g (sortGroups gs)
where
  insertGroup (g : Group) : List Group → List Group
    | [] => [g]
    | h :: hs => if firstPosition g < firstPosition h then g :: h :: hs else h :: insertGroup g hs

/-- The groups of a list of goals, ordered by their first goals. -/
def groupGoals (known : List Known) (goals : List MVarId) : MetaM (List Group) := do
  let groups ← collect known 0 goals
  return sortGroups groups
where
  collect (known : List Known) : Nat → List MVarId → MetaM (List Group)
    | _, [] => return []
    | i, g :: gs => do
      let d ← describeGoal known g
      let rest ← collect (appendList d.known known) (i + 1) gs
      return addToGroups { members := [(i, g, d)], mvars := d.mvars } rest

def groupKey (g : Group) : String := joinStrings "\n\n" (mapList (fun (_, _, d) => d.key) g.members)
def groupGoalsOf (g : Group) : List Goal := mapList (fun (_, _, d) => d.goal) g.members
def groupKnown (g : Group) : List Known := concatLists (mapList (fun (_, _, d) => d.known) g.members)
def groupMVars (g : Group) : List MVarId := mapList (fun (_, m, _) => m) g.members
def groupPositions (g : Group) : List Nat := mapList (fun (i, _, _) => i) g.members

end Ariadne
