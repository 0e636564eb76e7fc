/-!
What there is to cite, and what was cited: `env/premises`, `env/uses`, `library/uses`.
-/
open Lean Meta Elab

namespace Ariadne

/-- Runs something in an environment by itself. -/
def inEnvironment {α : Type} (server : Server) (env : Environment) (x : TermElabM α) : IO (Run α) := do
  let origin ← nextOrigin server
  (emptySnapshot env origin).run unlimited none (fun a b c d e g => x a b c d e g)

def listedPremises (run : Run (List PremiseInfo)) : Answer :=
  match run with
  | .raised _ message => .invalid message
  | .done premises _ => .result ({ premises } : EnvPremisesResult).encode

def envPremises (server : Server) (p : EnvPremisesParams) : IO Answer := do
  match p.file with
  | some file =>
    let files ← server.files.get
    match files.getD file none with
    | none => return .invalid "this file is not loaded"
    | some f =>
      let run ← inEnvironment server f.env (fun _ _ => listOwnPremises f.env (addedConstants f.env))
      return listedPremises run
  | none => withEnvironment server p.imports fun env => do
    let run ← inEnvironment server env (fun _ _ => listPremises env p.modules p.printed)
    return listedPremises run

def envUses (server : Server) (p : EnvUsesParams) : IO Answer :=
  withEnvironment server p.imports fun env => do
    match ← inEnvironment server env (fun a b c d e g => listUses env p.modules a b c d e g) with
    | .raised _ message => return .invalid message
    | .done theorems _ => return .result ({ theorems } : EnvUsesResult).encode

def noUses (message : String) : Answer := .result ({ used := none, message := some message } : LibraryUsesResult).encode

def libraryUses (server : Server) (p : LibraryUsesParams) : IO Answer := do
  match ← readLibrary p.library p.module with
  | .error r => return noUses r.message
  | .ok t => match ← environmentFor server t.imports with
    | .error e => return noUses e
    | .ok env => match parseTactics env {} .anonymous [] p.script with
      | .error e => return noUses e
      | .ok stx => match forbidden? stx with
        | some why => return noUses why
        | none =>
          let origin ← nextOrigin server
          let cancel ← server.cancel
          let limits : Limitation := { heartbeats := 200000, recursion := 512 }
          match ← (emptySnapshot env origin).run limits (some cancel) (fun a b c d e g => usesOfScript t p.module.toName stx a b c d e g) with
          | .raised _ message => if ← cancel.isSet then return .interrupted else return noUses message
          | .done (.error message) _ => return noUses message
          | .done (.ok used) _ => return .result ({ used := some used, message := none } : LibraryUsesResult).encode

end Ariadne
