/-!
Environments that were asked for: `env/modules`.
-/
open Lean Meta Elab

namespace Ariadne

def withEnvironment (server : Server) (imports : List String) (use : Environment → IO Answer) : IO Answer := do
  match imports with
  | [] => use server.defaultEnv
  | _ => match ← environmentFor server (importsOf imports) with
    | .error e => return .invalid e
    | .ok env => use env

def importsOfModules : List Name → List ModuleData → List ModuleImports
  | m :: ms, d :: ds =>
    { name := nameText m, imports := mapList (fun i : Import => nameText i.module) d.imports.toList } :: importsOfModules ms ds
  | _, _ => []

def envModules (server : Server) (p : EnvModulesParams) : IO Answer :=
  withEnvironment server p.imports fun env =>
    return .result ({ modules := importsOfModules (importedModules env) env.header.moduleData.toList } : EnvModulesResult).encode

end Ariadne
