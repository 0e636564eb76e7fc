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
  const names: string[] = [];
  let statement = target.slice(1).trim();
  for (const part of parts.toReversed()) {
    const binder = readHypothesis(part);
    if (binder === undefined) return undefined;
    statement =
      binder.value === undefined
        ? `∀ ${binder.isInstance ? `[${binder.type}]` : `(${binder.names.join(' ')} : ${binder.type})`}, ${statement}`
        : `let ${binder.names[0]} : ${binder.type} := ${binder.value};\n${statement}`;
    names.unshift(...binder.names);
  }
  return { statement, names };
}

interface Binder {
  readonly names: readonly string[];
  readonly type: string;
  readonly value: string | undefined;
  readonly isInstance: boolean;
}

function readHypothesis(part: string): Binder | undefined {
  const match = /^(?<names>[^:]+?)\s+:\s+(?<rest>[\s\S]+)$/.exec(part);
  if (match?.groups === undefined) return undefined;
  const { names = '', rest = '' } = match.groups;
  const [type = '', ...values] = rest.split(/\s:=\s/);
  const all = names.split(/\s+/);
  return {
    names: all.map((name) => (name.includes('✝') ? '_' : name)),
    type,
    value: values.length === 0 ? undefined : values.join(' := '),
    isInstance: all.length === 1 && /^inst✝/.test(names),
  };
}
