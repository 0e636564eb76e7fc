/-!
What an untrusted tactic may be. Refusal is by syntax kind, before anything of it is elaborated.
-/
open Lean Meta Elab

namespace Ariadne

/-- Kinds that run code, print, sleep, read files, or close goals without a proof. -/
def forbiddenKinds : List Name := [
  `Lean.Parser.Tactic.tacticSorry, `Lean.Parser.Tactic.tacticAdmit, `Lean.Parser.Term.sorry,
  `Lean.Parser.Tactic.tacticStop_, `Lean.Parser.Tactic.nativeDecide, `Lean.Parser.Tactic.runTac, `Lean.Parser.Term.runElab,
  `Lean.Parser.Term.byElab, `Lean.byElab, `Lean.runTac, `Lean.runElab, `Lean.runMeta, `Lean.Parser.Term.unsafe,
  `Lean.Parser.Term.dbgTrace, `Lean.Parser.Tactic.dbgTrace, `Lean.Parser.Tactic.sleep, `Lean.Parser.Term.panic,
  `Lean.Parser.Term.includeStr, `Lean.includeStr, `Lean.Parser.Term.letrec, `Lean.Parser.Tactic.letrec,
  `Lean.Elab.Tactic.letrec, `Lean.Parser.Term.evalExpr, `Lean.Parser.Tactic.tacticLet_rec_,
  `Lean.Parser.Tactic.bvDecide, `Lean.Parser.Tactic.bvCheck, `Lean.Parser.Tactic.bvTrace,
  `Lean.Parser.Tactic.Grind.sorry, `Lean.Parser.Tactic.Grind.grindAdmit]

/-- The keywords of such syntax: a kind may go by another name in another version of Lean or in another library. -/
def forbiddenWords : List String := [
  "sorry", "admit", "stop", "native_decide", "run_tac", "run_elab", "run_meta", "run_conv", "by_elab", "eval%", "unsafe",
  "dbg_trace", "dbgTrace", "dbg_sleep", "dbg_stack_trace", "sleep", "panic!", "include_str", "idbg", "bv_decide", "bv_decide?",
  "bv_check", "bv_decide!"]

/-- Options that a tactic may set: none of them lifts a limit or skips a check. -/
def safeOptions : List Name :=
  [`simprocs, `linter.all, `linter.unusedVariables, `autoImplicit, `relaxedAutoImplicit, `pp.all, `pp.explicit]

/-- `(x := …)` in which the dots are syntax that Lean elaborates as part of a term or runs as tactics. Everywhere else such a
value is a configuration, which Lean compiles and runs. -/
def elaboratedItems : List Name := [
  `Lean.Parser.Term.namedArgument, `Lean.Parser.Term.motive, `Lean.Parser.Term.generalizingParam,
  `Lean.Parser.Term.explicitBinder, `Lean.Parser.Term.typeAscription, `Lean.Parser.Term.letOptEq, `Lean.Parser.Tactic.Conv.occs,
  `Lean.Parser.Tactic.discharger]

/-- A value of which there is nothing to run. -/
partial def isLiteral : Syntax → Bool
  | .ident _ _ n _ => n == `true || n == `false
  | .node _ kind args => kind == `num || kind == `str || kind == `char || kind == `scientific
      || kind == `Lean.Parser.Term.dotIdent || kind == `Lean.Parser.Term.trueVal || kind == `Lean.Parser.Term.falseVal
      -- A node around one thing (a choice, a group) is what it holds.
      || (match args.toList with | [a] => isLiteral a | _ => false)
  | .atom _ _ => true
  | .missing => false

def isAtom (text : String) : Syntax → Bool
  | .atom _ a => a == text
  | _ => false

/-- What follows `:=` among the parts of an item. -/
def valueOf? : List Syntax → Option Syntax
  | a :: v :: rest => if isAtom ":=" a then some v else valueOf? (v :: rest)
  | _ => none

def isConfiguration (kind : Name) (parts : List Syntax) : Bool :=
  kind == `Lean.Parser.Tactic.valConfigItem || kind == `Lean.Parser.Tactic.config
    || (!memName kind elaboratedItems && match parts with
        | first :: _ => isAtom "(" first
        | [] => false)

mutual

/-- The first thing in the syntax that is forbidden, described; `none` if there is none. -/
partial def forbidden? : Syntax → Option String
  | .node _ kind args =>
    let parts := args.toList
    if memName kind forbiddenKinds then some ("'" ++ nameText kind ++ "' is not allowed in a tactic")
    else match forbiddenWord? parts with
    | some word => some ("'" ++ word ++ "' is not allowed in a tactic")
    | none =>
      if setsOption parts then
        let name := (args.getD 1 .missing).getId
        if memName name safeOptions then forbiddenIn? parts
        else some ("'set_option " ++ nameText name ++ "' is not allowed in a tactic")
      else if isNative kind parts then some "'native' evaluation is not allowed in a tactic"
      else match valueOf? parts with
        | some value =>
          if isConfiguration kind parts && !isLiteral value then
            some "a configuration that is not a literal is not allowed in a tactic: Lean would run it"
          else forbiddenIn? parts
        | none => forbiddenIn? parts
  | _ => none

partial def forbiddenIn? : List Syntax → Option String
  | [] => none
  | s :: ss => match forbidden? s with
    | some why => some why
    | none => forbiddenIn? ss

partial def forbiddenWord? : List Syntax → Option String
  | [] => none
  | .atom _ word :: rest => if memString word forbiddenWords then some word else forbiddenWord? rest
  | _ :: rest => forbiddenWord? rest

partial def setsOption : List Syntax → Bool
  | first :: _ => isAtom "set_option" first
  | [] => false

/-- `decide +native`, `decide (native := true)`: an item named `native`. -/
partial def isNative (kind : Name) (parts : List Syntax) : Bool :=
  (kind == `Lean.Parser.Tactic.posConfigItem || kind == `Lean.Parser.Tactic.valConfigItem)
    && mentions `native parts

partial def mentions (name : Name) : List Syntax → Bool
  | [] => false
  | .ident _ _ n _ :: rest => n == name || mentions name rest
  | .node _ _ args :: rest => mentions name args.toList || mentions name rest
  | _ :: rest => mentions name rest

end

/-- Parses a tactic sequence to the end of the text. -/
def parseTactics (env : Environment) (options : Options) (currNamespace : Name) (openDecls : List OpenDecl)
    (text : String) : Except String Syntax :=
  let ictx := inputOf text "<tactic>"
  let pmctx : Parser.ParserModuleContext := { env, options, currNamespace, openDecls }
  let parse : Parser.ParserFn := fun c s =>
    let s := Parser.whitespace c s
    if s.hasError then s else Parser.Tactic.tacticSeq.fn c s
  let s := parse.run ictx pmctx (Parser.getTokenTable env) (Parser.mkParserState text)
  if s.hasError then .error (Parser.ParserState.toErrorMsg ictx s)
  else if s.pos.byteIdx < text.utf8ByteSize then .error (Parser.ParserState.toErrorMsg ictx (s.mkError "end of the tactic"))
  else .ok s.stxStack.back

end Ariadne
