/** What is said of a program's result, taken apart and put together again as text. */
import type { Term } from '../../term/term.ts';
import { argument, operands } from '../../term/walk.ts';

/** The parts of a conjunction. */
export function conjuncts(statement: Term): readonly Term[] {
  const sides = operands(statement, '∧');
  return sides === undefined ? [statement] : sides.flatMap(conjuncts);
}

/** The text with a name in place of a term, with the term's brackets. */
export function replaceTerm(text: string, term: Term, name: string): string {
  if (term.kind === 'atom')
    return text.replace(new RegExp(`(?<![\\p{L}\\p{N}_.'])${term.text}(?![\\p{L}\\p{N}_'])`, 'gu'), name);
  return text.replaceAll(argument(term), name).replaceAll(term.text, name);
}

/** With later lines further in than any line of a tactic. */
export const indented = (text: string): string => text.replaceAll('\n', '\n      ');
