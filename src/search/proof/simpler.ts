/** Simpler ways to write one tactic. Whether they still do it is for Lean to say. */
import type { Goal } from '../../data/goal.ts';

/** Most names of a list that are looked at one by one. */
const longestList = 24;
/** By how much a theorem that is applied may be longer than a search with it. */
const charactersForATheorem = 16;
/** Most facts of a goal that a theorem is applied to. */
const mostFacts = 3;

/** Texts between separators that stand in no brackets. */
function splitAt(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let place = 0; place < text.length; place++) {
    const character = text[place] ?? '';
    if ('([{⟨'.includes(character)) depth++;
    else if (')]}⟩'.includes(character)) depth--;
    else if (depth === 0 && text.startsWith(separator, place)) {
      parts.push(text.slice(start, place));
      start = place + separator.length;
    }
  }
  return [...parts, text.slice(start)];
}

interface List {
  readonly before: string;
  readonly names: readonly string[];
  readonly behind: string;
}

/** The lists that `simp`, `simp_all` and `grind` are given. */
function lists(tactic: string): readonly List[] {
  return [...tactic.matchAll(/\b(?:simp|simp_all|grind)(?: only)? \[([^[\]\n]*)\]/g)].map((match) => {
    const end = match.index + match[0].length;
    const names = match[1] ?? '';
    const start = end - 1 - names.length;
    return { before: tactic.slice(0, start - 2), names: splitAt(names, ', '), behind: tactic.slice(end) };
  });
}

const withList = ({ before, behind }: List, names: readonly string[]): string =>
  `${before}${names.length === 0 ? '' : ` [${names.join(', ')}]`}${behind}`;

/** Lists without anything, without either half, without one name. */
function shorterLists(tactic: string): readonly string[] {
  return lists(tactic).flatMap((list) => {
    const { names } = list;
    const middle = Math.ceil(names.length / 2);
    const halves = names.length > 3 ? [names.slice(0, middle), names.slice(middle)] : [];
    const singles = names.slice(0, longestList).map((_, place) => names.toSpliced(place, 1));
    return [[], ...halves, ...singles].map((kept) => withList(list, kept));
  });
}

/** One branch in place of `first | …`, and what stands in a `try` without it, or nothing in its place. */
function decided(tactic: string): readonly string[] {
  const found: string[] = [];
  for (const match of tactic.matchAll(/\bfirst \| /g)) {
    const start = match.index;
    const inBrackets = tactic[start - 1] === '(';
    const rest = tactic.slice(start + match[0].length);
    const end = inBrackets ? rest.length - splitClosed(rest).length : (rest.indexOf('\n') + 1 || rest.length + 1) - 1;
    const behind = rest.slice(end);
    for (const branch of splitAt(rest.slice(0, end), ' | '))
      found.push(tactic.slice(0, start) + branch.trim() + behind);
  }
  for (const match of tactic.matchAll(/\(try ([^()]*)\) <;> /g)) {
    found.push(tactic.replace(match[0], ''), tactic.replace(match[0], `${match[1]} <;> `));
  }
  return found;
}

/** A line that is no attempt any more; without what is proved and forgotten at once, and without a `done` and brackets that nothing hangs on. */
function plainer(tactic: string): readonly string[] {
  if (tactic.includes('\n')) return [];
  const whole = /^try \((.*)\)$/.exec(tactic)?.[1] ?? tactic;
  const unforgotten = whole.replace(/have : [^\n]*?; clear this; /, '');
  const undone = whole.replaceAll('; done', '');
  const bare = undone.replace(/(^|; )\(([^()]*)\)$/, '$1$2');
  return [unforgotten, whole, bare, undone].filter((text) => text !== tactic);
}

/** What follows the bracket that closes a text which stands behind an opening one; it included. */
function splitClosed(text: string): string {
  let depth = 0;
  for (let place = 0; place < text.length; place++) {
    if (text[place] === '(') depth++;
    else if (text[place] === ')' && depth-- === 0) return text.slice(place);
  }
  return '';
}

/** Without one of its lines; only lines at the margin stand for themselves. */
function withoutLines(tactic: string): readonly string[] {
  const lines = tactic.split('\n');
  if (lines.length < 2 || lines.some((line) => /^\s/.test(line))) return [];
  return lines.map((_, place) => lines.toSpliced(place, 1).join('\n'));
}

/** A theorem from the tactic's lists, applied to what the goal has, in place of a tactic that closes it. */
function applications(tactic: string, goal: Goal): readonly string[] {
  const theorems = [...new Set(lists(tactic).flatMap(({ names }) => names))].filter((name) =>
    /^[\p{L}_][\p{L}\p{N}_.'!?]*$/u.test(name),
  );
  const facts = goal.hypotheses
    .filter(({ isProp, name }) => isProp && !name.includes('✝'))
    .map(({ name }) => name)
    .slice(-mostFacts);
  const pairs = facts.flatMap((first) =>
    facts.filter((second) => second !== first).map((second) => `${first} ${second}`),
  );
  return theorems
    .slice(0, 6)
    .flatMap((theorem) => [`exact ${theorem} ..`, ...[...facts, ...pairs].map((given) => `exact ${theorem} ${given}`)]);
}

/** What closes a goal and is short, those first that search least. */
const closers = ['rfl', 'assumption', 'simp', 'omega', 'simp_all', 'grind'];

/** How much a tactic searches by itself: the place of the last closer in its text, or of `simp` for what evaluates. */
const searchRank = (tactic: string): number =>
  Math.max(
    /\b(?:decide|solve_by_elim|first)\b/.test(tactic) ? closers.indexOf('simp') : closers.indexOf('assumption'),
    closers.findLastIndex((closer) => new RegExp(`\\b${closer}\\b`).test(tactic)),
  );

/** Closers that search no more than the tactic does: those that say why the goal holds, and those that do not. */
const closersFor = (tactic: string): readonly (readonly string[])[] => {
  const allowed = closers.slice(0, searchRank(tactic) + 1);
  return [allowed.slice(0, 4), allowed.slice(4)];
};

/**
 * Ways to write a tactic with less, the greatest savings first. `closes` says that it leaves nothing, so that something
 * quite different may take its place. A theorem that is named in place of a search with it may take a few characters more.
 */
export function simplerTactics(tactic: string, goals: readonly Goal[], closes: boolean): readonly string[] {
  const [goal] = goals;
  const [plain = [], searching = []] = closersFor(tactic);
  const applied = closes && goal !== undefined ? applications(tactic, goal) : [];
  const all = [
    ...(tactic.startsWith('unhygienic ') ? [tactic.slice('unhygienic '.length)] : []),
    ...plainer(tactic),
    ...decided(tactic),
    ...withoutLines(tactic),
    ...(closes ? plain : []),
    ...applied,
    ...(closes ? searching : []),
    ...shorterLists(tactic),
  ];
  return [...new Set(all)].filter((text) => {
    const allowed = applied.includes(text) ? charactersForATheorem : 0;
    return text !== '' && text.length < tactic.length + allowed;
  });
}
