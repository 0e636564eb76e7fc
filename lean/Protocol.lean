/-!
Every message between the REPL and Ariadne, field by field as in `src/lean/protocol.ts`; a test holds the two together.
Parameters are read by `decode`, results written by `encode`.
-/
open Lean Meta Elab

namespace Ariadne

structure Position where
  line : Nat
  column : Nat
  byte : Nat

def Position.encode (p : Position) : Json :=
  record [("line", number p.line), ("column", number p.column), ("byte", number p.byte)]

structure Range where
  start : Position
  stop : Position

def Range.encode (r : Range) : Json :=
  record [("start", r.start.encode), ("stop", r.stop.encode)]

structure Message where
  severity : String
  position : Position
  text : String
  command : Option Nat

def Message.encode (m : Message) : Json :=
  record [("severity", Json.str m.severity), ("position", m.position.encode), ("text", Json.str m.text),
    ("command", match m.command with | some c => some (number c) | none => none)]

structure Hypothesis where
  name : String
  type : String
  value : Option String
  isProp : Bool
  isInstance : Bool
  head : String
  constructors : List String

def Hypothesis.encode (h : Hypothesis) : Json :=
  record [("name", Json.str h.name), ("type", Json.str h.type),
    ("value", match h.value with | some v => some (Json.str v) | none => none),
    ("isProp", Json.bool h.isProp), ("isInstance", Json.bool h.isInstance),
    ("head", Json.str h.head), ("constructors", strings h.constructors)]

structure Definition where
  name : String
  kind : String
  isReducible : Bool
  isRecursive : Bool
  isInGoal : Bool
  uses : List String
  arguments : List String
  result : String

def Definition.encode (d : Definition) : Json :=
  record [("name", Json.str d.name), ("kind", Json.str d.kind), ("isReducible", Json.bool d.isReducible),
    ("isRecursive", Json.bool d.isRecursive), ("isInGoal", Json.bool d.isInGoal), ("uses", strings d.uses),
    ("arguments", strings d.arguments), ("result", Json.str d.result)]

structure Goal where
  tag : String
  pretty : String
  hypotheses : List Hypothesis
  target : String
  head : String
  constants : List String
  definitions : List Definition

def Goal.encode (g : Goal) : Json :=
  record [("tag", Json.str g.tag), ("pretty", Json.str g.pretty),
    ("hypotheses", objects (mapList Hypothesis.encode g.hypotheses)),
    ("target", Json.str g.target), ("head", Json.str g.head), ("constants", strings g.constants),
    ("definitions", objects (mapList Definition.encode g.definitions))]

structure ProofState where
  state : Nat
  key : String
  goals : List Goal
  positions : List Nat

def ProofState.encode (s : ProofState) : Json :=
  record [("state", number s.state), ("key", Json.str s.key),
    ("goals", objects (mapList Goal.encode s.goals)), ("positions", objects (mapList number s.positions))]

structure InitializeResult where
  leanVersion : String
  githash : String
  protocol : Nat
  exportedOnly : Bool

def InitializeResult.encode (r : InitializeResult) : Json :=
  record [("leanVersion", Json.str r.leanVersion), ("githash", Json.str r.githash), ("protocol", number r.protocol),
    ("exportedOnly", Json.bool r.exportedOnly)]

structure OptionSetting where
  name : String
  kind : String
  value : String

def OptionSetting.decode (j : Json) : Except String OptionSetting := do
  let name ← stringField j "name"
  let kind ← stringField j "kind"
  let value ← stringField j "value"
  return { name, kind, value }

def optionSettings (j : Json) (name : String) : Except String (List OptionSetting) := do
  let options ← field j name
  match options with
  | .arr os => decodeAll os.toList
  | _ => .error ("field '" ++ name ++ "' must be an array")
where
  decodeAll : List Json → Except String (List OptionSetting)
    | [] => .ok []
    | o :: os => match OptionSetting.decode o, decodeAll os with
      | .ok a, .ok as => .ok (a :: as)
      | .error e, _ => .error e
      | _, .error e => .error e

/-- Absent where a file has none of its own. -/
def optionalSettings (j : Json) (name : String) : Except String (Option (List OptionSetting)) :=
  match j.getObjVal? name with
  | .error _ => .ok none
  | .ok _ => match optionSettings j name with
    | .ok options => .ok (some options)
    | .error e => .error e

structure FileLoadParams where
  text : String
  fileName : String
  options : Option (List OptionSetting)

def FileLoadParams.decode (j : Json) : Except String FileLoadParams := do
  let text ← stringField j "text"
  let fileName ← stringField j "fileName"
  let options ← optionalSettings j "options"
  return { text, fileName, options }

structure SorryInfo where
  index : Nat
  command : Nat
  declaration : String
  kind : String
  position : String
  range : Range
  declarationRange : Range
  goals : List Goal

def SorryInfo.encode (s : SorryInfo) : Json :=
  record [("index", number s.index), ("command", number s.command),
    ("declaration", Json.str s.declaration), ("kind", Json.str s.kind),
    ("position", Json.str s.position), ("range", s.range.encode), ("declarationRange", s.declarationRange.encode),
    ("goals", objects (mapList Goal.encode s.goals))]

structure WrittenSorry where
  range : Range
  declaration : String
  command : Range

def WrittenSorry.encode (s : WrittenSorry) : Json :=
  record [("range", s.range.encode), ("declaration", Json.str s.declaration), ("command", s.command.encode)]

structure FileLoadResult where
  file : Nat
  sorries : List SorryInfo
  written : List WrittenSorry
  theorems : List String
  imports : List String
  messages : List Message

def FileLoadResult.encode (r : FileLoadResult) : Json :=
  record [("file", number r.file), ("sorries", objects (mapList SorryInfo.encode r.sorries)),
    ("written", objects (mapList WrittenSorry.encode r.written)), ("theorems", strings r.theorems), ("imports", strings r.imports),
    ("messages", objects (mapList Message.encode r.messages))]

structure CaseName where
  tag : String
  names : List String

def CaseName.encode (c : CaseName) : Json :=
  record [("tag", Json.str c.tag), ("names", strings c.names)]

structure Use where
  name : String
  named : Bool

def Use.encode (u : Use) : Json := record [("name", Json.str u.name), ("named", Json.bool u.named)]

structure TacticTree where
  kind : String
  text : String
  head : String
  name : String
  cases : List CaseName
  range : Range
  parts : List TacticTree
  uses : List Use

instance : Inhabited TacticTree where
  default :=
    let start : Position := { line := 1, column := 0, byte := 0 }
    { kind := "plain", text := "", head := "", name := "", cases := [], range := { start, stop := start }, parts := [],
      uses := [] }

partial def TacticTree.encode (t : TacticTree) : Json :=
  record [("kind", Json.str t.kind), ("text", Json.str t.text), ("head", Json.str t.head), ("name", Json.str t.name),
    ("cases", objects (mapList CaseName.encode t.cases)), ("range", t.range.encode),
    ("parts", objects (mapList TacticTree.encode t.parts)), ("uses", objects (mapList Use.encode t.uses))]

structure ProofOutline where
  declaration : String
  range : Range
  tactics : List TacticTree

def ProofOutline.encode (p : ProofOutline) : Json :=
  record [("declaration", Json.str p.declaration), ("range", p.range.encode),
    ("tactics", objects (mapList TacticTree.encode p.tactics))]

structure Premise where
  name : String
  module : String
  kind : String
  line : Option Nat
  column : Option Nat
  endLine : Option Nat
  endColumn : Option Nat

def Premise.encode (p : Premise) : Json :=
  record [("name", Json.str p.name), ("module", Json.str p.module), ("kind", Json.str p.kind),
    ("line", p.line.map number), ("column", p.column.map number), ("endLine", p.endLine.map number),
    ("endColumn", p.endColumn.map number)]

structure Declared where
  name : String
  kind : String
  range : Range
  body : Option Range
  isPrivate : Bool
  statementHash : String

def Declared.encode (d : Declared) : Json :=
  record [("name", Json.str d.name), ("kind", Json.str d.kind), ("range", d.range.encode),
    ("body", d.body.map Range.encode), ("isPrivate", Json.bool d.isPrivate), ("statementHash", Json.str d.statementHash)]

structure FileTraceResult where
  file : Nat
  proofs : List ProofOutline
  premises : List Premise
  declared : List Declared
  messages : List Message

def FileTraceResult.encode (r : FileTraceResult) : Json :=
  record [("file", number r.file), ("proofs", objects (mapList ProofOutline.encode r.proofs)),
    ("premises", objects (mapList Premise.encode r.premises)), ("declared", objects (mapList Declared.encode r.declared)),
    ("messages", objects (mapList Message.encode r.messages))]

structure FileGoalsParams where
  text : String
  fileName : String
  bytes : List Nat
  options : Option (List OptionSetting)

def FileGoalsParams.decode (j : Json) : Except String FileGoalsParams := do
  let text ← stringField j "text"
  let fileName ← stringField j "fileName"
  let bytes ← natsField j "bytes"
  let options ← optionalSettings j "options"
  return { text, fileName, bytes, options }

structure PlaceGoals where
  byte : Nat
  kind : String
  goals : List Goal

def PlaceGoals.encode (p : PlaceGoals) : Json :=
  record [("byte", number p.byte), ("kind", Json.str p.kind), ("goals", objects (mapList Goal.encode p.goals))]

structure FileGoalsResult where
  places : List PlaceGoals
  messages : List Message

def FileGoalsResult.encode (r : FileGoalsResult) : Json :=
  record [("places", objects (mapList PlaceGoals.encode r.places)),
    ("messages", objects (mapList Message.encode r.messages))]

structure FileDropParams where
  file : Nat

def FileDropParams.decode (j : Json) : Except String FileDropParams := do
  let file ← natField j "file"
  return { file }

structure GoalStartParams where
  file : Option Nat
  index : Option Nat
  statement : Option String
  library : Option String
  module : Option String

def GoalStartParams.decode (j : Json) : Except String GoalStartParams := do
  let file ← optionalNat j "file"
  let index ← optionalNat j "index"
  let statement ← optionalString j "statement"
  let library ← optionalString j "library"
  let module ← optionalString j "module"
  return { file, index, statement, library, module }

structure Refusal where
  kind : String
  message : String
  position : Option Position

def Refusal.encode (r : Refusal) : Json :=
  record [("kind", Json.str r.kind), ("message", Json.str r.message),
    ("position", match r.position with | some p => some p.encode | none => none)]

structure GoalStartResult where
  states : Option (List ProofState)
  refusal : Option Refusal

def GoalStartResult.encode (r : GoalStartResult) : Json :=
  record [("states", match r.states with | some ss => some (objects (mapList ProofState.encode ss)) | none => none),
    ("refusal", match r.refusal with | some x => some x.encode | none => none)]

structure Limits where
  heartbeats : Nat
  recursion : Nat
  milliseconds : Nat

def Limits.decode (j : Json) : Except String Limits := do
  let heartbeats ← natField j "heartbeats"
  let recursion ← natField j "recursion"
  let milliseconds ← natField j "milliseconds"
  return { heartbeats, recursion, milliseconds }

structure TacticRunParams where
  state : Nat
  tactics : List String
  limits : Limits

def TacticRunParams.decode (j : Json) : Except String TacticRunParams := do
  let state ← natField j "state"
  let tactics ← stringsField j "tactics"
  let limits ← field j "limits"
  let limits ← Limits.decode limits
  return { state, tactics, limits }

structure TacticOutlineParams where
  state : Nat
  script : String

def TacticOutlineParams.decode (j : Json) : Except String TacticOutlineParams := do
  let state ← natField j "state"
  let script ← stringField j "script"
  return { state, script }

structure TacticOutlineResult where
  tactics : Option (List TacticTree)
  message : Option String

def TacticOutlineResult.encode (r : TacticOutlineResult) : Json :=
  record [("tactics", match r.tactics with | some ts => some (objects (mapList TacticTree.encode ts)) | none => none),
    ("message", match r.message with | some m => some (Json.str m) | none => none)]

structure StateUnknownParams where
  state : Nat
  names : List String

def StateUnknownParams.decode (j : Json) : Except String StateUnknownParams := do
  let state ← natField j "state"
  let names ← stringsField j "names"
  return { state, names }

structure StateUnknownResult where
  unknown : List String

def StateUnknownResult.encode (r : StateUnknownResult) : Json :=
  record [("unknown", strings r.unknown)]

structure TacticOutcome where
  kind : String
  states : Option (List ProofState)
  message : Option String
  micros : Nat

def TacticOutcome.encode (o : TacticOutcome) : Json :=
  record [("kind", Json.str o.kind),
    ("states", match o.states with | some ss => some (objects (mapList ProofState.encode ss)) | none => none),
    ("message", match o.message with | some m => some (Json.str m) | none => none),
    ("micros", number o.micros)]

structure TacticRunResult where
  outcomes : List TacticOutcome

def TacticRunResult.encode (r : TacticRunResult) : Json :=
  record [("outcomes", objects (mapList TacticOutcome.encode r.outcomes))]

structure StateDropParams where
  states : List Nat

def StateDropParams.decode (j : Json) : Except String StateDropParams := do
  let states ← natsField j "states"
  return { states }

structure StateDropResult where
  live : Nat

def StateDropResult.encode (r : StateDropResult) : Json := record [("live", number r.live)]

structure ProofCheckParams where
  original : String
  completed : String
  fileName : String
  declarations : List Nat
  options : Option (List OptionSetting)

def ProofCheckParams.decode (j : Json) : Except String ProofCheckParams := do
  let original ← stringField j "original"
  let completed ← stringField j "completed"
  let fileName ← stringField j "fileName"
  let declarations ← natsField j "declarations"
  let options ← optionalSettings j "options"
  return { original, completed, fileName, declarations, options }

structure CheckedDeclaration where
  command : Nat
  names : List String
  verdict : String
  reason : Option String
  message : Option String
  position : Option Position
  axioms : List String
  left : List Range

def CheckedDeclaration.encode (c : CheckedDeclaration) : Json :=
  record [("command", number c.command), ("names", strings c.names), ("verdict", Json.str c.verdict),
    ("reason", match c.reason with | some r => some (Json.str r) | none => none),
    ("message", match c.message with | some m => some (Json.str m) | none => none),
    ("position", match c.position with | some p => some p.encode | none => none),
    ("axioms", strings c.axioms), ("left", objects (mapList Range.encode c.left))]

structure Clash where
  command : Nat
  position : Position
  message : String
  blamed : List Nat

def Clash.encode (c : Clash) : Json :=
  record [("command", number c.command), ("position", c.position.encode), ("message", Json.str c.message),
    ("blamed", objects (mapList number c.blamed))]

structure ProofCheckResult where
  results : List CheckedDeclaration
  clashes : List Clash
  messages : List Message
  leanVersion : String
  githash : String

def ProofCheckResult.encode (r : ProofCheckResult) : Json :=
  record [("results", objects (mapList CheckedDeclaration.encode r.results)),
    ("clashes", objects (mapList Clash.encode r.clashes)),
    ("messages", objects (mapList Message.encode r.messages)),
    ("leanVersion", Json.str r.leanVersion), ("githash", Json.str r.githash)]

structure LibraryCheckParams where
  library : String
  module : String
  script : String

def LibraryCheckParams.decode (j : Json) : Except String LibraryCheckParams := do
  let library ← stringField j "library"
  let module ← stringField j "module"
  let script ← stringField j "script"
  return { library, module, script }

structure EnvPremisesParams where
  file : Option Nat
  imports : List String
  modules : List String
  printed : Bool

def EnvPremisesParams.decode (j : Json) : Except String EnvPremisesParams := do
  let file ← optionalNat j "file"
  let imports ← stringsField j "imports"
  let modules ← stringsField j "modules"
  let printed ← field j "printed"
  return { file, imports, modules, printed := printed matches .bool true }

structure PremiseInfo where
  name : String
  kind : String
  module : String
  statement : String
  line : Option Nat
  column : Option Nat
  endLine : Option Nat
  endColumn : Option Nat
  constants : List String
  head : String
  rewrites : Bool
  arity : Nat
  attributes : List String
  deprecated : Bool
  statementHash : String
  ownModuleDefinitions : Bool

def PremiseInfo.encode (p : PremiseInfo) : Json :=
  record [("name", Json.str p.name), ("kind", Json.str p.kind), ("module", Json.str p.module),
    ("statement", Json.str p.statement),
    ("line", match p.line with | some n => some (number n) | none => none),
    ("column", match p.column with | some n => some (number n) | none => none),
    ("endLine", match p.endLine with | some n => some (number n) | none => none),
    ("endColumn", match p.endColumn with | some n => some (number n) | none => none),
    ("constants", strings p.constants), ("head", Json.str p.head), ("rewrites", Json.bool p.rewrites),
    ("arity", number p.arity), ("attributes", strings p.attributes), ("deprecated", Json.bool p.deprecated),
    ("statementHash", Json.str p.statementHash), ("ownModuleDefinitions", Json.bool p.ownModuleDefinitions)]

structure EnvPremisesResult where
  premises : List PremiseInfo

def EnvPremisesResult.encode (r : EnvPremisesResult) : Json :=
  record [("premises", objects (mapList PremiseInfo.encode r.premises))]

structure EnvUsesParams where
  imports : List String
  modules : List String

def EnvUsesParams.decode (j : Json) : Except String EnvUsesParams := do
  let imports ← stringsField j "imports"
  let modules ← stringsField j "modules"
  return { imports, modules }

structure TheoremUses where
  name : String
  module : String
  goal : Goal
  uses : List String
  statementHash : String

def TheoremUses.encode (t : TheoremUses) : Json :=
  record [("name", Json.str t.name), ("module", Json.str t.module), ("goal", t.goal.encode), ("uses", strings t.uses),
    ("statementHash", Json.str t.statementHash)]

structure EnvUsesResult where
  theorems : List TheoremUses

def EnvUsesResult.encode (r : EnvUsesResult) : Json :=
  record [("theorems", objects (mapList TheoremUses.encode r.theorems))]

structure LibraryUsesParams where
  library : String
  module : String
  script : String

def LibraryUsesParams.decode (j : Json) : Except String LibraryUsesParams := do
  let library ← stringField j "library"
  let module ← stringField j "module"
  let script ← stringField j "script"
  return { library, module, script }

structure LibraryUsesResult where
  used : Option TheoremUses
  message : Option String

def LibraryUsesResult.encode (r : LibraryUsesResult) : Json :=
  record [("used", match r.used with | some u => some u.encode | none => none),
    ("message", match r.message with | some m => some (Json.str m) | none => none)]

structure EnvModulesParams where
  imports : List String

def EnvModulesParams.decode (j : Json) : Except String EnvModulesParams := do
  let imports ← stringsField j "imports"
  return { imports }

structure ModuleImports where
  name : String
  imports : List String

def ModuleImports.encode (m : ModuleImports) : Json :=
  record [("name", Json.str m.name), ("imports", strings m.imports)]

structure EnvModulesResult where
  modules : List ModuleImports

def EnvModulesResult.encode (r : EnvModulesResult) : Json :=
  record [("modules", objects (mapList ModuleImports.encode r.modules))]

structure FileTraceParams where
  text : String
  fileName : String
  module : List String
  options : List OptionSetting

def FileTraceParams.decode (j : Json) : Except String FileTraceParams := do
  let text ← stringField j "text"
  let fileName ← stringField j "fileName"
  let module ← stringsField j "module"
  let options ← optionSettings j "options"
  return { text, fileName, module, options }

structure ModuleCompileParams where
  text : String
  fileName : String
  module : List String
  out : String
  options : List OptionSetting

def ModuleCompileParams.decode (j : Json) : Except String ModuleCompileParams := do
  let text ← stringField j "text"
  let fileName ← stringField j "fileName"
  let module ← stringsField j "module"
  let out ← stringField j "out"
  let options ← optionSettings j "options"
  return { text, fileName, module, out, options }

structure Unproved where
  name : String
  axioms : List String

def Unproved.encode (u : Unproved) : Json := record [("name", Json.str u.name), ("axioms", strings u.axioms)]

structure ModuleCompileResult where
  written : Bool
  messages : List Message
  unproved : List Unproved

def ModuleCompileResult.encode (r : ModuleCompileResult) : Json :=
  record [("written", Json.bool r.written), ("messages", objects (mapList Message.encode r.messages)),
    ("unproved", objects (mapList Unproved.encode r.unproved))]

end Ariadne
