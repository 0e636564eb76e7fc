import type { OpenFile } from '../../proving/index.ts';

/** A theorem of a document, or another declaration that holds a `sorry`, for a tree. Lines and columns are 1-based. */
export interface TheoremRow {
  readonly name: string;
  /** `theorem`, `def`, …; empty where Lean made nothing of it. */
  readonly kind: string;
  /** Absent where the text does not show it: a macro has made the theorem. */
  readonly line?: number;
  /** `complete`: nothing in it is left to be proved; `open`: a `sorry` is; `broken`: Lean has an error in it. */
  readonly state: 'complete' | 'open' | 'broken';
  /** The first line of the error. */
  readonly message?: string;
  readonly sorries: readonly { readonly line: number; readonly column: number; readonly goals: readonly string[] }[];
}

/** The theorems that a file declares and what else holds a `sorry`, in the order of the text. */
export function theoremsOf({ text, theorems, declarations, errors }: OpenFile): TheoremRow[] {
  const held = declarations.map(
    ({ name, kind, line, sorries, error }): TheoremRow => ({
      name,
      kind,
      line,
      state: error === undefined ? 'open' : 'broken',
      ...(error !== undefined && { message: firstLine(error.text) }),
      sorries: sorries.map(({ range: { start }, goals }) => ({
        line: start.line,
        column: start.column + 1,
        goals: goals.map(({ pretty }) => pretty),
      })),
    }),
  );
  const known = new Set(held.map(({ name }) => name));
  const lines = writtenAt(text, theorems);
  const starts = [...lines.values()].toSorted((a, b) => a - b);
  const whole = theorems
    .filter((name) => !known.has(name))
    .map((name): TheoremRow => {
      const line = lines.get(name);
      const next = starts.find((start) => line !== undefined && start > line) ?? Number.POSITIVE_INFINITY;
      const error = errors.find(({ position }) => line !== undefined && position.line >= line && position.line < next);
      const state = error === undefined ? 'complete' : 'broken';
      const message = error && { message: firstLine(error.text) };
      return { name, kind: 'theorem', ...(line !== undefined && { line }), state, ...message, sorries: [] };
    });
  return [...held, ...whole].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** The lines on which theorems are written: Lean says which there are, in order, and the text where. */
function writtenAt(text: string, theorems: readonly string[]): ReadonlyMap<string, number> {
  const written = writtenTheorems(text);
  const lines = new Map<string, number>();
  let from = 0;
  for (const name of theorems) {
    const place = written.findIndex(({ short }, at) => at >= from && (name === short || name.endsWith(`.${short}`)));
    if (place < 0) continue;
    from = place;
    lines.set(name, written[place]!.line);
  }
  return lines;
}

interface WrittenTheorem {
  /** Whatever part of the full name its namespaces leave. */
  readonly short: string;
  /** 1-based. */
  readonly line: number;
}

/** In one pass, since a text may be long. */
function writtenTheorems(text: string): readonly WrittenTheorem[] {
  let line = 1;
  let counted = 0;
  return [...text.matchAll(/\b(?:theorem|lemma)\s+([^\s:({[⦃]+)/gu)].map((match) => {
    line += text.slice(counted, match.index).split('\n').length - 1;
    counted = match.index;
    return { short: match[1]!.replace(/^_root_\./, '').replaceAll(/[«»]/g, ''), line };
  });
}

const firstLine = (text: string): string => text.split('\n', 1)[0]!;
