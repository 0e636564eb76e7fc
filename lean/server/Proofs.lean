/-!
Verdicts: `proof/check`, `library/check`. What they say is decided under `lean/judge/`.
-/
open Lean Meta Elab

namespace Ariadne

def verdicts (results : List CheckedDeclaration) (clashes : List Clash) (messages : List Message) : Answer :=
  .result ({ results, clashes, messages, leanVersion := versionString, githash } : ProofCheckResult).encode

def refuseAll (p : ProofCheckParams) (reason message : String) : Answer :=
  verdicts (mapList (fun d => checkedDeclaration d [] (rejectedFor reason message)) p.declarations) [] []

def judgeCompleted (p : ProofCheckParams) (ictx' : Parser.InputContext) (original : KnownFile)
    (cancel : IO.CancelToken) : IO Answer := do
  let before := original.elaborated
  match ← elaborateCompleted ictx' p.original before cancel with
  | none => return .interrupted
  | some after =>
    let c : Case := { pristine := original.pristine, cancel, before, after, added := constantsByCommand before }
    let results ← ruleAll c p.declarations { kernel := c.pristine.toKernelEnv }
    let clashes ← clashesFrom c p.declarations 0
    let messages ← describeMessages after
    if ← cancel.isSet then return .interrupted
    return verdicts results clashes messages

def proofCheck (server : Server) (p : ProofCheckParams) : IO Answer := do
  let ictx := inputOf p.original p.fileName
  let header ← parseHeaderOf ictx
  let ictx' := inputOf p.completed p.fileName
  let header' ← parseHeaderOf ictx'
  if sameStrings (importNames header.imports) (importNames header'.imports) &&
      slice p.original 0 header.parser.pos.byteIdx == slice p.completed 0 header'.parser.pos.byteIdx then
    let cancel ← server.cancel
    match ← elaborateNext server ictx header p.options true cancel with
    | .error e => return refuseAll p "error" e
    | .ok none => return .interrupted
    | .ok (some original) => judgeCompleted p ictx' original cancel
  else return refuseAll p "changed" "the imports have changed"

-- library/check

def libraryVerdict (p : LibraryCheckParams) (r : Ruling) : Answer :=
  .result (checkedDeclaration 0 [p.library] r).encode

def libraryCheck (server : Server) (p : LibraryCheckParams) : IO Answer := do
  let no := fun (reason message : String) => libraryVerdict p (rejectedFor reason message)
  match ← readLibrary p.library p.module with
  | .error r => return no "missing" r.message
  | .ok t => match ← environmentFor server t.imports with
    | .error e => return no "error" e
    | .ok env => match parseTactics env {} .anonymous [] p.script with
      | .error e => return no "error" e
      | .ok stx => match forbidden? stx with
        | some why => return no "forbidden" why
        | none =>
          let origin ← nextOrigin server
          let s := emptySnapshot env origin
          let cancel ← server.cancel
          match ← s.run { heartbeats := 0, recursion := 512 } (some cancel) (fun a b c d e g => checkLibrary t stx a b c d e g) with
          | .raised _ message => if ← cancel.isSet then return .interrupted else return no "error" message
          | .done (.error e) _ => return no "error" e
          | .done (.ok value) s' =>
            match ← errorTexts s'.core.messages.toList with
            | e :: _ => return no "error" e
            | [] =>
              let ruling := ruleTerm env s'.core.env cancel t.name t.levels t.type value
              if ← cancel.isSet then return .interrupted else return libraryVerdict p ruling

end Ariadne
