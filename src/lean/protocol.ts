/**
 * Every message between Ariadne and its REPL, as schemas. `lean/Protocol.lean` declares the same structures field by
 * field; `test/lean/protocol.test.ts` holds the two together.
 *
 * Transport: JSON-RPC 2.0 with `Content-Length` framing. Positions are byte offsets into the UTF-8 text plus 1-based
 * line and 0-based column in code points, as Lean gives them.
 */
import { z } from 'zod';

export const Position = z.object({ line: z.int(), column: z.int(), byte: z.int() });
export const Range = z.object({ start: Position, stop: Position });

export const Message = z.object({
  severity: z.enum(['error', 'warning', 'information']),
  position: Position,
  text: z.string(),
  /** Which command of the file it belongs to, from 0; absent where it is about the header. */
  command: z.int().exactOptional(),
});

export const Hypothesis = z.object({
  name: z.string(),
  type: z.string(),
  value: z.string().exactOptional(),
  isProp: z.boolean(),
  isInstance: z.boolean(),
  head: z.string(),
  constructors: z.array(z.string()),
});

/** A constant of a goal that Lean itself does not declare. */
export const Definition = z.object({
  name: z.string(),
  kind: z.enum(['definition', 'theorem', 'type', 'constructor', 'other']),
  isReducible: z.boolean(),
  isRecursive: z.boolean(),
  isInGoal: z.boolean(),
  uses: z.array(z.string()),
  /** Types of the explicit arguments; what is not written simply is `_`. */
  arguments: z.array(z.string()),
  result: z.string(),
});

export const Goal = z.object({
  tag: z.string(),
  pretty: z.string(),
  hypotheses: z.array(Hypothesis),
  target: z.string(),
  head: z.string(),
  constants: z.array(z.string()),
  definitions: z.array(Definition),
});

/**
 * A proof state: one goal, or several that share metavariables and so must be solved together. States are immutable
 * and live in one REPL until dropped. `key` is equal for states that are the same up to names of metavariables.
 */
export const ProofState = z.object({
  state: z.int(),
  key: z.string(),
  goals: z.array(Goal),
  /** Where its goals stand in the list of all goals that the tactic left, rising. */
  positions: z.array(z.int()),
});

export const InitializeParams = z.object({
  /** Modules that the default environment imports. */
  imports: z.array(z.string()),
});
export const InitializeResult = z.object({
  leanVersion: z.string(),
  githash: z.string(),
  protocol: z.int(),
  /** Library theorems are stored without bodies (see the rule for axioms in the design). */
  exportedOnly: z.boolean(),
});

/** A value of an option, as `set_option` would write it, without quotes. */
export const OptionSetting = z.object({ name: z.string(), kind: z.enum(['bool', 'nat', 'string']), value: z.string() });

/** Loads a file: elaborates it, and lists every `sorry` in it. The file stays loaded under the id that comes back. */
export const FileLoadParams = z.object({
  text: z.string(),
  fileName: z.string(),
  /** Of its project. */
  options: z.array(OptionSetting).optional(),
});
export const SorryInfo = z.object({
  /** Index within the file, in textual order. */
  index: z.int(),
  /**
   * Which command of the file holds it, from 0: by this `proof/check` knows a declaration. A `mutual` block is one command, and
   * so is whatever stands behind an `open … in`.
   */
  command: z.int(),
  /** Full name of the declaration that holds it, as a user would write it; `''` for `example`. */
  declaration: z.string(),
  /** `theorem`, `def`, `instance`, `example`, … */
  kind: z.string(),
  /** `tactic` where the `sorry` is a tactic, `term` where it is a term (then the script goes in as `by …`). */
  position: z.enum(['tactic', 'term']),
  /** The bytes that the proof text replaces. */
  range: Range,
  /** The range of the whole declaration. */
  declarationRange: Range,
  goals: z.array(Goal),
});
/** A `sorry` as the text has it, whether Lean can make something of its declaration or not. */
export const WrittenSorry = z.object({
  range: Range,
  /** The name of its declaration as it is written; `''` where it has none. */
  declaration: z.string(),
  /** The command that it stands in, from its documentation to where the next command begins. */
  command: Range,
});
export const FileLoadResult = z.object({
  file: z.int(),
  sorries: z.array(SorryInfo),
  written: z.array(WrittenSorry),
  /** Full names of the theorems that the file itself declares, in order, those that hold a `sorry` included. */
  theorems: z.array(z.string()),
  /** Modules that the header imports (`Init` where it names none). */
  imports: z.array(z.string()),
  messages: z.array(Message),
});
export const CaseName = z.object({
  /** As in `| succ n ih =>`; `_` stands for all other cases, `''` for the first goal. */
  tag: z.string(),
  /** What it introduces. */
  names: z.array(z.string()),
});
/** A constant that a part of a proof uses, by its full name. */
export const Use = z.object({
  name: z.string(),
  /** Is it written there? Otherwise the tactic found it by itself; those are theorems. */
  named: z.boolean(),
});
/** A tactic as it is written, taken apart as far as it is made of tactics. */
export const TacticTree = z.object({
  /**
   * `plain`: one step. `focus` (`·`), `every` (`all_goals`) and `sequence` (`(…)`) have one block of tactics, `case` one
   * with the names of its cases, `have` the block that proves it, `then` (`<;>`) two, `alternatives` (`induction … with`)
   * one for each alternative. `holes`: a tactic with proofs in its terms, a block for each. `rewrites` (`rw [a, b]`): one
   * tactic for each rule. `block`: the tactics of one of these.
   */
  kind: z.enum([
    'plain',
    'focus',
    'every',
    'sequence',
    'case',
    'have',
    'then',
    'alternatives',
    'holes',
    'rewrites',
    'block',
  ]),
  /** All of it, without comments; lines after the first have the columns of the file. */
  text: z.string(),
  /** What is run by itself before the blocks, for `have` and `holes` (with `?_` for the proofs) and `alternatives`. */
  head: z.string(),
  /** The hypothesis that a `have` makes. */
  name: z.string(),
  /** Of a block that proves cases. */
  cases: z.array(CaseName),
  range: Range,
  get parts() {
    return z.array(TacticTree);
  },
  /** What it uses; of a tactic that comes apart, what its head does. */
  uses: z.array(Use),
});
/** A tactic proof: a `by` block that stands in no other one. */
export const ProofOutline = z.object({
  /** Full name of the declaration that it is part of; `''` for `example`. */
  declaration: z.string(),
  /** Of the tactics, without the `by`. */
  range: Range,
  tactics: z.array(TacticTree),
});
/** Elaborates a file as far as it must, for the goals at some places of it, whether there is a `sorry` or not. */
export const FileGoalsParams = z.object({
  text: z.string(),
  fileName: z.string(),
  bytes: z.array(z.int()),
  options: z.array(OptionSetting).optional(),
});
export const PlaceGoals = z.object({
  byte: z.int(),
  /**
   * `tactic`: the goals that a tactic at this place begins with or leaves (as Lean's own editor chooses); none where the proof
   * is done. `term`: the type that is expected there. `none`: no goal belongs to this place.
   */
  kind: z.enum(['tactic', 'term', 'none']),
  goals: z.array(Goal),
});
export const FileGoalsResult = z.object({
  /** In the order of the request; empty where the file has no beginning that Lean can read. */
  places: z.array(PlaceGoals),
  /** Of what was elaborated. */
  messages: z.array(Message),
});
/** A constant that a proof of the file uses. */
export const Premise = z.object({
  name: z.string(),
  /** That declares it; `''` for the file itself. */
  module: z.string(),
  /** `theorem`, `definition`, `axiom`, `inductive`, `constructor`, `opaque` or `other`, as it was declared. */
  kind: z.string(),
  /** Where its declaration begins, line 1-based and column 0-based; absent where its module does not say. */
  line: z.int().exactOptional(),
  column: z.int().exactOptional(),
  /** Where it ends, likewise. */
  endLine: z.int().exactOptional(),
  endColumn: z.int().exactOptional(),
});
/** A constant that the file declares. */
export const Declared = z.object({
  name: z.string(),
  kind: z.string(),
  range: Range,
  /** Of a theorem that is proved by itself: from its `:=`, or its first `|`, to its end. */
  body: Range.exactOptional(),
  isPrivate: z.boolean(),
  /** Equal for statements that are equal up to the names of bound variables. */
  statementHash: z.string(),
});
/** The proofs can be started by `goal/start`, by their index. */
export const FileTraceResult = z.object({
  file: z.int(),
  proofs: z.array(ProofOutline),
  premises: z.array(Premise),
  declared: z.array(Declared),
  messages: z.array(Message),
});
export const FileDropParams = z.object({ file: z.int() });

/** What a state can be started from. */
export const GoalStartParams = z.object({
  /** A `sorry` of a loaded file … */
  file: z.int().optional(),
  index: z.int().optional(),
  /** … or a statement (a term of type `Prop`) in the default environment … */
  statement: z.string().optional(),
  /** … or a library theorem by name, in the environment that its module imports. */
  library: z.string().optional(),
  /** The module of the library theorem; required with `library`. */
  module: z.string().optional(),
});
export const Refusal = z.object({
  /** `parse` | `elaboration` | `unknown-declaration` | `not-a-proposition` | `import` | `unknown-file` */
  kind: z.enum(['parse', 'elaboration', 'unknown-declaration', 'not-a-proposition', 'import', 'unknown-file']),
  message: z.string(),
  position: Position.optional(),
});
export const GoalStartResult = z.object({
  /** Independent states that together make up the start; absent where it was refused. */
  states: z.array(ProofState).optional(),
  refusal: Refusal.optional(),
});

export const Limits = z.object({
  /** `maxHeartbeats` of each tactic, in the unit of Lean's option of that name; 0 means unlimited. */
  heartbeats: z.int(),
  /** `maxRecDepth` of each tactic. */
  recursion: z.int(),
  /** Wall-clock limit of each tactic, in milliseconds; kept by the host process, which cancels, then kills. */
  milliseconds: z.int(),
});

export const TacticRunParams = z.object({ state: z.int(), tactics: z.array(z.string()), limits: Limits });
export const TacticOutcome = z.object({
  /**
   * `proved`: no goals left. `progress`: `states` are what is left, independent of one another.
   * Errors: `parse` (does not parse to the end of input), `elaboration` (Lean refuses it), `timeout` (heartbeats or
   * cancelled), `recursion`, `forbidden` (could run code or cheat; refused by syntax kind), `unsolved` (leaves a goal
   * that cannot be continued, or a metavariable that nobody owns), `unknown-state`.
   */
  kind: z.enum([
    'proved',
    'progress',
    'parse',
    'elaboration',
    'timeout',
    'recursion',
    'forbidden',
    'unsolved',
    'unknown-state',
  ]),
  states: z.array(ProofState).optional(),
  message: z.string().optional(),
  /** Time in Lean, microseconds. */
  micros: z.int(),
});
export const TacticRunResult = z.object({ outcomes: z.array(TacticOutcome) });

/** A script to be taken apart where a state stands. Nothing of it is run. */
export const TacticOutlineParams = z.object({ state: z.int(), script: z.string() });
export const TacticOutlineResult = z.object({
  tactics: z.array(TacticTree).optional(),
  /** Why it does not parse, with the place: `<tactic>:3:2: …`. */
  message: z.string().optional(),
});

/** Names to be looked up where a state stands. */
export const StateUnknownParams = z.object({ state: z.int(), names: z.array(z.string()) });
export const StateUnknownResult = z.object({
  /** Those that are sure to mean nothing there: no constant, no hypothesis, no word of the syntax. */
  unknown: z.array(z.string()),
});

export const StateDropParams = z.object({ states: z.array(z.int()) });
export const StateDropResult = z.object({ live: z.int() });

/**
 * The only judge of what counts as proved. `original` is the file with its `sorry`s, `completed` the same file, as it will be
 * written, with text in the place of some of them and nothing else changed. Meant for a fresh instance.
 */
export const ProofCheckParams = z.object({
  original: z.string(),
  completed: z.string(),
  fileName: z.string(),
  /** Commands to give a verdict on, by their index (`SorryInfo.command`). */
  declarations: z.array(z.int()),
  options: z.array(OptionSetting).optional(),
});
export const CheckedDeclaration = z.object({
  /** Index of the command; 0 from `library/check`. */
  command: z.int(),
  /** What the command declares, as a user would write it; empty for an `example`. */
  names: z.array(z.string()),
  /**
   * `verified`: every `sorry` is filled, and the kernel has checked again all that the declaration rests on. `partial`: the
   * same, but some of its `sorry`s are `left`: what is filled is worth keeping, and proves nothing yet.
   */
  verdict: z.enum(['verified', 'partial', 'rejected']),
  /**
   * Why it was rejected. `changed`: the file differs from the original in more than its `sorry`s (of several, the first is to
   * blame). `forbidden`: a filling could run code or cheat. `error`: Lean reports one, here or in a declaration that this one
   * rests on. `missing`: it declares nothing (any more). `statement`: the statement, or what it speaks of, is another one.
   * `axiom`, `circular`, `unsafe`: what the proof rests on. `kernel`: the kernel does not accept it. `sorry`: nothing is filled,
   * or it rests on a `sorry` of another declaration, or on one that no one has written.
   */
  reason: z
    .enum(['changed', 'forbidden', 'error', 'missing', 'statement', 'axiom', 'circular', 'unsafe', 'kernel', 'sorry'])
    .optional(),
  message: z.string().optional(),
  /** Where the reason lies, in the completed file. */
  position: Position.optional(),
  /** Axioms that it depends on beyond the three standard ones; those that the file declares are among them. */
  axioms: z.array(z.string()),
  /** Its `sorry`s that are not filled, in the completed file. */
  left: z.array(Range),
});
/** A command that nobody asked about, that has an error in the completed file and had none in the original. */
export const Clash = z.object({
  command: z.int(),
  position: Position,
  message: z.string(),
  /** Filled commands that it rests on, the latest first. */
  blamed: z.array(z.int()),
});
export const ProofCheckResult = z.object({
  /** In the order of the request. */
  results: z.array(CheckedDeclaration),
  clashes: z.array(Clash),
  /** Of the completed file. */
  messages: z.array(Message),
  /** Whose kernel has checked it. */
  leanVersion: z.string(),
  githash: z.string(),
});

/** A closed tactic script checked against a library theorem's own type, in its module's environment. */
export const LibraryCheckParams = z.object({ library: z.string(), module: z.string(), script: z.string() });

/** Lists theorems and definitions, for datasets and retrieval. */
export const EnvPremisesParams = z.object({
  /** A loaded file whose own to list … */
  file: z.int().optional(),
  /** … or the modules to import first; empty means the default environment. */
  imports: z.array(z.string()),
  /** Which of the modules to list, when no file is given; empty means all. */
  modules: z.array(z.string()),
  /** Print the statements? It is most of the work. */
  printed: z.boolean(),
});
export const PremiseInfo = z.object({
  name: z.string(),
  kind: z.enum(['theorem', 'definition']),
  module: z.string(),
  /** Binders, a colon, and the conclusion, as in `#check`; `''` where it is not printed. */
  statement: z.string(),
  /** 1-based; absent where the library does not say. */
  line: z.int().optional(),
  column: z.int().optional(),
  endLine: z.int().optional(),
  endColumn: z.int().optional(),
  /** Constants of the statement, without duplicates. */
  constants: z.array(z.string()),
  /** Constant at the head of the conclusion, after all binders. */
  head: z.string(),
  /** Is the conclusion an equation or an `↔`, so that it can rewrite? */
  rewrites: z.boolean(),
  /** Number of explicit arguments. */
  arity: z.int(),
  /** Those of `simp`, `grind`, `ext`. */
  attributes: z.array(z.string()),
  deprecated: z.boolean(),
  /** Equal for statements that are equal up to the names of bound variables. */
  statementHash: z.string(),
  /** Does the statement mention a constant of its own module (so that it cannot be stated from the imports alone)? */
  ownModuleDefinitions: z.boolean(),
});
export const EnvPremisesResult = z.object({ premises: z.array(PremiseInfo) });

/** What the theorems of some modules use, where their proofs are stored. */
export const EnvUsesParams = z.object({ imports: z.array(z.string()), modules: z.array(z.string()) });
export const TheoremUses = z.object({
  name: z.string(),
  module: z.string(),
  /** The statement with its variables introduced. */
  goal: Goal,
  /**
   * Theorems of the proof term, and definitions that it unfolds by their equations or names in its script. What Lean
   * makes by itself counts to what it is made for.
   */
  uses: z.array(z.string()),
  statementHash: z.string(),
});
export const EnvUsesResult = z.object({ theorems: z.array(TheoremUses) });

/** The same of a library theorem by a script of ours, in the environment that its module imports. */
export const LibraryUsesParams = z.object({ library: z.string(), module: z.string(), script: z.string() });
export const LibraryUsesResult = z.object({
  used: TheoremUses.optional(),
  /** Why there is nothing. */
  message: z.string().optional(),
});

export const EnvModulesParams = z.object({
  /** Modules to import first; empty means the default environment. */
  imports: z.array(z.string()),
});
export const ModuleImports = z.object({ name: z.string(), imports: z.array(z.string()) });
export const EnvModulesResult = z.object({ modules: z.array(ModuleImports) });

/** Elaborates a file as a module of a project, and takes its tactic proofs apart. */
export const FileTraceParams = z.object({
  text: z.string(),
  fileName: z.string(),
  /** The parts of its module's name; empty where it is none. */
  module: z.array(z.string()),
  options: z.array(OptionSetting),
});

/** Compiles a module of a project: elaborates it as `lean` does, then writes it where other modules can import it. */
export const ModuleCompileParams = z.object({
  text: z.string(),
  fileName: z.string(),
  /** The parts of its name. */
  module: z.array(z.string()),
  /** Path of the `.olean`, in Lean's own file system; its companions are written beside it. */
  out: z.string(),
  options: z.array(OptionSetting),
});
/** A constant that rests on more than the standard axioms. */
export const Unproved = z.object({ name: z.string(), axioms: z.array(z.string()) });
export const ModuleCompileResult = z.object({
  written: z.boolean(),
  /** Errors only. */
  messages: z.array(Message),
  /** Constants of the module that rest on a `sorry` or on axioms beyond the standard ones. */
  unproved: z.array(Unproved),
});

export type OptionSetting = z.infer<typeof OptionSetting>;
export type ModuleCompileParams = z.infer<typeof ModuleCompileParams>;
export type ModuleCompileResult = z.infer<typeof ModuleCompileResult>;
export type Unproved = z.infer<typeof Unproved>;
export type Position = z.infer<typeof Position>;
export type Range = z.infer<typeof Range>;
export type Message = z.infer<typeof Message>;
export type SorryInfo = z.infer<typeof SorryInfo>;
export type ProofState = z.infer<typeof ProofState>;
export type InitializeParams = z.infer<typeof InitializeParams>;
export type InitializeResult = z.infer<typeof InitializeResult>;
export type FileLoadParams = z.infer<typeof FileLoadParams>;
export type FileLoadResult = z.infer<typeof FileLoadResult>;
export type WrittenSorry = z.infer<typeof WrittenSorry>;
export type FileTraceParams = z.infer<typeof FileTraceParams>;
export type FileTraceResult = z.infer<typeof FileTraceResult>;
export type Premise = z.infer<typeof Premise>;
export type Declared = z.infer<typeof Declared>;
export type Use = z.infer<typeof Use>;
export type CaseName = z.infer<typeof CaseName>;
export type TacticTree = z.infer<typeof TacticTree>;
export type ProofOutline = z.infer<typeof ProofOutline>;
export type FileGoalsParams = z.infer<typeof FileGoalsParams>;
export type PlaceGoals = z.infer<typeof PlaceGoals>;
export type FileGoalsResult = z.infer<typeof FileGoalsResult>;
export type FileDropParams = z.infer<typeof FileDropParams>;
export type GoalStartParams = z.infer<typeof GoalStartParams>;
export type GoalStartResult = z.infer<typeof GoalStartResult>;
export type Refusal = z.infer<typeof Refusal>;
export type Limits = z.infer<typeof Limits>;
export type TacticRunParams = z.infer<typeof TacticRunParams>;
export type TacticOutcome = z.infer<typeof TacticOutcome>;
export type TacticRunResult = z.infer<typeof TacticRunResult>;
export type TacticOutlineParams = z.infer<typeof TacticOutlineParams>;
export type TacticOutlineResult = z.infer<typeof TacticOutlineResult>;
export type StateUnknownParams = z.infer<typeof StateUnknownParams>;
export type StateUnknownResult = z.infer<typeof StateUnknownResult>;
export type StateDropParams = z.infer<typeof StateDropParams>;
export type StateDropResult = z.infer<typeof StateDropResult>;
export type ProofCheckParams = z.infer<typeof ProofCheckParams>;
export type CheckedDeclaration = z.infer<typeof CheckedDeclaration>;
export type Clash = z.infer<typeof Clash>;
export type ProofCheckResult = z.infer<typeof ProofCheckResult>;
export type LibraryCheckParams = z.infer<typeof LibraryCheckParams>;
export type EnvPremisesParams = z.infer<typeof EnvPremisesParams>;
export type PremiseInfo = z.infer<typeof PremiseInfo>;
export type EnvPremisesResult = z.infer<typeof EnvPremisesResult>;
export type EnvUsesParams = z.infer<typeof EnvUsesParams>;
export type TheoremUses = z.infer<typeof TheoremUses>;
export type EnvUsesResult = z.infer<typeof EnvUsesResult>;
export type LibraryUsesParams = z.infer<typeof LibraryUsesParams>;
export type LibraryUsesResult = z.infer<typeof LibraryUsesResult>;
export type ModuleImports = z.infer<typeof ModuleImports>;
export type EnvModulesParams = z.infer<typeof EnvModulesParams>;
export type EnvModulesResult = z.infer<typeof EnvModulesResult>;

/** Method names with their schemas: the one table that client, server and tests read. */
export const methods = {
  initialize: { params: InitializeParams, result: InitializeResult },
  'file/load': { params: FileLoadParams, result: FileLoadResult },
  'file/trace': { params: FileTraceParams, result: FileTraceResult },
  'file/goals': { params: FileGoalsParams, result: FileGoalsResult },
  'file/drop': { params: FileDropParams, result: z.null() },
  'goal/start': { params: GoalStartParams, result: GoalStartResult },
  'tactic/run': { params: TacticRunParams, result: TacticRunResult },
  'tactic/outline': { params: TacticOutlineParams, result: TacticOutlineResult },
  'state/unknown': { params: StateUnknownParams, result: StateUnknownResult },
  'state/drop': { params: StateDropParams, result: StateDropResult },
  'proof/check': { params: ProofCheckParams, result: ProofCheckResult },
  'library/check': { params: LibraryCheckParams, result: CheckedDeclaration },
  'env/premises': { params: EnvPremisesParams, result: EnvPremisesResult },
  'env/uses': { params: EnvUsesParams, result: EnvUsesResult },
  'library/uses': { params: LibraryUsesParams, result: LibraryUsesResult },
  'module/compile': { params: ModuleCompileParams, result: ModuleCompileResult },
  'env/modules': { params: EnvModulesParams, result: EnvModulesResult },
} as const;

export type Method = keyof typeof methods;
export type ParamsOf<M extends Method> = z.infer<(typeof methods)[M]['params']>;
export type ResultOf<M extends Method> = z.infer<(typeof methods)[M]['result']>;
