/-!
Small list functions and JSON access.

The embedded Lean stores its library at the exported level only, so code that inlines a library function with a private
helper (array loops, `List.map`, hash map insertion, derived JSON instances, …) does not compile there. This file holds
what is needed instead; everything else in `lean/` uses it and recursion over lists. A native Lean accepts both.
-/
open Lean Meta Elab

namespace Ariadne

def reverseOnto {α : Type} : List α → List α → List α
  | [], bs => bs
  | a :: as, bs => reverseOnto as (a :: bs)

/-- In constant stack: the library has tens of thousands of theorems. -/
def mapList {α β : Type} (f : α → β) (as : List α) : List β := reverseOnto (go as []) []
where
  go : List α → List β → List β
    | [], done => done
    | a :: rest, done => go rest (f a :: done)

def filterList {α : Type} (p : α → Bool) : List α → List α
  | [] => []
  | a :: as => if p a then a :: filterList p as else filterList p as

def anyList {α : Type} (p : α → Bool) : List α → Bool
  | [] => false
  | a :: as => p a || anyList p as

def appendList {α : Type} (as bs : List α) : List α := reverseOnto (reverseOnto as []) bs

def takeList {α : Type} : Nat → List α → List α → List α
  | 0, _, taken => reverseOnto taken []
  | _, [], taken => reverseOnto taken []
  | n + 1, a :: as, taken => takeList n as (a :: taken)

def concatLists {α : Type} : List (List α) → List α
  | [] => []
  | a :: as => appendList a (concatLists as)

def joinStrings (separator : String) : List String → String
  | [] => ""
  | [a] => a
  | a :: as => a ++ separator ++ joinStrings separator as

def slice (s : String) (start stop : Nat) : String := extractBytes s ⟨start⟩ ⟨stop⟩

/-- The parts of a text between occurrences of an ASCII character. -/
partial def splitAt (separator : Char) (s : String) (start at_ : Nat) : List String :=
  if at_ ≥ s.utf8ByteSize then [slice s start at_]
  else if charAtByte s ⟨at_⟩ == separator then slice s start at_ :: splitAt separator s (at_ + 1) (at_ + 1)
  else splitAt separator s start (at_ + 1)

def linesOf (s : String) : List String := splitAt '\n' s 0 0

def memString (s : String) : List String → Bool
  | [] => false
  | t :: ts => s == t || memString s ts

def memName (n : Name) : List Name → Bool
  | [] => false
  | m :: ms => n == m || memName n ms

/-- The names that are not among the others, none twice. -/
def namesBeyond (known : List Name) : List Name → List Name
  | [] => []
  | n :: ns => if memName n known then namesBeyond known ns else n :: namesBeyond (n :: known) ns

def mapIO {α β : Type} (f : α → IO β) : List α → IO (List β)
  | [] => return []
  | a :: as => do
    let b ← f a
    let bs ← mapIO f as
    return b :: bs

def mapMeta {α β : Type} (f : α → MetaM β) : List α → MetaM (List β)
  | [] => return []
  | a :: as => do
    let b ← f a
    let bs ← mapMeta f as
    return b :: bs

/-- The declaration of a metavariable. (`MVarId.getDecl` says the same with an error text that does not compile here.) -/
def declOf (g : MVarId) : MetaM MetavarDecl := do
  let mctx ← getMCtx
  match mctx.findDecl? g with
  | some d => return d
  | none => throwError "unknown metavariable"

@[noinline] def nameText (n : Name) : String := n.toString

partial def nodeList {α : Type} : PersistentArrayNode α → List α
  | .leaf vs => vs.toList
  | .node cs => concatLists (mapList nodeList cs.toList)

def persistentList {α : Type} (a : PersistentArray α) : List α :=
  appendList (nodeList a.root) a.tail.toList

def strings (ss : List String) : Json := Json.arr (mapList Json.str ss).toArray
def objects (js : List Json) : Json := Json.arr js.toArray
def number (n : Nat) : Json := Json.num n

/-- The object without the fields that are absent. -/
def record (fields : List (String × Option Json)) : Json :=
  Json.mkObj (present fields)
where
  present : List (String × Option Json) → List (String × Json)
    | [] => []
    | (k, some v) :: rest => (k, v) :: present rest
    | (_, none) :: rest => present rest

def field (j : Json) (name : String) : Except String Json :=
  match j.getObjVal? name with
  | .ok v => .ok v
  | .error _ => .error ("missing field '" ++ name ++ "'")

def stringField (j : Json) (name : String) : Except String String :=
  match field j name with
  | .error e => .error e
  | .ok v => match v.getStr? with
    | .ok s => .ok s
    | .error _ => .error ("field '" ++ name ++ "' must be a string")

def natOf (name : String) (v : Json) : Except String Nat :=
  match v.getNat? with
  | .ok n => .ok n
  | .error _ => .error ("field '" ++ name ++ "' must be a natural number")

def natField (j : Json) (name : String) : Except String Nat :=
  match field j name with
  | .error e => .error e
  | .ok v => natOf name v

def stringsField (j : Json) (name : String) : Except String (List String) :=
  match field j name with
  | .error e => .error e
  | .ok (.arr vs) => texts vs.toList
  | .ok _ => .error ("field '" ++ name ++ "' must be an array")
where
  texts : List Json → Except String (List String)
    | [] => .ok []
    | .str s :: rest => match texts rest with
      | .ok ss => .ok (s :: ss)
      | .error e => .error e
    | _ => .error ("field '" ++ name ++ "' must hold strings")

def natsField (j : Json) (name : String) : Except String (List Nat) :=
  match field j name with
  | .error e => .error e
  | .ok (.arr vs) => nats vs.toList
  | .ok _ => .error ("field '" ++ name ++ "' must be an array")
where
  nats : List Json → Except String (List Nat)
    | [] => .ok []
    | v :: rest => match natOf name v, nats rest with
      | .ok n, .ok ns => .ok (n :: ns)
      | .error e, _ => .error e
      | _, .error e => .error e

def optionalNat (j : Json) (name : String) : Except String (Option Nat) :=
  match j.getObjVal? name with
  | .error _ => .ok none
  | .ok .null => .ok none
  | .ok v => match natOf name v with
    | .ok n => .ok (some n)
    | .error e => .error e

def optionalString (j : Json) (name : String) : Except String (Option String) :=
  match j.getObjVal? name with
  | .error _ => .ok none
  | .ok .null => .ok none
  | .ok (.str s) => .ok (some s)
  | .ok _ => .error ("field '" ++ name ++ "' must be a string")

end Ariadne
