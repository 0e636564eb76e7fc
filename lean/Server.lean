/-!
The REPL: a function from JSON-RPC requests to responses, over references that hold what is loaded.
-/
open Lean Meta Elab

namespace Ariadne

def serverInfo (server : Server) : IO Answer := do
  let info : InitializeResult := {
    leanVersion := versionString, githash := githash, protocol := 1, exportedOnly := server.exportedOnly }
  return .result info.encode

def decoded {α : Type} (params : Except String α) (use : α → IO Answer) : IO Answer :=
  match params with
  | .error e => return .invalid e
  | .ok p => use p

def dispatch (server : Server) (method : String) (params : Json) : IO (Option Answer) := do
  let known (a : IO Answer) : IO (Option Answer) := do
    let a ← a
    return some a
  match method with
  | "initialize" => known (serverInfo server)
  | "file/load" => known (decoded (FileLoadParams.decode params) (fileLoad server))
  | "file/trace" => known (decoded (FileTraceParams.decode params) (fileTrace server))
  | "file/goals" => known (decoded (FileGoalsParams.decode params) (fileGoals server))
  | "file/drop" => known (decoded (FileDropParams.decode params) (fileDrop server))
  | "goal/start" => known (decoded (GoalStartParams.decode params) (goalStart server))
  | "tactic/run" => known (decoded (TacticRunParams.decode params) (tacticRun server))
  | "tactic/outline" => known (decoded (TacticOutlineParams.decode params) (tacticOutline server))
  | "state/unknown" => known (decoded (StateUnknownParams.decode params) (stateUnknown server))
  | "state/drop" => known (decoded (StateDropParams.decode params) (stateDrop server))
  | "proof/check" => known (decoded (ProofCheckParams.decode params) (proofCheck server))
  | "library/check" => known (decoded (LibraryCheckParams.decode params) (libraryCheck server))
  | "env/premises" => known (decoded (EnvPremisesParams.decode params) (envPremises server))
  | "env/uses" => known (decoded (EnvUsesParams.decode params) (envUses server))
  | "library/uses" => known (decoded (LibraryUsesParams.decode params) (libraryUses server))
  | "module/compile" => known (decoded (ModuleCompileParams.decode params) (moduleCompile server))
  | "env/modules" => known (decoded (EnvModulesParams.decode params) (envModules server))
  | _ => return none

def failure (id : Json) (code : Int) (message : String) : Json :=
  Json.mkObj [("jsonrpc", Json.str "2.0"), ("id", id),
    ("error", Json.mkObj [("code", Json.num { mantissa := code, exponent := 0 }), ("message", Json.str message)])]

/-- The code of the language server protocol. -/
def requestCancelled : Int := -32800

def respond (server : Server) (request : String) : IO String := do
  match Json.parse request with
  | .error e => return (failure .null (-32700) e).compress
  | .ok j =>
    let id := match j.getObjVal? "id" with | .ok v => v | .error _ => Json.null
    let params := match j.getObjVal? "params" with | .ok v => v | .error _ => Json.null
    match stringField j "method" with
    | .error e => return (failure id (-32600) e).compress
    | .ok method =>
      try
        match ← dispatch server method params with
        | none => return (failure id (-32601) ("there is no method '" ++ method ++ "'")).compress
        | some .interrupted => return (failure id requestCancelled "interrupted").compress
        | some (.invalid message) => return (failure id (-32602) message).compress
        | some (.result r) => return (Json.mkObj [("jsonrpc", Json.str "2.0"), ("id", id), ("result", r)]).compress
      catch e => match ← server.wanted.get with
        | some what =>
          server.wanted.set none
          return (record [("environmentWanted", what)]).compress
        | none => return (failure id (-32603) (toString e)).compress

/-- Imports the default environment and returns the REPL: one JSON-RPC request in, one response out. -/
def mkServerWith (imports : String) (cancel : IO IO.CancelToken) (host : Option (IO.Ref (Option (Except String Environment))))
    (listener : IO.Ref (Option (String → IO Bool))) : IO (String → IO String) := do
  let modules := splitAt ' ' imports 0 0
  let env ← importAsWritten (importsOf modules).toArray
  let states ← IO.mkRef #[]
  let files ← IO.mkRef #[]
  let environments ← IO.mkRef []
  let wanted ← IO.mkRef none
  let origins ← IO.mkRef 0
  let lastFile ← IO.mkRef none
  let server : Server := {
    defaultImports := modules, defaultEnv := env, exportedOnly := storesExportedOnly env, cancel, states, files,
    environments, host, wanted, listener, origins, lastFile }
  return fun request => respond server request

/-- For a host that resets the one token by itself, makes environments, and listens. -/
def mkServer (imports : String) (cancel : IO.CancelToken) (host : IO.Ref (Option (Except String Environment)))
    (listener : IO.Ref (Option (String → IO Bool))) : IO (String → IO String) :=
  mkServerWith imports (return cancel) (some host) listener

end Ariadne
