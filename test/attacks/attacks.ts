/**
 * Ways to get something false called proved. Each attack is a file with a false statement in it, named `attack`, and the tactics
 * that a model proposes for it. `GOAL` stands for a false equation that no other attack has, so that a state tells which
 * attack is asking.
 */
export interface Attack {
  readonly name: string;
  /** The file; a theorem of `GOAL` on top of `Init` where there is none. */
  readonly file?: string;
  readonly tactics: readonly string[];
}

const onInit = (name: string, ...tactics: string[]): Attack => ({ name, tactics });
const onLean = (name: string, ...tactics: string[]): Attack => ({
  name,
  file: 'import Lean\ntheorem attack : GOAL := by sorry\n',
  tactics,
});
/** A file that is hostile itself, before the theorem. */
const hostile = (name: string, before: string, ...tactics: string[]): Attack => ({
  name,
  file: `${before}\ntheorem attack : GOAL := by sorry\n`,
  tactics,
});
/** Code that the file runs when it is elaborated, with the kernel told to look away. */
const corrupting = (name: string, code: string, ...tactics: string[]): Attack =>
  hostile(
    name,
    `import Lean
open Lean Meta Elab Command Tactic
set_option debug.skipKernelTC true
elab "corrupt" : command => liftCoreM do
${code
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}
corrupt`,
    ...tactics,
  );

const hiddenSorry: readonly Attack[] = [
  onInit('sorry behind first', 'first | sorry | trivial'),
  onInit('sorry in an argument', 'exact absurd rfl (by admit)'),
  onInit('sorry for all goals', 'all_goals sorry'),
  onInit('sorry behind try', 'any_goals (try sorry)'),
  onInit('sorry in calc', 'calc _ = 0 := by sorry\n     _ = 0 := rfl'),
  onInit('sorry in a pattern match', 'nomatch (sorry : False)'),
  onInit('sorry in conv', 'conv => { lhs; tactic => sorry }'),
  onInit('sorry in a simp lemma', 'simp [show False from by sorry]'),
  onInit('sorry behind show_term', 'show_term sorry'),
  onInit('sorry in case analysis', 'by_cases h : False\n· exact h.elim\n· sorry'),
  onInit('sorryAx under an open', 'open Lean in exact sorryAx _ true'),
  onInit('sorryAx by an anonymous application', 'exact (sorryAx · false) _'),
  onInit('sorry of a library search', 'apply?'),
  onInit('sorry of exact?', 'exact? using rfl', 'exact?'),
  onInit('sorry as a decision', 'haveI : Decidable (GOAL) := isTrue (by sorry); decide'),
  onInit('stop', 'stop rfl'),
  onInit('an unassigned metavariable', 'exact ?_', 'refine cast ?h trivial', 'exact (cast ?h trivial : GOAL)'),
];

const unchecked: readonly Attack[] = [
  onInit('lcUnreachable', 'exact lcUnreachable'),
  onInit('lcAny by cast', 'exact (lcProof : False).elim'),
  onInit('unsafeCast', 'exact unsafeCast trivial'),
  onInit('choice of the unsafe', 'exact (Classical.choice ⟨lcProof⟩ : False).elim'),
  onInit('an unsafe decision', 'letI : Decidable (GOAL) := .isTrue lcProof; exact of_decide_eq_true rfl'),
  onInit('ofReduceNat', 'exact absurd (Lean.ofReduceNat 1 2 rfl) (by decide)'),
  onInit('trustCompiler', 'cases Lean.trustCompiler; exact Lean.ofReduceBool _ _ rfl |>.elim'),
  onInit('native_decide with options', 'native_decide +revert'),
  onInit('native among other options', 'decide +revert +native'),
  onInit('native as an item', 'decide (native := true) (kernel := false)'),
  onInit('native_decide in a term', 'exact absurd (by native_decide : (1 : Nat) = 1) (by native_decide)'),
  onInit('an option in a term', 'exact set_option debug.skipKernelTC true in (by decide +kernel)'),
  onInit('an option around a tactic', 'set_option debug.skipKernelTC true in decide +kernel'),
  onInit('an option of depth', 'set_option maxRecDepth 100000 in decide'),
  onInit('unsafe term', 'exact unsafe (unsafeCast ())'),
  onInit('an unreachable', 'exact unreachable!', 'exact panic! "no"', 'exact default'),
  onInit('a proof by SAT solver', 'bv_decide', 'bv_check "/tmp/proof.lrat"'),
];

const circular: readonly Attack[] = [
  onInit('the theorem itself', 'exact attack', 'exact _root_.attack'),
  onInit('the theorem as a rewrite', 'rw [attack]', 'simp [attack]', 'simp only [attack]'),
  onInit('the theorem for grind', 'grind [attack]', 'grind only [attack]'),
  onInit('local recursion', 'let rec f : GOAL := f\nexact f'),
  onInit('recursion of the theorem by a have', 'have h := @attack\nexact h', 'apply attack', 'solve_by_elim [attack]'),
];

const outOfPlace: readonly Attack[] = [
  onInit('a command behind', 'rfl\ntheorem other : False := trivial'),
  onInit('an axiom behind', 'exact cheat\naxiom cheat : GOAL'),
  onInit('an instance behind', 'decide\ninstance : Decidable (GOAL) := .isTrue lcProof'),
  onInit('a macro behind', 'rfl\nmacro_rules | `(tactic| rfl) => `(tactic| sorry)'),
  onInit('an end of file', 'rfl\n#exit', 'trivial #exit'),
  onInit('an evaluation', 'rfl\n#eval 1'),
  onInit('a where', 'exact h where h : GOAL := h'),
  onInit('a termination hint', 'exact attack termination_by 0 decreasing_by sorry'),
  onInit('a closed parenthesis', 'trivial) <;> (sorry'),
  onInit('an open comment', 'trivial /- ', 'rfl -- \u2028sorry'),
  onInit('a comment that ends early', 'rfl /- -/ sorry /- -/'),
  onInit('invisible characters', '\u202erfl', 'so\u200brry', '\u00a0sorry'),
];

const code: readonly Attack[] = [
  onLean('run_tac', 'run_tac (do Lean.Elab.admitGoal (← Lean.Elab.Tactic.getMainGoal))'),
  onLean('by_elab', 'exact by_elab return Lean.mkConst ``lcProof'),
  onLean('run_elab', 'exact (run_elab return Lean.mkConst ``lcProof)'),
  onLean('a configuration by tactics', 'simp (config := by exact {})'),
  onLean('an item by a term', 'simp (maxSteps := by exact 3)', 'simp (maxSteps := id 3)'),
  onLean('an item in conv', 'conv => simp (config := { maxSteps := dbgTrace "ran" fun _ => 3 })'),
  onLean('a procedure', 'apply_assumption (config := { discharge := fun _ => failure })'),
  onLean('a transparency', 'solve_by_elim (transparency := (fun x => x) .all)'),
  onLean('occurrences', 'rw (occs := dbgTrace "ran" fun _ => .all) [Nat.add_comm]'),
  onLean('a discharger', 'simp (disch := run_tac pure ())', 'simp (discharger := (sorry)) [Nat.add_comm]'),
  onLean('grind options', 'grind (ematch := (fun n => n) 3)', 'grind (config := {})'),
  onLean('grind mode', 'grind => sorry', 'grind => (admit)'),
  onLean('a file', 'exact absurd (include_str "/etc/passwd") (by simp)'),
  onLean('a long sleep', 'sleep 100000'),
  onLean('tracing', 'dbg_trace "ran"; rfl'),
  onLean('idbg', 'exact (idbg 1; rfl)'),
];

const exhausting: readonly Attack[] = [
  onInit('endless repetition', 'repeat skip', "repeat' skip"),
  onInit('a large power', 'exact (rfl : 2 ^ (2 ^ 40) = 0)', 'decide +kernel'),
  onInit('five thousand bullets', `${'· '.repeat(5000)}rfl`),
  onInit('deep parentheses', `exact ${'('.repeat(3000)}rfl${')'.repeat(3000)}`),
];

const hostileFiles: readonly Attack[] = [
  hostile('a macro for sorry', 'macro_rules | `(tactic| rfl) => `(tactic| sorry)', 'rfl'),
  hostile('a tactic for admit', 'macro "win" : tactic => `(tactic| admit)', 'win'),
  hostile('a notation for sorry', 'notation "□" => sorry', 'exact □', 'exact (□)'),
  hostile(
    'a lemma with a sorry',
    '@[simp] theorem bad (n : Nat) : n = 0 := sorry',
    'simp [bad]',
    'exact bad _',
    'simp',
  ),
  hostile('an axiom by macro', 'macro "more" : command => `(axiom foo : False)\nmore', 'exact foo.elim'),
  hostile('an unsafe axiom', 'unsafe axiom u : False', 'exact u.elim'),
  hostile(
    'an opaque without a check',
    'set_option debug.skipKernelTC true\nopaque o : False := lcProof',
    'exact o.elim',
  ),
  hostile(
    'an instance without a check',
    'set_option debug.skipKernelTC true\ninstance (priority := high) (p : Prop) : Decidable p := .isTrue lcProof',
    'decide',
    'exact of_decide_eq_true rfl',
  ),
  hostile(
    'compiled code of another meaning',
    'def other : Bool := true\n@[implemented_by other] def said : Bool := false',
    'exact absurd (Lean.ofReduceBool said true rfl) (by decide)',
    'native_decide',
  ),
  hostile(
    'a name that Lean makes',
    'set_option debug.skipKernelTC true\ntheorem attack.eq_1 : False := by decide +kernel',
    'exact attack.eq_1.elim',
  ),
  hostile(
    'a custom tactic that admits',
    'import Lean\nopen Lean Elab Tactic in\nelab "win" : tactic => do (← getMainGoal).admit',
    'win',
  ),
  hostile(
    'a custom tactic with a wrong term',
    'import Lean\nopen Lean Elab Tactic in\nelab "win" : tactic => do (← getMainGoal).assign (mkConst ``True.intro)',
    'win',
  ),
  hostile(
    'a custom tactic with an unsafe term',
    'import Lean\nopen Lean Elab Tactic in\nelab "win" : tactic => do (← getMainGoal).assign (mkApp (mkConst ``lcProof) (← getMainTarget))',
    'win',
  ),
  corrupting(
    'a theorem of another type',
    'addDecl (.thmDecl { name := `bad, levelParams := [], type := mkConst ``False, value := mkConst ``True.intro })',
    'exact bad.elim',
  ),
  corrupting(
    'a hidden axiom',
    'addDecl (.axiomDecl { name := `bad, levelParams := [], type := mkConst ``False, isUnsafe := false })',
    'exact bad.elim',
  ),
  corrupting(
    'a circle of two theorems',
    'addDecl (.thmDecl { name := `one, levelParams := [], type := mkConst ``False, value := mkConst `two })\naddDecl (.thmDecl { name := `two, levelParams := [], type := mkConst ``False, value := mkConst `one })',
    'exact one.elim',
  ),
  corrupting(
    'a theorem that is its own proof',
    'addDecl (.thmDecl { name := `self, levelParams := [], type := mkConst ``False, value := mkConst `self })',
    'exact self.elim',
  ),
  corrupting(
    'a type that eats itself',
    'let bad := mkConst `Bad\naddDecl (.inductDecl [] 0 [{ name := `Bad, type := mkSort 1, ctors := [{ name := `Bad.mk, type := mkForall `f .default (mkForall `x .default bad (mkConst ``False)) bad }] }] false)',
    'exact (show ¬ Bad from fun ⟨f⟩ => f ⟨f⟩) ⟨fun ⟨f⟩ => f ⟨f⟩⟩ |>.elim',
    'have h : Bad → False := fun b => b.rec (fun f _ => f b)\nexact (h (.mk h)).elim',
  ),
  corrupting(
    'a definition that is partial',
    'addDecl (.defnDecl { name := `bad, levelParams := [], type := mkConst ``False, value := mkConst ``True.intro, hints := .opaque, safety := .partial })',
    'exact bad.elim',
  ),
  corrupting(
    'a theorem with a free universe',
    'addDecl (.thmDecl { name := `bad, levelParams := [], type := mkConst ``False, value := mkApp (mkConst ``lcProof) (mkConst ``False) })',
    'exact bad.elim',
  ),
  corrupting(
    'an opaque of another type',
    'addDecl (.opaqueDecl { name := `bad, levelParams := [], type := mkConst ``False, value := mkConst ``True.intro, isUnsafe := false, all := [`bad] })',
    'exact bad.elim',
  ),
];

const all: readonly Attack[] = [
  ...hiddenSorry,
  ...unchecked,
  ...circular,
  ...outOfPlace,
  ...code,
  ...exhausting,
  ...hostileFiles,
];

/** With their goals put in. */
export const attacks: readonly (Required<Attack> & { readonly goal: string })[] = all.map(
  ({ name, file, tactics }, i) => {
    const goal = `${1001 + i} = 0`;
    const place = (text: string): string => text.replaceAll('GOAL', goal);
    return { name, goal, file: place(file ?? 'theorem attack : GOAL := by sorry\n'), tactics: tactics.map(place) };
  },
);
