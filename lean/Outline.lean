/-!
What a file says as a text, read by Lean's own parser: every `sorry` that is written in it, whether it elaborates or not, and
the tactic proofs with the tactics that they are made of.
-/
open Lean Meta Elab

namespace Ariadne

-- Every `sorry` that is written

/-- The next token from a place on, and the place behind it; what is no token is passed over. -/
def nextToken (ictx : Parser.InputContext) (pmctx : Parser.ParserModuleContext) (start : BytePos) :
    BytePos × Syntax × BytePos :=
  let table := Parser.getTokenTable pmctx.env
  let blank := { Parser.mkParserState (inputText ictx) with pos := start }
  let from_ := (Parser.ParserFn.run Parser.whitespace ictx pmctx table blank).pos
  let state := { Parser.mkParserState (inputText ictx) with pos := from_ }
  let read := Parser.ParserFn.run (Parser.tokenFn []) ictx pmctx table state
  if read.errorMsg.isSome || read.pos.byteIdx <= from_.byteIdx then (from_, .missing, ⟨from_.byteIdx + 1⟩) else
  let token := read.stxStack.back
  if !opensComment token then (from_, token, read.pos) else
  let inside := { Parser.mkParserState (inputText ictx) with pos := read.pos }
  let closed := Parser.ParserFn.run (Parser.finishCommentBlock false 1) ictx pmctx table inside
  (from_, token, if closed.pos.byteIdx <= read.pos.byteIdx then ⟨(inputText ictx).utf8ByteSize⟩ else closed.pos)
where
  /-- Documentation: its text is no list of tokens. -/
  opensComment : Syntax → Bool
    | .atom _ text => text == "/--" || text == "/-!"
    | _ => false

def isSorryToken : Syntax → Bool
  | .atom _ text => text == "sorry"
  | _ => false

/-- Where the `sorry`s between two places stand. A loop: a recursion a token deep ends Lean's stack in a long file. -/
def sorryPlaces (ictx : Parser.InputContext) (pmctx : Parser.ParserModuleContext) (start stop : BytePos) :
    List BytePos := Id.run do
  -- Most commands hold none: their tokens need not be read.
  unless ((extractBytes (inputText ictx) start stop).splitOn "sorry").length > 1 do return []
  let mut at_ := start
  let mut found : List BytePos := []
  while at_.byteIdx < stop.byteIdx do
    let (place, token, next) := nextToken ictx pmctx at_
    if isSorryToken token && place.byteIdx < stop.byteIdx then found := place :: found
    at_ := next
  return found.reverse

/-- The names that declarations within a command are given, with where they stand. -/
partial def declaredNames (stx : Syntax) : List (Nat × String) :=
  match stx with
  | .node _ kind args =>
    if kind == `Lean.Parser.Command.declId then
      match args.toList with
      | .ident info _ name _ :: _ => [(((info.getPos? false).getD 0).byteIdx, nameText name)]
      | _ => []
    else concatLists (mapList declaredNames args.toList)
  | _ => []

/-- The last name before a place. -/
def nameBefore (place : Nat) : List (Nat × String) → String → String
  | [], found => found
  | (at_, name) :: rest, found => if at_ < place then nameBefore place rest name else found

def positionRange (map : FileMap) (start stop : BytePos) : Range :=
  { start := positionAt map start, stop := positionAt map stop }

/-- Where a command begins. What could not be parsed in front of it belongs to the one before. -/
def commandStart (c : Command) : BytePos := (c.stx.getPos? false).getD c.parser.pos

/-- The `sorry`s of a file: those of each command, which reaches to where the next one begins. -/
partial def writtenSorries (ictx : Parser.InputContext) (stop : BytePos) : List Command → List WrittenSorry
  | [] => []
  | c :: cs =>
    let next := match cs with | d :: _ => commandStart d | [] => stop
    let pmctx := parserContextOf c
    let start := commandStart c
    let names := declaredNames c.stx
    let describe (place : BytePos) : WrittenSorry := {
      range := positionRange ictx.fileMap place ⟨place.byteIdx + "sorry".utf8ByteSize⟩
      declaration := nameBefore place.byteIdx names ""
      command := positionRange ictx.fileMap start next }
    appendList (mapList describe (sorryPlaces ictx pmctx start next)) (writtenSorries ictx stop cs)
where
  parserContextOf (c : Command) : Parser.ParserModuleContext := { env := c.envBefore, options := {} }

/-- The same where no command was elaborated, since the header already failed. -/
def unreachedSorries (ictx : Parser.InputContext) (env : Environment) (start stop : BytePos) : List WrittenSorry :=
  let describe (place : BytePos) : WrittenSorry := {
    range := positionRange ictx.fileMap place ⟨place.byteIdx + "sorry".utf8ByteSize⟩
    declaration := ""
    command := positionRange ictx.fileMap start stop }
  mapList describe (sorryPlaces ictx { env, options := {} } start stop)

-- Tactic proofs

/-- What stands between two tokens: comments are left out, columns stay. -/
def withoutComments (trivia : String) : String :=
  match (trivia.splitOn "\n").reverse with
  | [] => ""
  | [line] => if line == "" then "" else " "
  | last :: _ => "\n" ++ "".pushn ' ' last.length

/-- The tokens of a syntax, each with what follows it. -/
partial def tokensOf (source : String) (stx : Syntax) : List (String × String) :=
  match stx with
  | .node _ _ args => concatLists (mapList (tokensOf source) args.toList)
  | .atom info text => ofInfo info text
  | .ident info raw _ _ => ofInfo info raw.toString
  | .missing => []
where
  ofInfo (info : SourceInfo) (text : String) : List (String × String) :=
    match info with
    | .original _ _ trailing _ => if text == "" then [] else [(text, withoutComments trailing.toString)]
    | _ => []

def joinTokens : List (String × String) → String
  | [] => ""
  | [(text, _)] => text
  | (text, gap) :: rest => text ++ gap ++ joinTokens rest

def writtenText (source : String) (stx : Syntax) : String := joinTokens (tokensOf source stx)

partial def findKind (wanted : Name → Bool) (stx : Syntax) : Option Syntax :=
  match stx with
  | .node _ kind args => if wanted kind then some stx else among args.toList
  | _ => none
where
  among : List Syntax → Option Syntax
    | [] => none
    | s :: rest => match findKind wanted s with
      | some found => some found
      | none => among rest

def hasKind (kind : Name) (k : Name) : Bool := k == kind

def tacticBlock? (stx : Syntax) : Option Syntax :=
  findKind (fun k => k == `Lean.Parser.Tactic.tacticSeq || k == `Lean.Parser.Tactic.tacticSeqBracketed) stx

/-- Every other of some arguments: those that separators stand between. -/
def everyOther : List Syntax → List Syntax
  | [] => []
  | [a] => [a]
  | a :: _ :: rest => a :: everyOther rest

/-- The tactics of a block, in order. -/
partial def tacticsOfBlock (stx : Syntax) : List Syntax :=
  let kind := stx.getKind
  if kind == `Lean.Parser.Tactic.tacticSeq then tacticsOfBlock (stx.getArg 0)
  else if kind == `Lean.Parser.Tactic.tacticSeq1Indented then everyOther (stx.getArg 0).getArgs.toList
  else if kind == `Lean.Parser.Tactic.tacticSeqBracketed then everyOther (stx.getArg 1).getArgs.toList
  else [stx]

/-- The `by` that a syntax ends in. -/
partial def lastBy? (stx : Syntax) : Option Syntax :=
  if stx.getKind == `Lean.Parser.Term.byTactic then some stx else
  match stx with
  | .node _ _ args => ofLast args.toList.reverse
  | _ => none
where
  ofLast : List Syntax → Option Syntax
    | [] => none
    | s :: rest => match s.getPos? false with
      | none => ofLast rest
      | some _ => lastBy? s

def startByte (stx : Syntax) : Nat := ((stx.getPos? false).getD 0).byteIdx
def stopByte (stx : Syntax) : Nat := ((stx.getTailPos? false).getD 0).byteIdx

/-- The tokens of a syntax up to a place within it. -/
partial def tokensBefore (source : String) (place : Nat) (stx : Syntax) : List (String × String) :=
  match stx with
  | .node _ _ args => concatLists (mapList (tokensBefore source place) args.toList)
  | _ => if startByte stx < place then tokensOf source stx else []

def textBefore (source : String) (place : Nat) (stx : Syntax) : String := joinTokens (tokensBefore source place stx)

/-- The words of the name of a case: its tag and what it introduces. -/
def caseNameOf (tokens : List (String × String)) : CaseName :=
  match words tokens with
  | [] => { tag := "", names := [] }
  | tag :: names => { tag, names }
where
  words : List (String × String) → List String
    | [] => []
    | (text, _) :: rest => if text == "@" || text == "|" then words rest else text :: words rest

def kindEnds (kind : Name) (beginning : String) : Bool :=
  match kind with
  | .str _ s => s.startsWith beginning
  | _ => false

/-- The name that a `have` gives: the word behind the keyword, if it is one. -/
def haveName (source : String) (stx : Syntax) : String :=
  match tokensOf source stx with
  | _ :: (text, _) :: _ =>
    if text == ":" then "this"
    else if text == "⟨" || text == "(" || text == "{" || text == "[" then ""
    else text
  | _ => ""

/-- The `by` blocks within a syntax that stand in no other one. -/
partial def outermostBys (stx : Syntax) : List Syntax :=
  match stx with
  | .node _ kind args =>
    if kind == `Lean.Parser.Term.byTactic then [stx] else concatLists (mapList outermostBys args.toList)
  | _ => []

/-- The tokens of a syntax with `?_` in the place of some parts of it. -/
partial def tokensWithHoles (source : String) (holes : List Syntax) (stx : Syntax) : List (String × String) :=
  match holes.find? fun hole => startByte hole == startByte stx && stopByte hole == stopByte stx && hole.getKind == stx.getKind with
  | some _ => match (tokensOf source stx).reverse with
    | (_, gap) :: _ => [("?_", gap)]
    | [] => []
  | none => match stx with
    | .node _ _ args => concatLists (mapList (tokensWithHoles source holes) args.toList)
    | _ => tokensOf source stx

def withHoles (source : String) (holes : List Syntax) (stx : Syntax) : String := joinTokens (tokensWithHoles source holes stx)

/-- Tactics whose terms may leave goals for `?_`. -/
def takesHoles (kind : Name) : Bool :=
  memName kind [
    `Lean.Parser.Tactic.exact, `Lean.Parser.Tactic.refine, `Lean.Parser.Tactic.apply, `Lean.calcTactic, `Lean.Parser.Tactic.calc,
    `Lean.Parser.Tactic.obtain] || kindEnds kind "tacticHave" || kindEnds kind "tacticRefine_lift"

def withoutEnd (text : String) : String := (text.toList.reverse.dropWhile Char.isWhitespace).reverse.foldl String.push ""

/-- A tactic, taken apart as far as it is made of tactics that are run one after the other. -/
partial def tacticTree (source : String) (map : FileMap) (stx : Syntax) : TacticTree :=
  let plain : TacticTree := {
    kind := "plain", text := writtenText source stx, head := "", name := "", cases := [], range := rangeOf map stx, parts := [],
    uses := [] }
  let kind := stx.getKind
  let ofBlock (kind : String) (cases : List CaseName) : TacticTree := match tacticBlock? stx with
    | some s => { plain with kind, parts := [block s cases] }
    | none => plain
  if kind == `Lean.cdot || kind == `Lean.Parser.Tactic.nestedTactic || kind == `Lean.Parser.Tactic.tacticSeqBracketed then
    ofBlock "focus" []
  else if kind == `Lean.Parser.Tactic.allGoals then ofBlock "every" []
  else if kind == `Lean.Parser.Tactic.paren then ofBlock "sequence" []
  else if kind == `Lean.Parser.Tactic.«tactic_<;>_» then
    { plain with kind := "then", parts := [block (stx.getArg 0) [], block (stx.getArg 2) []] }
  else if kind == `Lean.Parser.Tactic.case then
    ofBlock "case" (mapList (fun c => caseNameOf (tokensOf source c)) (everyOther (stx.getArg 1).getArgs.toList))
  else if kind == `Lean.Parser.Tactic.«tacticNext_=>_» then
    ofBlock "case" [{ tag := "", names := mapList (fun t : String × String => t.1) (tokensOf source (stx.getArg 1)) }]
  else if kindEnds kind "tacticHave" then
    let name := haveName source stx
    match lastBy? stx with
    | some proof => match tacticBlock? proof with
      | some s =>
        if name == "" then holes plain else
        { plain with kind := "have", name, head := textBefore source (startByte proof) stx ++ " ?_", parts := [block s []] }
      | none => plain
    | none => plain
  else if kind == `Lean.Parser.Tactic.rwSeq then rewrites plain
  else if takesHoles kind then holes plain
  else match findKind (hasKind `Lean.Parser.Tactic.inductionAlts) stx with
    | none => plain
    | some alts =>
      match alternatives (alts.getArg 2).getArgs.toList, (alts.getArg 1).getArgs.toList with
      | some parts, [] => { plain with kind := "alternatives", head := textBefore source (startByte alts) stx, parts }
      | _, _ => plain
where
  block (s : Syntax) (cases : List CaseName) : TacticTree := {
    kind := "block", text := "", head := "", name := "", cases, range := rangeOf map s, uses := []
    parts := mapList (tacticTree source map) (tacticsOfBlock s) }
  /-- `rw [a, b] at h` as one rewriting after the other. -/
  rewrites (plain : TacticTree) : TacticTree :=
    let rules := everyOther ((stx.getArg 2).getArg 1).getArgs.toList
    match rules with
    | _ :: _ :: _ =>
      let before := withoutEnd (textBefore source (startByte (stx.getArg 2)) stx) ++ " "
      let location := writtenText source (stx.getArg 3)
      let one (rule : Syntax) : TacticTree :=
        let text := before ++ "[" ++ withoutEnd (writtenText source rule) ++ "]" ++ (if location == "" then "" else " " ++ location)
        { plain with text, range := rangeOf map rule }
      { plain with kind := "rewrites", parts := mapList one rules }
    | _ => plain
  /-- A tactic whose terms hold proofs of their own: the same with holes for these, then the proofs. -/
  holes (plain : TacticTree) : TacticTree :=
    match outermostBys stx with
    | [] => plain
    | bys =>
      let parts := concatLists (mapList (fun b => match tacticBlock? b with | some s => [block s []] | none => []) bys)
      let head := withHoles source bys stx
      let head := if stx.getKind == `Lean.Parser.Tactic.exact then "refine" ++ slice head 5 head.utf8ByteSize else head
      if parts.length == bys.length then { plain with kind := "holes", head, parts } else plain
  /-- The alternatives, unless one of them has no tactics of its own. -/
  alternatives : List Syntax → Option (List TacticTree)
    | [] => some []
    | alt :: rest => match tacticBlock? alt, alternatives rest with
      | some s, some others =>
        some (block s (mapList (fun c => caseNameOf (tokensOf source c)) (alt.getArg 0).getArgs.toList) :: others)
      | _, _ => none

/-- The `by` blocks of a declaration, in order: those of its body and of its type. -/
partial def tacticProofs (stx : Syntax) : List Syntax :=
  match stx with
  | .node _ kind args =>
    if kind == `Lean.Parser.Command.declaration || kindEnds kind "lemma" then outermostBys stx
    else concatLists (mapList tacticProofs args.toList)
  | _ => []

end Ariadne
