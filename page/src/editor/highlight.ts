import { HighlightStyle } from '@codemirror/language';
import { classHighlighter, highlightCode, tags } from '@lezer/highlight';
import { element } from '../dom.ts';
import { lean4 } from './lean-mode.ts';

/** Colours of code; the variables are set once for light and once for dark. */
export const leanColours = HighlightStyle.define([
  { tag: [tags.definitionKeyword, tags.controlKeyword], color: 'var(--code-keyword)' },
  { tag: tags.keyword, color: 'var(--code-tactic)' },
  { tag: tags.typeName, color: 'var(--code-type)' },
  { tag: [tags.string, tags.number], color: 'var(--code-literal)' },
  { tag: tags.comment, color: 'var(--code-comment)', fontStyle: 'italic' },
  { tag: tags.meta, color: 'var(--code-keyword)' },
  { tag: tags.operator, color: 'var(--code-operator)' },
  { tag: tags.invalid, color: 'var(--code-sorry)', fontWeight: '600' },
]);

/** Lean text in colours, outside of an editor. */
export function leanCode(text: string, name: 'pre' | 'code' = 'pre'): HTMLElement {
  const place = element(name, { className: 'lean' });
  highlightCode(
    text,
    lean4.parser.parse(text),
    classHighlighter,
    (part, classes) => place.append(classes === '' ? part : element('span', { className: classes }, part)),
    () => place.append('\n'),
  );
  return place;
}
