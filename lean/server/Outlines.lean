/-!
What a file says as a text: `file/proofs`, and the `sorry`s that are written in it.
-/
open Lean Meta Elab

namespace Ariadne

def fileProofs (server : Server) (p : FileProofsParams) : IO Answer := do
  let ictx := inputOf p.text p.fileName
  let header ← parseHeaderOf ictx
  let failed (messages : List Message) : Answer := .result ({ proofs := [], messages } : FileProofsResult).encode
  match header.messages with
  | _ :: _ => return failed (← mapIO (fun m => describeMessage ictx.fileMap none m) header.messages)
  | [] => match ← environmentFor server header.imports header.isModule with
    | .error e =>
      return failed [{ severity := "error", position := positionAt ictx.fileMap 0, text := e, command := none }]
    | .ok env => match ← elaborateFile ictx header env asWritten (← server.cancel) with
      | none => return .interrupted
      | some e =>
        let outlines (c : Command) : List ProofOutline :=
          concatLists (mapList (proofOutline p.text e.fileMap c.envAfter c.trees) (tacticProofs c.stx))
        let proofs := concatLists (mapList outlines e.commands.toList)
        let messages ← describeMessages e
        return .result ({ proofs, messages } : FileProofsResult).encode

end Ariadne
