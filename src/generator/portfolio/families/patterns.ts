import type { NameSource } from '../names.ts';
import type { Term } from '../term/term.ts';
import { isWritable } from '../term/walk.ts';

/**
 * The `rcases` pattern that takes a proposition apart as far as its conjunctions, disjunctions and existentials go;
 * `name` is used where there is nothing to take apart.
 */
export function pattern(type: Term, name: string, names: NameSource): string {
  const [left, right] = type.parts;
  if (type.kind === 'operator' && left !== undefined && right !== undefined) {
    if (type.head === '∧') return `⟨${pattern(left, names.next('h'), names)}, ${inner(right, '∧', names)}⟩`;
    if (type.head === '∨') return `(${pattern(left, names.next('h'), names)} | ${inner(right, '∨', names)})`;
    if (type.head === '↔') return `⟨${names.next('h')}, ${names.next('h')}⟩`;
  }
  if (type.kind === 'binder' && type.head === '∃') {
    const body = type.parts.at(-1);
    const bound = type.bound.map((variable) => names.next(isWritable(variable) ? variable : 'x'));
    if (body !== undefined && !/^∃ \S+ [<>≤≥∈]/u.test(type.text)) {
      return `⟨${[...bound, inner(body, '∧', names)].join(', ')}⟩`;
    }
  }
  return name;
}

/** The last part of a pattern, without brackets of its own where it continues the same operator. */
function inner(type: Term, operator: '∧' | '∨', names: NameSource): string {
  const text = pattern(type, names.next('h'), names);
  const continues = type.kind === 'operator' && type.head === operator;
  return continues || (operator === '∧' && type.kind === 'binder') ? text.slice(1, -1) : text;
}
