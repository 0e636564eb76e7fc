import type { BenchmarkTheorem, FileOption } from '../../data/benchmark/benchmark.ts';

/** A Lean file that an export writes: its text with `sorry`s, and the proofs that go into them. */
export interface ExportSource {
  /** Relative, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly options: readonly FileOption[];
  readonly proofs: readonly { readonly theorem: string; readonly index: number; readonly script: readonly string[] }[];
}

/** A theorem with its proof. */
export interface ProvedTheorem {
  readonly theorem: BenchmarkTheorem;
  readonly script: string;
}

/**
 * One file for each source file; theorems of the library are stated through the type of the constant, one file for
 * each module, which imports that module.
 */
export function exportSources(proved: readonly ProvedTheorem[]): ExportSource[] {
  const bySource = Map.groupBy(proved, ({ theorem }) =>
    theorem.kind === 'sorry' ? `${theorem.fileName}\n${theorem.text}` : theorem.module,
  );
  return [...bySource.values()].flatMap((members) => {
    const first = members[0]!.theorem;
    if (first.kind === 'library') return [librarySource(first.module, members)];
    if (first.kind !== 'sorry') return [];
    const { text, options = [] } = first;
    return [{ path: pathOf(first), text, options, proofs: members.flatMap(sorryProof) }];
  });
}

/** Theorems of JSONL name where they come from; those of Lean files lie where they lay. */
const pathOf = ({ module, fileName }: Extract<BenchmarkTheorem, { kind: 'sorry' }>): string =>
  module.endsWith('.lean') ? module : fileName;

const sorryProof = ({ theorem, script }: ProvedTheorem): ExportSource['proofs'] =>
  theorem.kind === 'sorry' ? [{ theorem: theorem.id, index: theorem.index, script: script.split('\n') }] : [];

function librarySource(module: string, members: readonly ProvedTheorem[]): ExportSource {
  const examples = members.map(
    ({ theorem }) => `/-- \`${theorem.id}\` -/\nexample : type_of% @${theorem.id} := by sorry\n`,
  );
  return {
    path: `${module.replaceAll('.', '/')}.lean`,
    text: `import ${module}\n\n${examples.join('\n')}`,
    options: [],
    proofs: members.map(({ theorem, script }, index) => ({ theorem: theorem.id, index, script: script.split('\n') })),
  };
}
