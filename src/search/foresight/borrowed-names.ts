/**
 * Which names a tactic must be given from outside, read off its text. Only texts of a plain form are read: those whose every
 * tactic is one of a list, and whose terms hold nothing that might bind a name in a way that is not known here. Of everything
 * else nothing is said.
 */
import { identifiers } from './text.ts';

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Tactics whose words are names that are there before. */
const referring = wordsOf(
  `exact apply refine rw rwa erw simp simpa simp_all simp_arith dsimp grind unfold delta cases induction fun_induction fun_cases
   constructor rfl eq_refl omega decide assumption contradiction subst subst_vars specialize symm trivial left right split exfalso
   congr ac_rfl exact_mod_cast norm_cast exists clear revert and_intros infer_instance focus skip done`,
);
/** Tactics whose words may be names that they give: all of them are taken for such. */
const naming = wordsOf(
  `intro intros rintro ext funext obtain rcases have by_cases generalize rename_i next case injection injections by_contra`,
);
/** Names that these give where nobody wrote any. */
const impliedNames = 'this h';
const wordsBetween = wordsOf('only at using generalizing with');

/**
 * Where a failure of one part need not be a failure of the whole, and syntax that binds names in a way of its own.
 */
const unreadable = new RegExp(
  `(?<![\\p{L}_.])(?:first|try|any_goals|all_goals|repeat|repeat1|iterate|solve|solve_by_elim|conv|calc|match|nomatch|if|let|do|
   open|set_option|suffices|show|from|then|else|for|in|termination_by|decreasing_by|where)(?![\\p{L}\\p{N}_])|<\\|>|--|/-|(?<![\\p{L}\\p{N}_'!?₀-₉ₐ-ₜ])'`
    .split(/\s*\n\s*/)
    .join(''),
  'u',
);
/** What a term may be made of. */
const plain = /^[\p{L}\p{N}_'!?₀-₉ₐ-ₜ.,:=()[\]⟨⟩@*←↑↓⊢∧∨¬<>≤≥≠∣∈∉∘×∪∩▸+\-/^\s]*$/u;
/** A function's variables, up to its body. */
const variables = /(?<![\p{L}_.])(?:fun|λ)(?![\p{L}\p{N}_])([^=↦|;\n]*)(?:=>|↦)/gu;
/** `cases h : x` and the like. */
const namesEquation = /^\s*(?:cases|induction)\b.* : /;
/** Names come about that nobody wrote. */
const unhygienic = /(?<![\p{L}_.])unhygienic\s+/gu;
const argumentName = /\([\p{L}_][\p{L}\p{N}_']* := /gu;
/** Names but those behind a dot, a question mark, a number, or the sign of an option. */
const name = /(?<![\p{L}\p{N}_'!?₀-₉ₐ-ₜ.+-])[\p{L}_][\p{L}\p{N}_'!?₀-₉ₐ-ₜ]*(?:\.[\p{L}_][\p{L}\p{N}_'!?₀-₉ₐ-ₜ]*)*/gu;
/** What may stand in front of a tactic, and the tactic up to the next. */
const step =
  /(<;>|;|\n|·|(?<![\p{L}\p{N}_.])by(?![\p{L}\p{N}_]))((?:(?!<;>|[;\n·]|(?<![\p{L}\p{N}_.])by(?![\p{L}\p{N}_]))[\s\S])*)/gu;

/**
 * The names each of which must be a constant or a hypothesis, or the tactic fails whatever else holds. `undefined` where the
 * text is not of the plain form.
 */
export function borrowedNames(tactic: string): readonly string[] | undefined {
  if (unreadable.test(tactic)) return undefined;
  const given = new Set<string>();
  const give = (text: string): void => {
    for (const each of identifiers(text)) given.add(rootOf(each));
  };
  const isUnhygienic = tactic.includes('unhygienic');
  const bare = tactic
    .replaceAll(unhygienic, '')
    .replaceAll(variables, (_, names: string) => {
      give(names);
      return ' ';
    })
    .replaceAll(/\|([^|=;]*)=>/g, (_, pattern: string) => {
      give(pattern);
      return ' ; ';
    })
    .replaceAll(argumentName, '(');
  const borrowed = new Set<string>();
  /** Those of the first tactic: nothing has given names before it. */
  let first: ReadonlySet<string> | undefined;
  for (const [, before, text = ''] of `;${bare}`.matchAll(step)) {
    // What stands behind `<;>` is not run where no goal is left for it.
    const isConditional = before === '<;>';
    const [head] = identifiers(text);
    if (head === undefined && /^[\s()]*$/.test(text)) continue;
    if (head === undefined || !(referring.has(head) || naming.has(head))) return undefined;
    let term = text.slice(text.indexOf(head) + head.length);
    if (naming.has(head)) {
      const [pattern = '', ...value] = term.split(':=');
      give(`${pattern} ${impliedNames}`);
      term = value.join(':=');
    } else if (namesEquation.test(text)) give(text);
    if (!plain.test(term) || /=>|\bfun\b/.test(term)) return undefined;
    for (const each of term.match(name) ?? []) if (!isConditional && !wordsBetween.has(each)) borrowed.add(each);
    first ??= new Set(borrowed);
    if (isConditional) break;
  }
  const isFree = (each: string): boolean =>
    each !== '_' && !given.has(rootOf(each)) && (!isUnhygienic || isQualified(each) || first?.has(each) === true);
  return [...borrowed].filter(isFree);
}

/** Is the name one of a namespace within a namespace? No hypothesis is called so, whoever named it. */
const isQualified = (each: string): boolean => /^\p{Lu}[^.]*\.\p{Lu}/u.test(each);

/** What is in front of the first dot. */
export const rootOf = (dotted: string): string => dotted.split('.', 1)[0] ?? '';
