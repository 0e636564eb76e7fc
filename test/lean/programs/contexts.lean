import Lean
open Lean Meta Elab Tactic

def nm : Name → String | .anonymous => "" | .str p s => nm p ++ "." ++ s | .num p n => nm p ++ "." ++ toString n
def names : List Name → String | [] => "" | n :: ns => nm n ++ " " ++ names ns
def opened : List OpenDecl → String
  | [] => "" | .simple n _ :: ds => nm n ++ " " ++ opened ds | .explicit n m :: ds => nm n ++ "=" ++ nm m ++ " " ++ opened ds
def fields : List (String × Bool) → String
  | [] => "" | (name, value) :: rest => name ++ (if value then ": true\n" else ": false\n") ++ fields rest
def transparency : TransparencyMode → String
  | .all => "all" | .default => "default" | .reducible => "reducible" | .instances => "instances"

/-- Fails, and says in which contexts. -/
elab "show_contexts" : tactic => fun _ => do
  let m ← readThe Meta.Context
  let t ← readThe Term.Context
  let levels ← getThe Term.State
  let c ← readThe Core.Context
  let state ← getThe Core.State
  let k := m.keyedConfig.config
  let flags := fields [
    ("foApprox", k.foApprox), ("ctxApprox", k.ctxApprox), ("quasiPatternApprox", k.quasiPatternApprox),
    ("constApprox", k.constApprox), ("isDefEqStuckEx", k.isDefEqStuckEx), ("unificationHints", k.unificationHints),
    ("proofIrrelevance", k.proofIrrelevance), ("assignSyntheticOpaque", k.assignSyntheticOpaque),
    ("offsetCnstrs", k.offsetCnstrs), ("etaStruct", match k.etaStruct with | .all => true | _ => false),
    ("univApprox", k.univApprox), ("iota", k.iota), ("beta", k.beta),
    ("proj", match k.proj with | .yesWithDelta => true | _ => false), ("zeta", k.zeta), ("zetaDelta", k.zetaDelta),
    ("zetaUnused", k.zetaUnused), ("zetaHave", k.zetaHave), ("trackZetaDelta", m.trackZetaDelta),
    ("zetaDeltaSet", !m.zetaDeltaSet.isEmpty), ("defEqCtx", m.defEqCtx?.isSome), ("canUnfold", m.canUnfold?.isSome),
    ("Meta.univApprox", m.univApprox), ("inTypeClassResolution", m.inTypeClassResolution),
    ("mayPostpone", t.mayPostpone), ("autoBoundImplicit", t.autoBoundImplicitContext.isSome),
    ("autoBoundImplicitForbidden", t.autoBoundImplicitForbidden `x), ("implicitLambda", t.implicitLambda),
    ("heedElabAsElim", t.heedElabAsElim), ("isNoncomputableSection", t.isNoncomputableSection),
    ("ignoreTCFailures", t.ignoreTCFailures), ("inPattern", t.inPattern), ("tacSnap", t.tacSnap?.isSome),
    ("saveRecAppSyntax", t.saveRecAppSyntax), ("holesAsSyntheticOpaque", t.holesAsSyntheticOpaque),
    ("checkDeprecated", t.checkDeprecated), ("diag", c.diag), ("suppressElabErrors", c.suppressElabErrors),
    ("cancelTk", c.cancelTk?.isSome), ("pp.universes", c.options.getBool `pp.universes),
    ("isExporting", state.env.isExporting)]
  throwError (flags
    ++ "transparency: " ++ transparency k.transparency ++ "\nsynthPendingDepth: " ++ toString m.synthPendingDepth
    ++ "\ndeclName: " ++ (match t.declName? with | some n => nm n | none => "")
    ++ "\nauxDeclNGen: " ++ nm state.auxDeclNGen.namePrefix ++ "\nlevelNames: " ++ names levels.levelNames
    ++ "\nmaxRecDepth: " ++ toString c.maxRecDepth ++ "\nmaxHeartbeats: " ++ toString c.maxHeartbeats
    ++ "\ncurrNamespace: " ++ nm c.currNamespace ++ "\nopenDecls: " ++ opened c.openDecls)

set_option maxRecDepth 2000
set_option pp.universes true
namespace Outer
open Nat
