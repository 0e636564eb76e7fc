/-!
Modules of a project: `module/compile`.
-/
open Lean Meta Elab

namespace Ariadne

def moduleCompile (server : Server) (p : ModuleCompileParams) : IO Answer := do
  let ictx := inputOf p.text p.fileName
  let header ← parseHeaderOf ictx
  let failed (messages : List Message) : Answer := .result ({ messages, written := false, unproved := [] } : ModuleCompileResult).encode
  match header.messages with
  | _ :: _ =>
    let messages ← mapIO (fun m => describeMessage ictx.fileMap none m) header.messages
    return failed messages
  | [] => match ← importBy server header.imports header.isModule with
    | .error e => return failed [{ severity := "error", position := positionAt ictx.fileMap 0, text := e, command := none }]
    | .ok env =>
      let cancel ← server.cancel
      let result ← compileModule ictx header env p cancel
      return .result result.encode

end Ariadne
