/** What can be read off the text of a tactic without Lean. */

/** Identifiers, dotted ones whole, in the order of the text; words of the syntax are among them. */
export const identifiers = (text: string): readonly string[] => text.match(identifier) ?? [];

const identifier = /[\p{L}_][\p{L}\p{N}_'!?₀-₉ₐ-ₜ]*(?:\.[\p{L}_][\p{L}\p{N}_'!?₀-₉ₐ-ₜ]*)*/gu;

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '⟨': '⟩' };
const closers = new Set(Object.values(closing));

/** A character in quotes; elsewhere a quote is part of a name. */
const quotedCharacter = /'(?:[^'\\\n]|\\[^\n]{1,9}?)'/y;

/** The place behind the string, quoted name, character or comment that begins here; here, if none does; -1 if it does not end. */
function behindOpaque(text: string, start: number): number {
  const endsWith = (end: string): number => {
    const place = text.indexOf(end, start + 1);
    return place < 0 ? -1 : place + end.length;
  };
  if (text[start] === '"') {
    for (let place = start + 1; place < text.length; place++) {
      if (text[place] === '"') return place + 1;
      if (text[place] === '\\') place++;
    }
    return -1;
  }
  if (text[start] === '«') return endsWith('»');
  if (text.startsWith('/-', start)) return endsWith('-/');
  if (text.startsWith('--', start)) return text.indexOf('\n', start) < 0 ? text.length : endsWith('\n');
  quotedCharacter.lastIndex = start;
  return quotedCharacter.test(text) ? quotedCharacter.lastIndex : start;
}

/** Is this text cut short or mangled: a bracket, a string or a comment that does not begin or end where it should? */
export function isBroken(text: string): boolean {
  const expected: string[] = [];
  for (let place = 0; place < text.length; ) {
    const behind = behindOpaque(text, place);
    if (behind < 0) return true;
    if (behind > place) {
      place = behind;
      continue;
    }
    const character = text[place++] ?? '';
    const closer = closing[character];
    if (closer !== undefined) expected.push(closer);
    else if (closers.has(character) && expected.pop() !== character) return true;
  }
  return expected.length > 0;
}

/** Where a failure of one part need not be a failure of the whole. */
const forgiving = /\b(?:first|try|any_goals|repeat|iterate|solve|or_else)\b|<\|>/;
/** What may give names to things. */
const binding =
  /\b(?:fun|intro|intros|rintro|obtain|rcases|have|let|set|suffices|generalize|next|case|with|rename_i|cases|induction|match|show|by_cases|at|using|do|for|ext|funext)\b|[λ∀∃Σ∃!↦]|=>|:=|\?/;

/** Can the tactic do without one of its parts? */
export const isForgiving = (tactic: string): boolean => forgiving.test(tactic);

/** Does the tactic fail whenever one of the names in it is unknown, and are all of its names given from outside? */
export const needsItsNames = (tactic: string): boolean => !isForgiving(tactic) && !binding.test(tactic);

/** Tactics that look at the target and at what they name, and at no other hypothesis. */
const targetOnly =
  /^(?:rfl|decide|constructor|left|right|ext|congr|split|norm_num|(?:exact|apply|refine|rw|unfold|simp|simp only|dsimp|dsimp only)\b[^*]*|exists\b.*)$/su;

/** Is what the tactic does decided by the target and the names in the tactic alone? */
export const looksAtTargetOnly = (tactic: string): boolean =>
  targetOnly.test(tactic) && !/\bat\b|\bby\b|;|\n|<;>|\bassumption\b|\b(?:simp_all|omega|grind)\b|‹/.test(tactic);
