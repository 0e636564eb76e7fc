/** Compiles the modules that are not in the cache yet, in the order of their imports, several at a time. */
import type { ModuleList } from '../../embedded/image/restore.ts';
import type { Message } from '../../protocol.ts';
import { nameParts } from '../header.ts';
import type { Artifacts, ModuleRecord } from './artifacts.ts';
import type { Compiler } from './compiler.ts';
import { closure, type ImportGraph, type ModuleNode } from './graph.ts';

export type ModuleOutcome =
  /** `cached`: it was there before. Where there are errors, what they do not concern is compiled all the same. */
  | { readonly kind: 'compiled'; readonly cached: boolean; readonly record: ModuleRecord }
  /** Nothing came of it: its errors, or how Lean was lost over it. */
  | { readonly kind: 'failed'; readonly errors: readonly Message[]; readonly message: string }
  /** It imports, itself or by others, a module of which nothing came. */
  | { readonly kind: 'blocked'; readonly by: string };

export type BuildEvent =
  | { readonly kind: 'build-started'; readonly total: number; readonly cached: number }
  | { readonly kind: 'module-started'; readonly module: string }
  | {
      readonly kind: 'module-finished';
      readonly module: string;
      readonly file: string;
      readonly outcome: ModuleOutcome;
    };

export interface BuildOptions {
  readonly graph: ImportGraph;
  readonly artifacts: Artifacts;
  readonly compiler: Compiler;
  /** Instances at a time. */
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: BuildEvent) => void;
}

export type BuildResult = ReadonlyMap<string, ModuleOutcome>;

/** Times that a module may lose its instance. */
const patience = 2;

/** By module; modules that were not reached before the signal are absent. */
export async function build(options: BuildOptions): Promise<BuildResult> {
  const { graph, artifacts, compiler, signal, onEvent } = options;
  const nodes = new Map(graph.nodes.map((node) => [node.module, node]));
  const outcomes = new Map<string, ModuleOutcome>();
  for (const { module, key } of graph.nodes) {
    const record = artifacts.record(key);
    if (record !== undefined) outcomes.set(module, { kind: 'compiled', cached: true, record });
  }
  onEvent({ kind: 'build-started', total: nodes.size, cached: outcomes.size });
  const urgency = urgencies(graph.nodes);
  const pending = new Set(graph.nodes.filter(({ module }) => !outcomes.has(module)));

  const finish = (node: ModuleNode, outcome: ModuleOutcome): void => {
    outcomes.set(node.module, outcome);
    onEvent({ kind: 'module-finished', module: node.module, file: node.file, outcome });
  };
  /** The next module whose imports are there, the one on which the longest chain of work depends. */
  const next = (): ModuleNode | undefined => {
    for (const node of pending) {
      const by = node.imports.find((each) => isLost(outcomes.get(each)));
      if (by === undefined) continue;
      pending.delete(node);
      const cause = outcomes.get(by);
      finish(node, { kind: 'blocked', by: cause?.kind === 'blocked' ? cause.by : by });
    }
    const ready = [...pending].filter((node) => node.imports.every((each) => outcomes.has(each)));
    const chosen = ready.sort((a, b) => (urgency.get(b.module) ?? 0) - (urgency.get(a.module) ?? 0))[0];
    if (chosen !== undefined) pending.delete(chosen);
    return chosen;
  };

  /** Places that found nothing ready wait for what the others finish. */
  let wake = Promise.withResolvers<void>();
  let busy = 0;
  const work = async (place: number): Promise<void> => {
    const output = artifacts.workFolder(`build-${process.pid}-${place}`);
    while (!signal.aborted) {
      const node = next();
      if (node === undefined) {
        if (pending.size === 0 || busy === 0) break;
        await wake.promise;
        continue;
      }
      busy++;
      onEvent({ kind: 'module-started', module: node.module });
      const outcome = await compileOne(node, place, output);
      busy--;
      if (!signal.aborted) finish(node, outcome);
      wake.resolve();
      wake = Promise.withResolvers();
    }
    artifacts.discard(output);
  };

  const compileOne = async (node: ModuleNode, place: number, output: string): Promise<ModuleOutcome> => {
    const modules: ModuleList = closure(nodes, node.module).flatMap(({ module, key }) => artifacts.files(key, module));
    const { module, text, file, options: settings } = node;
    let message = '';
    for (let attempt = 1; attempt <= patience && !signal.aborted; attempt++) {
      const out = artifacts.prepare(output, node.key);
      const params = { text, fileName: file, module: [...nameParts(module)], out, options: [...settings] };
      const answer = await compiler.compile(place, output, { modules, params });
      if (answer.kind === 'lost') {
        message = answer.message;
        continue;
      }
      const { written, messages: errors, unproved } = answer.result;
      if (!written) return { kind: 'failed', errors, message: errors[0]?.text ?? 'nothing was written' };
      const record: ModuleRecord = { module, errors, unproved, milliseconds: answer.milliseconds };
      artifacts.keep(output, node.key, record);
      return { kind: 'compiled', cached: false, record };
    }
    return { kind: 'failed', errors: [], message: `Lean was lost over it: ${message}` };
  };

  const stop = (): void => {
    compiler.close();
    wake.resolve();
  };
  signal.addEventListener('abort', stop, { once: true });
  const places = Math.min(options.workers, pending.size);
  await Promise.all(Array.from({ length: places }, (_, place) => work(place)));
  signal.removeEventListener('abort', stop);
  return outcomes;
}

const isLost = (outcome: ModuleOutcome | undefined): boolean => outcome !== undefined && outcome.kind !== 'compiled';

/** The work that waits for each module, by the length of texts: its own and the longest chain of those that import it. */
function urgencies(nodes: readonly ModuleNode[]): ReadonlyMap<string, number> {
  const urgency = new Map<string, number>();
  for (const { module, imports, text } of nodes.toReversed()) {
    const own = (urgency.get(module) ?? 0) + text.length;
    urgency.set(module, own);
    for (const each of imports) urgency.set(each, Math.max(urgency.get(each) ?? 0, own));
  }
  return urgency;
}
