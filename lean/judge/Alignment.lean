/-!
Is a completed file the original with something in the place of its `sorry`s, and nothing else? Compared as syntax, command by
command, before the command is elaborated; what stands in the place of a `sorry` is held to the rules for tactics.
-/
open Lean Meta Elab

namespace Ariadne

def isHole (stx : Syntax) : Bool := match stx with
  | .node _ kind _ => kind == `Lean.Parser.Term.sorry || kind == `Lean.Parser.Tactic.tacticSorry
  | _ => false

mutual

partial def holds (p : Syntax → Bool) (stx : Syntax) : Bool :=
  p stx || match stx with
    | .node _ _ args => anyHolds p args.toList
    | _ => false

partial def anyHolds (p : Syntax → Bool) : List Syntax → Bool
  | [] => false
  | s :: ss => holds p s || anyHolds p ss

end

/-- Only a `sorry` that is left as it was may be one: a filling must not bring in another. -/
def isFilled (strict : Bool) (hole : Syntax) (content : List Syntax) : Bool :=
  !strict || (match content with
    | [c] => c.getKind == hole.getKind && isHole c || !holds isHole c
    | cs => !anyHolds isHole cs)

mutual

/-- The fillings that turn the first syntax into the second; `none` where it takes more than that. -/
partial def align (strict : Bool) (original completed : Syntax) : Option (List Filling) :=
  if isHole original then
    if isFilled strict original [completed] then some [{ hole := original, content := [completed] }] else none
  else match original, completed with
    | .missing, .missing => some []
    | .atom _ a, .atom _ b => if a == b then some [] else none
    | .ident _ _ a _, .ident _ _ b _ => if a == b then some [] else none
    | .node _ k as, .node _ l bs => if k == l then alignAll strict as.toList bs.toList else none
    | _, _ => none

partial def alignAll (strict : Bool) : List Syntax → List Syntax → Option (List Filling)
  | [], [] => some []
  | o :: os, c :: cs =>
    -- In a sequence of tactics, several may stand in the place of one.
    if o.getKind == `Lean.Parser.Tactic.tacticSorry then spans strict o os [c] cs
    else match align strict o c with
      | none => none
      | some here => match alignAll strict os cs with
        | none => none
        | some rest => some (appendList here rest)
  | _, _ => none

/-- `taken` (in reverse) stands for the hole, or more than that does. -/
partial def spans (strict : Bool) (hole : Syntax) (os taken cs : List Syntax) : Option (List Filling) :=
  let content := reverseOnto taken []
  let here := if isFilled strict hole content then alignAll strict os cs else none
  match here, cs with
  | some rest, _ => some ({ hole, content } :: rest)
  | none, c :: cs => spans strict hole os (c :: taken) cs
  | none, [] => none

end

def textOf (text : String) (stx : Syntax) : Option String :=
  match stx.getPos? false, stx.getTailPos? false with
  | some a, some b => some (slice text a.byteIdx b.byteIdx)
  | _, _ => none

/-- The fillings of one command, or why it is not that of the original. -/
def fillingsOf (originalText completedText : String) (original completed : Syntax) :
    Except (String × String) (List Filling) :=
  let same := match textOf originalText original, textOf completedText completed with
    | some a, some b => a == b
    | _, _ => false
  let found := if same then align false original original else align true original completed
  match found with
  | none => match align false original completed with
    | some _ => .error ("forbidden", "a filling holds a 'sorry' of its own")
    | none => .error ("changed", "the file differs from the original in more than its 'sorry's")
  | some fillings => match firstForbidden (filterList isNew fillings) with
    | some why => .error ("forbidden", why)
    | none => .ok fillings
where
  isNew (f : Filling) : Bool := !anyList isHole f.content
  firstForbidden : List Filling → Option String
    | [] => none
    | f :: fs => match forbiddenIn? f.content with
      | some why => some why
      | none => firstForbidden fs

def isOpenHole (f : Filling) : Bool := anyList isHole f.content

end Ariadne
