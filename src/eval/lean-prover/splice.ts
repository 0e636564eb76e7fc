import type { SorryInfo } from '../../lean/index.ts';
import { renderScript, type Script } from '../../search/index.ts';

/**
 * The text of a file with a script in place of one of its `sorry`s, laid out as a person would: a script of one line
 * stays on the line, a longer one goes below `by`, two columns further in than what the line begins with.
 */
export function spliceScript(text: string, sorry: Pick<SorryInfo, 'range' | 'position'>, script: Script): string {
  const bytes = Buffer.from(text);
  const before = bytes.toString('utf8', 0, sorry.range.start.byte);
  const after = bytes.toString('utf8', sorry.range.stop.byte);
  const by = sorry.position === 'term' ? 'by ' : '';
  if (script.length === 1) return `${before}${by}${script[0]}${after}`;
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const opensBlock = sorry.position === 'term' || /\bby\s*$/.test(line);
  if (!opensBlock) {
    const column = [...line].length;
    return `${before}${renderScript(script, column).trimStart()}${after}`;
  }
  // Bullets and case arrows do not indent: what counts is where the first term or tactic after them begins.
  const margin = [...(/^[\s·.]*/.exec(line)?.[0] ?? '')].length + 2;
  const head = sorry.position === 'term' ? `${before}by` : before.trimEnd();
  return `${head}\n${renderScript(script, margin)}${after}`;
}
