/** The theorems of a project, read off the traces of its modules: which can be a benchmark, and what their proofs use. */
import type { PlacedTheorem } from '../../../data/benchmark/project-manifest.ts';
import type { ModuleNode } from '../../../lean/index.ts';
import type { ModuleTrace } from '../../extract/module-trace.ts';

export interface ProjectTheorem extends PlacedTheorem {
  readonly module: string;
  /** Full names of the constants that its proof names, and of the theorems that tactics found. */
  readonly premises: readonly string[];
}

export interface ProjectTheorems {
  readonly theorems: readonly ProjectTheorem[];
  /** Theorems that Lean knows, those that are left out included. */
  readonly listed: number;
  /** How many were left out, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
}

type Declared = ModuleTrace['declared'][number];

/** Modules in the order of their imports. */
export function projectTheorems(traces: readonly ModuleTrace[], nodes: readonly ModuleNode[]): ProjectTheorems {
  const texts = new Map(nodes.map(({ module, text }) => [module, text]));
  const theorems: ProjectTheorem[] = [];
  const excluded = new Map<string, number>();
  const known = new Set<string>();
  let listed = 0;
  for (const trace of traces) {
    const { module, declared } = trace;
    const lines = (texts.get(module) ?? '').split('\n');
    const uses = usesByTheorem(trace);
    for (const each of declared.filter(({ kind }) => kind === 'theorem')) {
      listed++;
      const reason = reasonToExclude(each, lines, known);
      if (reason === undefined && each.body !== undefined) {
        const { name, start, body, end } = each;
        known.add(name);
        const place = { start: pair(start), proof: pair(body), end: pair(end) };
        theorems.push({ name, module, ...place, premises: uses.get(name) ?? [] });
      } else excluded.set(reason ?? 'generated', (excluded.get(reason ?? 'generated') ?? 0) + 1);
    }
  }
  return { theorems, listed, excluded: Object.fromEntries([...excluded].toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

function reasonToExclude(declared: Declared, lines: readonly string[], known: ReadonlySet<string>): string | undefined {
  const { name, start, body, end, isPrivate } = declared;
  if (body === undefined) return isWritten(name, textBetween(lines, start, end)) ? 'mutual' : 'generated';
  if (!isWritten(name, textBetween(lines, start, body))) return 'generated';
  if (isPrivate) return 'private';
  if (known.has(name)) return 'in-another-module-already';
  return /\bsorry\b/.test(textBetween(lines, body, end)) ? 'unproved' : undefined;
}

/** Does the text state this theorem, and not one that an attribute has made from it? */
function isWritten(name: string, text: string): boolean {
  const [, written = ''] = /(?:theorem|lemma)\s+((?:«[^»]*»|[^\s«:({[⦃.]|\.(?!\{))+)/u.exec(text) ?? [];
  const plain = written.replace(/^_root_\./, '');
  return plain !== '' && (name === plain || name.endsWith(`.${plain}`));
}

function usesByTheorem({ proofs }: ModuleTrace): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, Set<string>>();
  for (const { theorem, steps } of proofs) {
    const found = uses.get(theorem) ?? new Set<string>();
    for (const step of steps) for (const { name } of step.uses) if (name !== theorem) found.add(name);
    uses.set(theorem, found);
  }
  return new Map([...uses].map(([theorem, names]) => [theorem, [...names]]));
}

export interface LinePlace {
  readonly line: number;
  readonly column: number;
}

const pair = ({ line, column }: LinePlace): [number, number] => [line, column];

/** The text from one place to another; columns count code points. */
export function textBetween(lines: readonly string[], start: LinePlace, end: LinePlace): string {
  const part = lines.slice(start.line - 1, end.line);
  const last = part.length - 1;
  return part
    .map((line, i) => {
      const points = [...line];
      return points.slice(i === 0 ? start.column : 0, i === last ? end.column : points.length).join('');
    })
    .join('\n');
}
