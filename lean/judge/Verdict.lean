/-!
What counts as proved: the only judge. A verdict is on the n-th command of the original, and on the constants that the n-th
command of the completed file added: not on a name, which another command could claim.
-/
open Lean Meta Elab

namespace Ariadne

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

/-- Elaborates a completed file, from the first command that is not the original's. -/
def elaborateCompleted (ictx : Parser.InputContext) (originalText : String) (before : Elaborated)
    (cancel : IO.CancelToken) : IO (Option Elaborated) :=
  let shared := commonCommands originalText (inputText ictx) before 0
  elaborateAfter ictx before shared (completing originalText (inputText ictx) before) cancel (fun s => withoutHeartbeats s)

end Ariadne
