/-!
A declaration is known by its place: the n-th command of a file, and the constants that this command added. A name says nothing,
for another command could claim it.
-/
open Lean Meta Elab

namespace Ariadne

/-! ## `example`s -/

/-- Lean forgets an `example` when it is done with it. Here it becomes a `def` of a name by position, and stays. -/
def exampleName (command index : Nat) : Name :=
  Name.mkSimple ("example " ++ toString command ++ " " ++ toString index)

def isExampleName (n : Name) : Bool := (lastString n).startsWith "example "
where
  lastString : Name → String
    | .str _ s => s
    | _ => ""

def defOfExample (name : Name) (stx : Syntax) : Syntax :=
  let body := stx.getArg 1
  let none := Syntax.node .none `null #[]
  let declId := Syntax.node .none `Lean.Parser.Command.declId #[(mkIdent name).raw, none]
  stx.setArg 1 (Syntax.node body.getHeadInfo `Lean.Parser.Command.definition
    #[Syntax.atom (body.getArg 0).getHeadInfo "def", declId, body.getArg 1, body.getArg 2, none])

def isQuotation (kind : Name) : Bool := match kind with
  | .str _ s => s == "quot" || s == "dynamicQuot"
  | _ => false

mutual

/-- Every `example` in a command, wherever it stands, under a name of its own. -/
partial def nameExamples (command index : Nat) (stx : Syntax) : Syntax × Nat :=
  match stx with
  | .node info kind args =>
    if kind == `Lean.Parser.Command.declaration then
      if (stx.getArg 1).getKind == `Lean.Parser.Command.example then
        (defOfExample (exampleName command index) stx, index + 1)
      else (stx, index)
    else if isQuotation kind then (stx, index)
    else
      let (args, index) := nameExamplesIn command index args.toList []
      (.node info kind args.toArray, index)
  | _ => (stx, index)

partial def nameExamplesIn (command index : Nat) : List Syntax → List Syntax → List Syntax × Nat
  | [], done => (reverseOnto done [], index)
  | s :: ss, done =>
    let (s, index) := nameExamples command index s
    nameExamplesIn command index ss (s :: done)

end

def holdsExample (stx : Syntax) : Bool := (nameExamples 0 0 stx).2 > 0

def withExamples : Prepare := fun command stx => { stx := (nameExamples command 0 stx).1 }

/-! ## Whose constant is it -/

partial def hashNodeKeys {α β : Type} : PersistentHashMap.Node α β → List α → List α
  | .entries es, found => inEntries es.toList found
  | .collision ks _ _, found => appendList ks.toList found
where
  inEntries : List (PersistentHashMap.Entry α β (PersistentHashMap.Node α β)) → List α → List α
    | [], found => found
    | .entry k _ :: rest, found => inEntries rest (k :: found)
    | .ref n :: rest, found => inEntries rest (hashNodeKeys n found)
    | .null :: rest, found => inEntries rest found

/-- Constants that were added on top of the imports. -/
def addedConstants (env : Environment) : List Name := hashNodeKeys env.toKernelEnv.constants.map₂.root []

/-- The command after which a constant is there first; commands only add. -/
def ownerOf (e : Elaborated) (n : Name) : Option Nat :=
  let last := e.commands.size
  if (e.env.find? n).isNone then none else search (last + 1) 0 last
where
  has (i : Nat) : Bool := match e.commands[i]? with
    | some c => c.envAfter.contains n
    | none => false
  search : Nat → Nat → Nat → Option Nat
    | 0, _, _ => none
    | fuel + 1, low, high =>
      if low ≥ high then (if has low then some low else none)
      else
        let middle := (low + high) / 2
        if has middle then search fuel low middle else search fuel (middle + 1) high

/-- The constants that each command added. -/
def constantsByCommand (e : Elaborated) : Array (List Name) :=
  place (addedConstants e.env) (mapList (fun _ => []) e.commands.toList).toArray
where
  place : List Name → Array (List Name) → Array (List Name)
    | [], all => all
    | n :: ns, all => match ownerOf e n with
      | some i => place ns (all.set! i (n :: all.getD i []))
      | none => place ns all

/-! ## What a command says -/

partial def syntaxNodes (kind : Name) (stx : Syntax) (found : List Syntax) : List Syntax :=
  match stx with
  | .node _ k args => inArgs args.toList (if k == kind then stx :: found else found)
  | _ => found
where
  inArgs : List Syntax → List Syntax → List Syntax
    | [], found => found
    | s :: ss, found => inArgs ss (syntaxNodes kind s found)

partial def firstIdent (stx : Syntax) : Option Name :=
  match stx with
  | .ident _ _ n _ => some n
  | .node _ _ args => among args.toList
  | _ => none
where
  among : List Syntax → Option Name
    | [] => none
    | s :: ss => match firstIdent s with
      | some n => some n
      | none => among ss

def lastOf (n : Name) : String := match n with
  | .str _ s => s
  | _ => ""

def namedBy (kind : Name) (stx : Syntax) : List String :=
  lasts (syntaxNodes kind stx [])
where
  lasts : List Syntax → List String
    | [] => []
    | s :: ss => match firstIdent s with
      | some n => lastOf n :: lasts ss
      | none => lasts ss

/-- The constants that a command declares by what is written, and not what Lean makes beside them or for a local function,
whose type depends on what it uses. -/
def declaredAmong (stx : Syntax) (added : List Name) : List Name :=
  let named := namedBy `Lean.Parser.Command.declId stx
  let inner := namedBy `Lean.Parser.Term.letRecDecl stx
  filterList (fun n =>
    let user := privateToUserName n
    let last := lastOf user
    memString last named || !(user.isInternalDetail || memString last inner)) added

end Ariadne
