import { type Block, head, indentation, tail, textOf, topLevelMatches } from './source.ts';

/** The name of a case and of what it introduces, as in `| succ n ih =>`; the tag `_` stands for all other cases. */
export interface CaseName {
  readonly tag: string;
  readonly names: readonly string[];
}

/** A tactic, taken apart as far as it is made of tactics. `whole` is all of it as one tactic. */
export type Tactic = { readonly whole: string; readonly block: Block } & (
  | { readonly kind: 'plain' }
  /** `· …`: proves the first goal. */
  | { readonly kind: 'focus'; readonly body: Block }
  /** `case tag names => …` and `next names => …` (of the first goal): proves one goal. */
  | { readonly kind: 'case'; readonly name: CaseName; readonly body: Block }
  /** `induction … with`, `cases … with`: the head, then a proof for each alternative. */
  | {
      readonly kind: 'alternatives';
      readonly head: string;
      readonly cases: readonly { readonly names: readonly CaseName[]; readonly body: Block }[];
    }
  /** `have name : type := by …` */
  | { readonly kind: 'have'; readonly head: string; readonly name: string; readonly body: Block }
  /** `first <;> second`: the second on every goal that the first leaves. */
  | { readonly kind: 'then'; readonly first: Block; readonly second: Block }
  /** `all_goals …` */
  | { readonly kind: 'every'; readonly body: Block }
  /** `a; b` and `(a; b)` */
  | { readonly kind: 'sequence'; readonly parts: readonly Block[] }
);

/** The tactics of a block, by layout: each begins at the column of the first. */
export function tacticsOf(block: Block): Tactic[] {
  const column = indentation(block.lines[0] ?? '');
  const starts = block.lines.flatMap((line, row) => {
    const begins = indentation(line) === column && !/^\s*(?:\||<;>|[)\]}⟩]|at\b)/u.test(line);
    return row === 0 || begins ? [row] : [];
  });
  return starts.map((start, i) =>
    classify({ line: block.line + start, lines: trimmed(block.lines.slice(start, starts[i + 1])) }),
  );
}

function trimmed(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => indentation(line) >= 0) + 1);
}

function classify(block: Block): Tactic {
  const whole = textOf(block);
  const first = block.lines[0]!;
  const column = indentation(first);
  const bullet = /^(?:·|\.(?=\s))\s*/u.exec(first.slice(column));
  if (bullet) return { kind: 'focus', whole, block, body: tail(block, 0, column + bullet[0].length) };
  const named = /^(?:case\s+(?<tag>[^\s=]+)|next\b)(?<names>[^=]*)=>/u.exec(first.slice(column));
  if (named) {
    const name = { tag: named.groups?.tag ?? '', names: wordsOf(named.groups?.names ?? '') };
    return { kind: 'case', whole, block, name, body: tail(block, 0, column + named[0].length) };
  }
  return (
    alternatives(block, whole) ?? haveBy(block, whole) ?? combined(block, whole) ?? { kind: 'plain', whole, block }
  );
}

const wordsOf = (text: string): string[] => text.split(/\s+/u).filter(Boolean);

function alternatives(block: Block, whole: string): Tactic | undefined {
  if (!/^(?:induction|cases)\b/u.test(whole)) return undefined;
  const [keyword] = topLevelMatches(block, /\bwith(?=\s*(?:\||$))/u);
  if (!keyword) return undefined;
  const rest = tail(block, keyword.row, keyword.column + 'with'.length);
  const column = indentation(rest.lines[0] ?? '');
  // Alternatives begin lines, or follow `with` on its line; a `|` elsewhere belongs to a tactic within one.
  const bars = topLevelMatches(rest, /\|/u).filter(
    ({ row, column: at }) => indentation(rest.lines[row]!) === at && (row === 0 || at <= column),
  );
  const cases: { names: CaseName[]; body: Block }[] = [];
  let pending: CaseName[] = [];
  for (const [i, bar] of bars.entries()) {
    const next = bars[i + 1];
    const part = tail(next ? cut(rest, next.row) : rest, bar.row, bar.column + 1);
    const [arrow] = topLevelMatches(part, /=>/u);
    const label = arrow ? textOf(head(part, arrow.row, arrow.column)) : textOf(part);
    for (const alternative of label.split('|')) {
      const [tag = '', ...names] = wordsOf(alternative);
      pending.push({ tag: tag.replace(/^@/u, ''), names });
    }
    if (!arrow) continue;
    cases.push({ names: pending, body: tail(part, arrow.row, arrow.column + 2) });
    pending = [];
  }
  if (cases.length === 0 || pending.length > 0) return undefined;
  return { kind: 'alternatives', whole, block, head: textOf(head(block, keyword.row, keyword.column)), cases };
}

const cut = ({ line, lines }: Block, row: number): Block => ({ line, lines: lines.slice(0, row) });

function haveBy(block: Block, whole: string): Tactic | undefined {
  const name = /^have\s+(?<name>[^\s:({[⟨]+)[^:]*:/u.exec(whole)?.groups?.name;
  const [by] = topLevelMatches(block, /:=\s*by\b/u);
  if (name === undefined || name === ':' || !by) return undefined;
  const opening = head(block, by.row, by.column);
  return {
    ...{ kind: 'have', whole, block, name },
    head: `${textOf(opening)} := ?_`,
    body: tail(block, by.row, by.column + by.match[0].length),
  };
}

function combined(block: Block, whole: string): Tactic | undefined {
  const then = topLevelMatches(block, /<;>/u).at(-1);
  if (then && !/^(?:all_goals|any_goals|try|repeat|first)\b/u.test(whole)) {
    return {
      ...{ kind: 'then', whole, block },
      first: head(block, then.row, then.column),
      second: tail(block, then.row, then.column + 3),
    };
  }
  const semicolons = topLevelMatches(block, /(?<!<);(?!>)/u);
  if (semicolons.length > 0) {
    const parts: Block[] = [];
    let rest = block;
    for (const { row, column } of semicolons.toReversed()) {
      parts.unshift(tail(rest, row, column + 1));
      rest = head(rest, row, column);
    }
    return { kind: 'sequence', whole, block, parts: [rest, ...parts] };
  }
  const every = /^all_goals\s+/u.exec(whole);
  if (every)
    return { kind: 'every', whole, block, body: tail(block, 0, indentation(block.lines[0]!) + every[0].length) };
  if (/^\([\s\S]*\)$/u.test(whole) && topLevelMatches(block, /\S/u).length === 0) {
    const last = block.lines.length - 1;
    const inner = head(block, last, block.lines[last]!.lastIndexOf(')'));
    return { kind: 'sequence', whole, block, parts: [tail(inner, 0, indentation(inner.lines[0]!) + 1)] };
  }
  return undefined;
}
