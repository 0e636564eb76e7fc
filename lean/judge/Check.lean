/-!
What counts as proved: the only judge. A verdict is on the n-th command of the original, and on the constants that the n-th
command of the completed file added: not on a name, which another command could claim.
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

/-! ## What must not have changed -/

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

/-! ## The verdict -/

/-- What a verdict says beside its name. -/
structure Ruling where
  verdict : String
  flaw : Option Flaw := none
  position : Option Position := none
  axioms : List Name := []
  left : List Range := []

def rejection (flaw : Flaw) (position : Option Position) (axioms : List Name) : Ruling :=
  { verdict := "rejected", flaw := some flaw, position, axioms }

def rejectedFor (reason message : String) : Ruling := rejection { reason, message } none []

def errorOf (map : FileMap) (messages : List Lean.Message) : IO (Option (String × Position)) :=
  match filterList isError messages with
  | [] => return none
  | m :: _ => do
    let described ← describeMessage map none m
    return some (described.text, described.position)

def startPosition (e : Elaborated) (c : Command) : Position := (rangeOf e.fileMap c.stx).start

def isEmpty {α : Type} : List α → Bool
  | [] => true
  | _ => false

/-- The `sorry`s of a syntax, the last one first. -/
partial def openHoles (stx : Syntax) (found : List Syntax) : List Syntax :=
  if isHole stx then stx :: found else match stx with
    | .node _ _ args => inArgs args.toList found
    | _ => found
where
  inArgs : List Syntax → List Syntax → List Syntax
    | [], found => found
    | s :: ss, found => inArgs ss (openHoles s found)

/-- What is to be said of a `sorry` below a declaration: who holds it, and who answers for it. -/
def sorryRuling (c : Case) (index : Nat) (command : Command) (holders axioms : List Name) : IO Ruling := do
  match elsewhere holders with
  | some (n, none) =>
    return rejection { reason := "sorry", message := "it rests on '" ++ nameText n ++ "', in which there is a 'sorry'" } none axioms
  | some (n, some other) =>
    let position := startPosition c.after other
    match ← errorOf c.after.fileMap other.messages with
    | some (text, place) =>
      return rejection { reason := "error", message := "it rests on '" ++ shown n ++ "', which has an error: " ++ text } (some place) axioms
    | none =>
      return rejection { reason := "sorry", message := "it rests on '" ++ shown n ++ "', in which there is a 'sorry'" } (some position) axioms
  | none =>
    let left := reverseOnto (openHoles command.stx []) []
    if isEmpty left then
      return rejection { reason := "sorry", message := "there is a 'sorry' in the proof that no one has written" } none axioms
    else if hasFillings c index then
      return { verdict := "partial", axioms, left := mapList (fun s => rangeOf c.after.fileMap s) left }
    else
      return { verdict := "rejected", axioms, left := mapList (fun s => rangeOf c.after.fileMap s) left
               flaw := some { reason := "sorry", message := "nothing stands in the place of its 'sorry'" } }
where
  shown (n : Name) : String :=
    let user := privateToUserName n
    if isExampleName user then "an example" else nameText user
  elsewhere : List Name → Option (Name × Option Command)
    | [] => none
    | n :: ns => match ownerOf c.after n with
      | none => some (n, none)
      | some i => if i == index then elsewhere ns else some (n, commandAfter c i)

/-- Is this the last filled command before the file becomes another one? Then its filling may have done that. -/
def isFollowedByChange (c : Case) (index : Nat) : Bool :=
  hasFillings c index && (match c.after.commands[c.after.commands.size - 1]? with
    | some last => last.prepared.isLast && noneFilled (index + 1) c.after.commands.size
    | none => false)
where
  noneFilled (i : Nat) : Nat → Bool
    | 0 => true
    | fuel + 1 => i ≥ c.after.commands.size || !hasFillings c i && noneFilled (i + 1) fuel

/-- The verdict on one command, and what the kernel has checked by then. -/
def rule (c : Case) (index : Nat) (checked : Checked) : IO (Ruling × Checked) := do
  match commandBefore c index, commandAfter c index with
  | none, _ => return (rejectedFor "changed" "the original file has no such command", checked)
  | _, none => return (rejectedFor "changed" "the completed file is another one before it comes to this command", checked)
  | some was, some command =>
    let place := startPosition c.after command
    match command.prepared.refusal with
    | some (reason, message) => return (rejection { reason, message } (some place) [], checked)
    | none =>
      if isFollowedByChange c index then
        return (rejection { reason := "changed", message := "what is filled in may have brought in a command" } (some place) [], checked)
      else match ← errorOf c.after.fileMap command.messages with
      | some (text, position) => return (rejection { reason := "error", message := text } (some position) [], checked)
      | none =>
        let declared := declaredAmong was.stx (c.added.getD index [])
        match statementFlaw c command.stx declared with
        | some flaw => return (rejection flaw (some place) [], checked)
        | none =>
          let s := surveyFrom c.pristine c.after.env (enterAll .anonymous [] declared) {}
          let axioms := s.axioms
          match s.flaw, firstUndeclared (fun n => isDeclaredAxiom c n) axioms with
          | some flaw, _ => return (rejection flaw (some place) axioms, checked)
          | none, some n =>
            return (rejection { reason := "axiom", message := "the proof depends on the axiom '" ++ nameText n ++ "'" } (some place) axioms, checked)
          | none, none => match replay c.cancel c.after.env s checked with
            | .error flaw => return (rejection flaw (some place) axioms, checked)
            | .ok checked =>
              if memName `sorryAx axioms then
                let ruling ← sorryRuling c index command s.holders axioms
                return (ruling, checked)
              else return ({ verdict := "verified", axioms }, checked)

/-- What a command declares, in the order of the text, as far as it gives names. -/
def userNames (c : Case) (index : Nat) : List String :=
  match commandBefore c index with
  | none => []
  | some command =>
    let declared := declaredAmong command.stx (c.added.getD index [])
    let named := filterList (fun n => !isExampleName (privateToUserName n)) declared
    let topmost := filterList (fun n => !memName n.getPrefix named) named
    mapList (fun n => nameText (privateToUserName n)) (inOrder (reverseOnto (namedBy `Lean.Parser.Command.declId command.stx) []) topmost)
where
  inOrder : List String → List Name → List Name
    | [], names => names
    | s :: ss, names =>
      appendList (filterList (fun n => lastOf (privateToUserName n) == s) names)
        (inOrder ss (filterList (fun n => lastOf (privateToUserName n) != s) names))

def checkedDeclaration (command : Nat) (names : List String) (r : Ruling) : CheckedDeclaration := {
  command, names, verdict := r.verdict
  reason := match r.flaw with | some f => some f.reason | none => none
  message := match r.flaw with | some f => some f.message | none => none
  position := r.position
  axioms := mapList nameText (filterList (fun n => !memName n standardAxioms) r.axioms)
  left := r.left }

def ruleAll (c : Case) : List Nat → Checked → IO (List CheckedDeclaration)
  | [], _ => return []
  | i :: is, checked => do
    let (ruling, checked) ← rule c i checked
    let rest ← ruleAll c is checked
    return checkedDeclaration i (userNames c i) ruling :: rest

/-- The verdict on a term that is to prove a theorem, and on what elaboration has added to the environment for it. -/
def ruleTerm (pristine file : Environment) (cancel : IO.CancelToken) (name : Name) (levels : List Name)
    (type value : Expr) : Ruling :=
  let uses := appendList type.getUsedConstants.toList value.getUsedConstants.toList
  let s := surveyFrom pristine file (enterAll name [] uses) {}
  let axioms := s.axioms
  match s.flaw, firstUndeclared (fun _ => false) axioms with
  | some flaw, _ => rejection flaw none axioms
  | none, some n =>
    rejection { reason := "axiom", message := "the proof depends on the axiom '" ++ nameText n ++ "'" } none axioms
  | none, none =>
    if memName `sorryAx axioms then rejection { reason := "sorry", message := "the proof depends on 'sorry'" } none axioms
    else match replay cancel file s { kernel := pristine.toKernelEnv } with
      | .error flaw => rejection flaw none axioms
      | .ok c => match addChecked cancel name (.thmDecl { name, levelParams := levels, type, value }) c with
        | .error flaw => rejection flaw none axioms
        | .ok _ => { verdict := "verified", axioms }

/-! ## Clashes -/

def memNat (n : Nat) : List Nat → Bool
  | [] => false
  | m :: ms => n == m || memNat n ms

def insertDown (n : Nat) : List Nat → List Nat
  | [] => [n]
  | m :: ms => if n == m then m :: ms else if n > m then n :: m :: ms else m :: insertDown n ms

/-- The filled commands that a command rested on in the original, the latest first; all before it, where it rests on none. -/
def blamedFor (c : Case) (index : Nat) : List Nat :=
  let used := spokenOf c (concatLists (mapList uses (c.added.getD index []))) {} []
  match owners used [] with
  | [] => filled index []
  | found => found
where
  uses (n : Name) : List Name := match c.before.env.find? n with
    | some info => usedConstants info
    | none => []
  owners : List Name → List Nat → List Nat
    | [], found => found
    | n :: ns, found => match ownerOf c.before n with
      | some i => owners ns (if i < index && hasFillings c i then insertDown i found else found)
      | none => owners ns found
  filled : Nat → List Nat → List Nat
    | 0, found => reverseOnto found []
    | i + 1, found => filled i (if hasFillings c i then appendList found [i] else found)

/-- Commands that were not asked about, and that only the fillings have broken. -/
partial def clashesFrom (c : Case) (asked : List Nat) (i : Nat) : IO (List Clash) := do
  match commandBefore c i, commandAfter c i with
  | some was, some command =>
    let rest ← clashesFrom c asked (i + 1)
    if memNat i asked || anyList isError was.messages then return rest
    else match ← errorOf c.after.fileMap command.messages with
      | none => return rest
      | some (message, position) =>
        let clash : Clash := { command := i, position, message, blamed := blamedFor c i }
        return clash :: rest
  | _, _ => return []

/-! ## Elaborating what is judged -/

/-- What is elaborated of a completed file: its commands where they are the original's with fillings. -/
def completing (originalText completedText : String) (before : Elaborated) : Prepare := fun index stx =>
  let stx := (nameExamples index 0 stx).1
  match before.commands[index]? with
  | none => { stx, refusal := some ("changed", "the original file ends before this command"), isLast := true }
  | some was => match fillingsOf originalText completedText was.stx stx with
    | .ok fillings => { stx, fillings }
    | .error (reason, message) =>
      -- The original's command goes in its place, so that what follows can still be judged.
      { stx := was.stx, refusal := some (reason, message), isLast := reason == "changed" }

/-- How many commands two texts have in common. One more is compared than is counted: a command ends where the next begins. -/
partial def commonCommands (original completed : String) (before : Elaborated) (i : Nat) : Nat :=
  match before.commands[i]?, before.commands[i + 1]? with
  | some c, some next =>
    match next.stx.getTailPos? false with
    | none => i
    | some stop =>
      let start := c.parser.pos.byteIdx
      if slice original start stop.byteIdx == slice completed start stop.byteIdx then
        commonCommands original completed before (i + 1)
      else i
  | _, _ => i

/-- Elaborates a completed file, from the first command that is not the original's. -/
def elaborateCompleted (ictx : Parser.InputContext) (originalText : String) (before : Elaborated)
    (cancel : IO.CancelToken) : IO (Option Elaborated) := do
  let prepare := completing originalText (inputText ictx) before
  let kept := commonCommands originalText (inputText ictx) before 0
  match before.commands[kept]? with
  | none => return some { before with fileMap := ictx.fileMap }
  | some first =>
    match ← elaborateFrom ictx prepare cancel first.parser first.state (takeList kept before.commands.toList []).toArray with
    | none => return none
    | some commands => return some (wholeFile ictx before.env commands)

end Ariadne
