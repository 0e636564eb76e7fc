import type { NameSource } from '../../names.ts';
import type { Term } from '../../term/term.ts';
import { isWritable } from '../../term/walk.ts';

/**
 * The `rcases` pattern that takes a proposition apart as far as its conjunctions, disjunctions and existentials go;
 * `undefined` where there is nothing to take apart.
 */
export function pattern(type: Term, names: NameSource): string | undefined {
  const [left, right] = type.parts;
  if (type.kind === 'operator' && left !== undefined && right !== undefined) {
    if (type.head === '∧') return `⟨${[part(left, names), ...sequence(right, '∧', names)].join(', ')}⟩`;
    if (type.head === '∨') return `(${[part(left, names), ...sequence(right, '∨', names)].join(' | ')})`;
    if (type.head === '↔') return `⟨${names.next('h')}, ${names.next('h')}⟩`;
  }
  const body = existentialBody(type);
  if (body === undefined) return undefined;
  const bound = type.bound.map((variable) => names.next(isWritable(variable) ? variable : 'x'));
  return `⟨${[...bound, ...sequence(body, '∧', names)].join(', ')}⟩`;
}

const part = (type: Term, names: NameSource): string => pattern(type, names) ?? names.next('h');

/** The parts of a chain of one operator (existentials continue a conjunction), each as a pattern of its own. */
function sequence(type: Term, operator: '∧' | '∨', names: NameSource): readonly string[] {
  const [left, right] = type.parts;
  if (type.kind === 'operator' && type.head === operator && left !== undefined && right !== undefined) {
    return [part(left, names), ...sequence(right, operator, names)];
  }
  const body = operator === '∧' ? existentialBody(type) : undefined;
  if (body === undefined) return [part(type, names)];
  return [
    ...type.bound.map((variable) => names.next(isWritable(variable) ? variable : 'x')),
    ...sequence(body, '∧', names),
  ];
}

/** The body of a plain existential: a bounded one (`∃ x > 0, …`) has a part more than it shows. */
const existentialBody = (type: Term): Term | undefined =>
  type.kind === 'binder' && type.head === '∃' && !/^∃ \S+ [<>≤≥∈]/u.test(type.text) ? type.parts.at(-1) : undefined;
