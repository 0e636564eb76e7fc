/-!
`module/compile` where Lean is native: there Lake builds the modules of a project.
-/
open Lean Meta Elab

namespace Ariadne

def moduleCompile (_ : Server) (_ : ModuleCompileParams) : IO Answer :=
  return .invalid "the modules of a project are built by Lake here"

end Ariadne
