/-!
What a project says of its modules: their names and their options, as Lean has them.
-/
open Lean

namespace Ariadne

def nameOfParts (parts : List String) : Name := go .anonymous parts
where
  go (n : Name) : List String → Name
    | [] => n
    | p :: ps => go (.str n p) ps

def setOption (options : Options) (s : OptionSetting) : Options :=
  let name := s.name.toName
  match s.kind with
  | "bool" => options.setBool name (s.value == "true")
  | "nat" => options.setNat name (s.value.toNat?.getD 0)
  | _ => options.setString name s.value

end Ariadne
