module

public import Lean
public meta import Lean

/-!
Ariadne among the suggestions of `try?`: what Lean's own tactics do not close is sent to `ariadne suggest`, and what that
finds is tried by `try?` like any other tactic. So nothing is trusted that Lean has not run here.

Lean 4.28 or later. Put this file into a project as `Ariadne.lean`, and `import Ariadne` where you want it.
-/

public meta section

open Lean Meta Elab Tactic Try

register_option ariadne.command : String := {
  defValue := if System.Platform.isWindows then "npx.cmd --yes ariadne" else "npx --yes ariadne"
  descr := "what starts Ariadne: a program and its first arguments, separated by spaces"
}

register_option ariadne.count : Nat := {
  defValue := 8
  descr := "suggestions that `try?` gets of Ariadne at most"
}

register_option ariadne.seconds : Nat := {
  defValue := 30
  descr := "time that Ariadne may take for an answer"
}

namespace Ariadne

/-- Waits for a process to end what it prints. It is killed when the time is out, or when nobody wants the answer any more. -/
def awaitOutput (child : IO.Process.Child cfg) (output : Task (Except IO.Error String)) (seconds : Nat) :
    CoreM String := do
  let started ← IO.monoMsNow
  while !(← IO.hasFinished output) do
    try
      Core.checkInterrupted
      if (← IO.monoMsNow) > started + 1000 * seconds then
        throwError "Ariadne did not answer within {seconds} s; `set_option ariadne.seconds` gives it more"
    catch stop =>
      try child.kill catch _ => pure ()
      throw stop
    IO.sleep 20
  IO.ofExcept output.get

/-- What Ariadne prints when it is given a state and these arguments. -/
def ask (state : String) (arguments : Array String) (seconds : Nat) (command : String) : CoreM String := do
  let program :: first := command.splitOn " " |>.filter (· ≠ "")
    | throwError "`ariadne.command` is empty"
  let child ← IO.Process.spawn
    { cmd := program, args := first.toArray ++ arguments, stdin := .piped, stdout := .piped, stderr := .piped, setsid := true }
  let (stdin, child) ← child.takeStdin
  stdin.putStr (state ++ "\n")
  stdin.flush
  let output ← IO.asTask child.stdout.readToEnd .dedicated
  let errors ← IO.asTask child.stderr.readToEnd .dedicated
  let printed ← awaitOutput child output seconds
  if (← child.wait) ≠ 0 then
    throwError "Ariadne failed: {(← IO.ofExcept errors.get).trimAscii}"
  return printed

/-- The tactics of an answer that Ariadne's Lean does not refuse, those that close the goal first. -/
def tacticsOf (answer : String) : Except String (Array String) := do
  let suggestions ← (← Json.parse answer).getArr?
  let checked ← suggestions.mapM fun suggestion => do
    return (← suggestion.getObjValAs? String "tactic", ← (← suggestion.getObjVal? "check").getObjValAs? String "kind")
  return checked.filterMap fun (tactic, check) => if check == "fails" then none else some tactic

/-- A script of several lines as one tactic; `none` where this Lean cannot read it. -/
def readTactic (env : Environment) (script : String) : Option (TSyntax `tactic) :=
  let text := "(" ++ "\n ".intercalate (script.splitOn "\n") ++ ")"
  match Parser.runParserCategory env `tactic (if script.contains '\n' then text else script) with
  | .ok tactic => some ⟨tactic⟩
  | .error _ => none

@[try_suggestion 100]
def suggestions (goal : MVarId) (_ : Try.Info) : MetaM (Array (TSyntax `tactic)) := goal.withContext do
  let options ← getOptions
  let state := toString (← ppGoal goal)
  let arguments := #["suggest", "--json", "--count", toString (ariadne.count.get options)]
  let answer ← ask state arguments (ariadne.seconds.get options) (ariadne.command.get options)
  let scripts ← ofExcept (tacticsOf answer)
  return scripts.filterMap (readTactic (← getEnv))

end Ariadne
