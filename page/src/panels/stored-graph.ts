import type { ProofTrace, TraceEdge } from '../../../src/data/proof-trace.ts';
import type { GraphChange, LiveStep, NodeDetails, TriedTactic } from '../../../src/doors/live/messages.ts';
import { GraphModel } from '../graph/model.ts';

/** Bytes of an unpacked graph, and goals of it, that are taken at most. */
const most = { bytes: 128 * 2 ** 20, nodes: 20_000 };

/** A proof graph of a run: base64 of zlib-packed JSON. */
export async function unpack(packed: string): Promise<ProofTrace> {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most.bytes) {
      await reader.cancel();
      throw new Error('The graph is too large for the page.');
    }
    parts.push(value as Uint8Array<ArrayBuffer>);
  }
  const trace: unknown = JSON.parse(await new Blob(parts).text());
  if (!isTrace(trace)) throw new Error('What is stored there is no proof graph.');
  return trace;
}

function isTrace(value: unknown): value is ProofTrace {
  const { roots, nodes, edges } = (value ?? {}) as Partial<ProofTrace>;
  return (
    Array.isArray(roots) &&
    Array.isArray(nodes) &&
    Array.isArray(edges) &&
    nodes.every(({ id, state }, place) => id === place && typeof state === 'string') &&
    edges.every(
      ({ from, tactic, children }) =>
        Number.isSafeInteger(from) && typeof tactic === 'string' && Array.isArray(children),
    )
  );
}

const accepted = ({ outcome }: TraceEdge): boolean => outcome === 'proved' || outcome === 'progress';
const targetOf = (state: string): string =>
  (/⊢[^⊢]*/.exec(state)?.[0] ?? state).replaceAll(/\s+/g, ' ').slice(1, 160).trim();

/** The graph of an attempt as the page draws it, with all that is known of each goal. */
export class StoredGraph {
  readonly model = new GraphModel();
  /** Goals that are not shown, because there are too many. */
  readonly left: number;
  readonly #trace: ProofTrace;
  readonly #edges: ReadonlyMap<number, readonly TraceEdge[]>;

  constructor(trace: ProofTrace) {
    this.#trace = trace;
    this.#edges = Map.groupBy(trace.edges, ({ from }) => from);
    const nodes = trace.nodes.slice(0, most.nodes);
    this.left = trace.nodes.length - nodes.length;
    const shown = new Set(nodes.map(({ id }) => id));
    const change: GraphChange = {
      nodes: nodes.map(({ id, state, score }) => ({
        id,
        target: targetOf(state),
        goals: goalsIn(state),
        score,
        depth: 0,
      })),
      steps: trace.edges.flatMap((edge): LiveStep[] =>
        accepted(edge) && shown.has(edge.from)
          ? [{ from: edge.from, tactic: edge.tactic, targets: edge.children.filter((child) => shown.has(child)) }]
          : [],
      ),
      marks: nodes.map(({ id, status }) => [id, status, this.#edges.get(id)?.length ?? 0] as const),
    };
    this.model.apply(change);
    this.model.markProof(
      trace.edges.filter(({ inProof }) => inProof).map(({ from, tactic }) => ({ node: from, tactic })),
    );
  }

  details(id: number): NodeDetails | undefined {
    const node = this.#trace.nodes.find((each) => each.id === id);
    if (node === undefined) return undefined;
    const tried = (this.#edges.get(id) ?? []).map(
      ({ tactic, logProbability, outcome, children, micros, message }): TriedTactic => ({
        tactic,
        logProbability,
        outcome,
        targets: children,
        micros,
        ...(message !== undefined && { message }),
      }),
    );
    const after: string[] = [];
    const seen = new Set<number>();
    for (
      let at = this.model.get(id);
      at?.origin !== undefined && !seen.has(at.id);
      at = this.model.get(at.origin.step.from)
    ) {
      seen.add(at.id);
      after.unshift(at.origin.step.tactic);
    }
    return {
      id,
      state: node.state,
      status: node.status,
      score: node.score,
      after,
      tried: tried.slice(0, 1000),
      left: Math.max(0, tried.length - 1000),
    };
  }
}

const goalsIn = (state: string): number => Math.max(1, state.split('⊢').length - 1);
