/-!
Proofs that people wrote: `file/trace`.
-/
open Lean Meta Elab

namespace Ariadne

/-- The tactic proofs of a command with the goals at which they begin. What they use is gathered. -/
def tracedProofs (source : String) (map : FileMap) (command : Command) : StateT NameSet IO (List (ProofOutline × Found)) := do
  let traced := command.trees.foldl (fun traced tree => traceTree none tree traced) {}
  let runs := runsOf traced
  let mut proofs : Array (ProofOutline × Found) := #[]
  for body in tacticProofs command.stx do
    let some block := tacticBlock? body | continue
    let some found := foundBy traced body | continue
    unless ← provesProposition found do continue
    let mut tactics : Array TacticTree := #[]
    for tactic in tacticsOfBlock block do
      let (tree, names) := (withUses command.envAfter traced runs (tacticTree source map tactic)).run (← get)
      set names
      tactics := tactics.push tree
    let outline : ProofOutline :=
      { declaration := declarationName found.context, range := rangeOf map block, tactics := tactics.toList }
    proofs := proofs.push (outline, found)
  return proofs.toList

def fileTrace (server : Server) (p : FileTraceParams) : IO Answer := do
  let ictx := inputOf p.text p.fileName
  let header ← parseHeaderOf ictx
  let failed (messages : List Message) : Answer :=
    .result ({ file := 0, proofs := [], premises := [], declared := [], messages } : FileTraceResult).encode
  match header.messages with
  | _ :: _ => return failed (← mapIO (fun m => describeMessage ictx.fileMap none m) header.messages)
  | [] => match ← environmentFor server header.imports header.isModule with
    | .error e =>
      return failed [{ severity := "error", position := positionAt ictx.fileMap 0, text := e, command := none }]
    | .ok env =>
      let env := if p.module.isEmpty then env else env.setMainModule (nameOfParts p.module)
      let cancel ← server.cancel
      match ← elaborateFile ictx header env asWritten cancel (optionsUnder p.options) with
      | none => return .interrupted
      | some e =>
        let mut traced : Array (ProofOutline × Found) := #[]
        let mut names : NameSet := {}
        for command in e.commands do
          let (here, names') ← (tracedProofs p.text e.fileMap command).run names
          traced := traced ++ here.toArray
          names := names'
        let commands := e.commands.toList
        let (outlines, found) := traced.toList.unzip
        let starts ← withStarts server commands (taintedAmong e.env (addedConstants e.env) {}) found
        let origin ← nextOrigin server
        let written := concatLists (mapList (fun c : Command => theoremsWithin c.stx) commands)
        let describe : TermElabM (List Premise × List Declared) := do
          return (← describeUsed e.env names.toList, ← declaredIn e.env e.fileMap written)
        match ← (emptySnapshot e.env origin).run unlimited none describe with
        | .raised _ message => return .invalid message
        | .done (premises, declared) _ =>
          let messages ← describeMessages e
          if ← cancel.isSet then return .interrupted
          let file ← storeFile server { env := e.env, starts, theorems := [] }
          return .result ({ file, proofs := outlines, premises, declared, messages } : FileTraceResult).encode

end Ariadne
