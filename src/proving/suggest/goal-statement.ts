import { splitGoal } from '../../generator/state-text.ts';

/** A goal that was only printed, as a proposition that Lean can read, and the names that bring it back. */
export interface GoalStatement {
  readonly statement: string;
  /** What `intro` takes to come from the statement to the goal; `_` for names that Lean had made up. */
  readonly names: readonly string[];
}

/**
 * Binds the hypotheses of the first goal of a printed state: `n : Nat⏎h : n = n⏎⊢ p` is `∀ (n : Nat) (h : n = n), p`.
 * Printing loses things (types of literals, implicit arguments), so that Lean may refuse the statement, or read another.
 *
 * @returns `undefined` for what is no goal
 */
export function goalStatement(state: string): GoalStatement | undefined {
  const [first = ''] = state.trim().split(/\n\s*\n/);
  const parts = splitGoal(first).filter((part) => !part.startsWith('case '));
  const target = parts.pop();
  if (target === undefined || !target.startsWith('⊢')) return undefined;
  const names: (readonly string[])[] = [];
  let statement = target.slice(1).trim();
  for (const part of parts.toReversed()) {
    const binder = readHypothesis(part);
    if (binder === undefined) return undefined;
    statement =
      binder.value === undefined
        ? `∀ ${binder.isInstance ? `[${binder.type}]` : `(${binder.names.join(' ')} : ${binder.type})`}, ${statement}`
        : `let ${binder.names[0]} : ${binder.type} := ${binder.value};\n${statement}`;
    names.push(binder.names);
  }
  return { statement, names: names.reverse().flat() };
}

interface Binder {
  readonly names: readonly string[];
  readonly type: string;
  readonly value: string | undefined;
  readonly isInstance: boolean;
}

/**
 * `names : type`, or `names : type := value`. The text is foreign: no pattern that can start over at every space of a
 * long run of them.
 */
function readHypothesis(part: string): Binder | undefined {
  const colon = part.indexOf(':');
  const [before, after] = [part[colon - 1] ?? '', part[colon + 1] ?? ''];
  const rest = part.slice(colon + 1).trim();
  if (colon < 0 || before.trim() !== '' || after.trim() !== '' || rest === '') return undefined;
  const names = part.slice(0, colon).trim().split(/\s+/);
  if (names[0] === '') return undefined;
  const [type = '', ...values] = rest.split(/\s:=\s/);
  return {
    names: names.map((name) => (name.includes('✝') ? '_' : name)),
    type,
    value: values.length === 0 ? undefined : values.join(' := '),
    isInstance: names.length === 1 && names[0]!.startsWith('inst✝'),
  };
}
