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
  `Lean.Parser.Term.includeStr, `Lean.Parser.Term.letrec, `Lean.Parser.Tactic.letrec, `Lean.Elab.Tactic.letrec,
  `Lean.Parser.Term.evalExpr, `Lean.Parser.Tactic.tacticLet_rec_]

/-- Options that a tactic may set: none of them lifts a limit or skips a check. -/
def safeOptions : List Name :=
  [`simprocs, `linter.all, `linter.unusedVariables, `autoImplicit, `relaxedAutoImplicit, `pp.all, `pp.explicit]

def isCommandKind (k : Name) : Bool := k.getPrefix == `Lean.Parser.Command

mutual

/-- The first thing in the syntax that is forbidden, described; `none` if there is none. -/
partial def forbidden? : Syntax → Option String
  | .node _ kind args =>
    if memName kind forbiddenKinds then some ("'" ++ (nameText kind) ++ "' is not allowed in a tactic")
    else if kind == `Lean.Parser.Tactic.set_option || kind == `Lean.Parser.Term.set_option then
      let name := (args.getD 1 .missing).getId
      if memName name safeOptions then forbiddenIn? args.toList
      else some ("'set_option " ++ (nameText name) ++ "' is not allowed in a tactic")
    else if isNative kind args then some "'native' evaluation is not allowed in a tactic"
    else forbiddenIn? args.toList
  | _ => none

partial def forbiddenIn? : List Syntax → Option String
  | [] => none
  | s :: ss => match forbidden? s with
    | some why => some why
    | none => forbiddenIn? ss

/-- `decide +native`, `decide (native := true)`, `decide (config := { native := true })`: an item named `native`. -/
partial def isNative (kind : Name) (args : Array Syntax) : Bool :=
  (kind == `Lean.Parser.Tactic.posConfigItem || kind == `Lean.Parser.Tactic.valConfigItem
    || kind == `Lean.Parser.Term.structInstField || kind == `Lean.Parser.Term.structInstLVal)
    && mentions `native args.toList

partial def mentions (name : Name) : List Syntax → Bool
  | [] => false
  | .ident _ _ n _ :: rest => n == name || mentions name rest
  | .node _ _ args :: rest => mentions name args.toList || mentions name rest
  | _ :: rest => mentions name rest

end

/-- Parses a tactic sequence to the end of the text. -/
def parseTactics (env : Environment) (options : Options) (currNamespace : Name) (openDecls : List OpenDecl)
    (text : String) : Except String Syntax :=
  let ictx : Parser.InputContext := { inputString := text, fileName := "<tactic>", fileMap := text.toFileMap }
  let pmctx : Parser.ParserModuleContext := { env, options, currNamespace, openDecls }
  let parse : Parser.ParserFn := fun c s =>
    let s := Parser.whitespace c s
    if s.hasError then s else Parser.Tactic.tacticSeq.fn c s
  let s := parse.run ictx pmctx (Parser.getTokenTable env) (Parser.mkParserState text)
  if s.hasError then .error (Parser.ParserState.toErrorMsg ictx s)
  else if !s.pos.atEnd text then .error (Parser.ParserState.toErrorMsg ictx (s.mkError "end of the tactic"))
  else .ok s.stxStack.back

end Ariadne
