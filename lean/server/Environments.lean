/-!
What there is to cite: `env/theorems`, `env/modules`.
-/
open Lean Meta Elab

namespace Ariadne

/-- The name in the environment of what a user calls `declaration`: private names are looked for, too. -/
def resolveDeclaration (env : Environment) (declaration : String) : Option Name :=
  let name := declaration.toName
  if env.contains name then some name
  else
    let hidden := mkPrivateName env name
    if env.contains hidden then some hidden else none

def fileTheorems (env : Environment) (names : List Name) : List TheoremInfo :=
  match names with
  | [] => []
  | n :: ns => match resolveDeclaration env (nameText n) with
    | none => fileTheorems env ns
    | some full => match env.find? full with
      | none => fileTheorems env ns
      | some info => { theoremInfo .anonymous {} info with name := nameText n } :: fileTheorems env ns

def withEnvironment (server : Server) (imports : List String) (use : Environment → IO Answer) : IO Answer := do
  match imports with
  | [] => use server.defaultEnv
  | _ => match ← environmentFor server (importsOf imports) with
    | .error e => return .invalid e
    | .ok env => use env

def envTheorems (server : Server) (p : EnvTheoremsParams) : IO Answer := do
  match p.file with
  | some file =>
    let files ← server.files.get
    match files.getD file none with
    | none => return .invalid "this file is not loaded"
    | some f => return .result ({ theorems := fileTheorems f.env f.theorems } : EnvTheoremsResult).encode
  | none => withEnvironment server p.imports fun env => do
    let origin ← nextOrigin server
    match ← (emptySnapshot env origin).run unlimited none (fun _ _ => listTheorems env p.modules) with
    | .raised _ message => return .invalid message
    | .done theorems _ => return .result ({ theorems } : EnvTheoremsResult).encode

def envModules (server : Server) (p : EnvModulesParams) : IO Answer :=
  withEnvironment server p.imports fun env =>
    return .result ({ modules := mapList nameText env.allImportedModuleNames.toList } : EnvModulesResult).encode

end Ariadne
