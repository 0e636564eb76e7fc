/-!
The process around the REPL where Lean is native: frames of JSON-RPC on stdin and stdout. For the embedded Lean the host
does what this file does, so it is not among the sources there, and is free of their restrictions.
-/
open Lean

namespace Ariadne.Native

/-- How long a tactic may go on after it was told to stop, in milliseconds, before the process gives itself up. -/
def grace : Nat := 2000

/-- What the request that is running may still do. -/
structure Clock where
  /-- The token of what runs now: a new one for each piece of work, since from Lean 4.31 on a token stays set. -/
  cancel : IO.Ref IO.CancelToken
  /-- When the tactic that is running must end, on the monotonic clock in milliseconds, and the token that ends it. -/
  deadline : IO.Ref (Option (Nat × IO.CancelToken))
  /-- The request that is running, and whether the rest of its batch is not wanted any more. -/
  current : IO.Ref (Option JsonRpc.RequestID)
  abandoned : IO.Ref Bool

def Clock.stop (clock : Clock) (id : JsonRpc.RequestID) : IO Unit := do
  if (← clock.current.get) == some id then
    clock.abandoned.set true
    (← clock.cancel.get).set

/-- Stops tactics that overrun; ends the process when one does not react, for then nothing else can be done. -/
partial def Clock.watch (clock : Clock) : IO Unit := do
  IO.sleep 20
  if let some (deadline, token) ← clock.deadline.get then
    let now ← IO.monoMsNow
    if now > deadline then token.set
    if now > deadline + grace then
      IO.eprintln "a tactic did not react to being cancelled"
      IO.Process.exit 70
  clock.watch

def send (output : IO.FS.Stream) (text : String) : IO Unit := do
  output.putStr s!"Content-Length: {text.utf8ByteSize}\r\n\r\n{text}"
  output.flush

def requestText (id : JsonRpc.RequestID) (method : String) (params : Json) : String :=
  (Json.mkObj [("jsonrpc", "2.0"), ("id", toJson id), ("method", method), ("params", params)]).compress

def natField (json : Json) (field : String) : Nat := (json.getObjValAs? Nat field).toOption.getD 0

/-- Runs one request, or one tactic of a batch, with its own time limit; 0 is none. -/
def timed (clock : Clock) (milliseconds : Nat) (work : IO String) : IO String := do
  let token ← IO.CancelToken.new
  clock.cancel.set token
  let now ← IO.monoMsNow
  clock.deadline.set (if milliseconds == 0 then none else some (now + milliseconds, token))
  try work finally clock.deadline.set none

/-- A batch is handed to the REPL tactic by tactic. -/
def runBatch (clock : Clock) (serve : String → IO String) (id : JsonRpc.RequestID) (params : Json)
    (tactics : Array Json) : IO String := do
  let milliseconds := natField (params.getObjValD "limits") "milliseconds"
  let mut outcomes := #[]
  for tactic in tactics do
    if ← clock.abandoned.get then break
    let single := requestText id "tactic/run" (params.setObjVal! "tactics" (.arr #[tactic]))
    let text ← timed clock milliseconds (serve single)
    match do (← (← Json.parse text).getObjVal? "result").getObjValAs? (Array Json) "outcomes" with
    | .ok done => outcomes := outcomes ++ done
    | .error _ => return text
  return (Json.mkObj [
    ("jsonrpc", "2.0"), ("id", toJson id), ("result", Json.mkObj [("outcomes", .arr outcomes)])]).compress

def answer (clock : Clock) (serve : String → IO String) (output : IO.FS.Stream) (id : JsonRpc.RequestID)
    (method : String) (params : Json) : IO Unit := do
  clock.current.set (some id)
  clock.abandoned.set false
  let text ← match method, params.getObjValAs? (Array Json) "tactics" with
    | "tactic/run", .ok tactics => runBatch clock serve id params tactics
    | _, _ => timed clock 0 (serve (requestText id method params))
  clock.current.set none
  send output text

/-- Reads for ever, so that the end of input ends the process even in the middle of a tactic. -/
partial def listen (clock : Clock) (serve : String → IO String) (input output : IO.FS.Stream)
    (previous : Task (Except IO.Error Unit)) : IO Unit := do
  let message ← try input.readLspMessage catch _ => IO.Process.exit 0
  match message with
  | .request id method params? =>
    let params := params?.elim .null toJson
    let next ← IO.mapTask (fun _ => answer clock serve output id method params) previous (prio := .dedicated)
    listen clock serve input output next
  | .notification "$/cancelRequest" (some params) =>
    if let .ok id := (toJson params).getObjValAs? JsonRpc.RequestID "id" then clock.stop id
    listen clock serve input output previous
  | _ => listen clock serve input output previous

unsafe def run : IO Unit := do
  enableInitializersExecution
  initSearchPath (← findSysroot)
  let cancel ← IO.mkRef (← IO.CancelToken.new)
  let clock := { cancel, deadline := ← IO.mkRef none, current := ← IO.mkRef none, abandoned := ← IO.mkRef false }
  let serve ← mkServerWith "Init" cancel.get none (← IO.mkRef none)
  let _ ← IO.asTask (Clock.watch clock) (prio := .dedicated)
  listen clock serve (← IO.getStdin) (← IO.getStdout) (.pure (.ok ()))

end Ariadne.Native
