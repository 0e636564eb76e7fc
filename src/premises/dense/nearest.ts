import { InferenceSession, Tensor } from 'onnxruntime-node';
import { GraphBuilder } from '../../onnx/graph.ts';
import { toHalf } from '../../onnx/half.ts';
import { cast, gemm } from '../../onnx/operators.ts';
import { encodeModel } from '../../onnx/proto.ts';
import { countOf, type Vectors } from './embedder.ts';

export interface Neighbour {
  /** Row of the matrix. */
  readonly place: number;
  /** Scalar product with the query. */
  readonly score: number;
}

/** Exact nearest neighbours: one product of queries and all rows. */
export class NearestRows {
  readonly #session: InferenceSession;
  readonly #count: number;

  private constructor(session: InferenceSession, count: number) {
    this.#session = session;
    this.#count = count;
  }

  /** The rows stay in half precision in the model, and are widened when the session is made. */
  static async create(rows: Vectors): Promise<NearestRows> {
    const count = countOf(rows);
    const graph = new GraphBuilder({ name: 'nearest' });
    const queries = graph.input('queries', 'float32', ['queries', rows.width]);
    const halves = { type: 'float16', dims: [count, rows.width], data: toHalf(rows.data) } as const;
    const matrix = cast(graph, graph.initializer('rows', halves), 'float32');
    graph.output(gemm(graph, queries, matrix, { b: true }), 'scores');
    return new NearestRows(await InferenceSession.create(encodeModel(graph.toModel())), count);
  }

  /** For each query the `most` rows with the highest scores, of those that `wanted` lets through; equals by place. */
  async find(
    queries: Vectors,
    most: number,
    wanted: (query: number, place: number) => boolean = () => true,
  ): Promise<readonly (readonly Neighbour[])[]> {
    const asked = countOf(queries);
    if (asked === 0 || this.#count === 0) return Array.from({ length: asked }, () => []);
    const outputs = await this.#session.run({ queries: new Tensor('float32', queries.data, [asked, queries.width]) });
    const scores = outputs.scores!.data as Float32Array;
    return Array.from({ length: asked }, (_, query) =>
      best(scores.subarray(query * this.#count, (query + 1) * this.#count), most, (place) => wanted(query, place)),
    );
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}

/** The places of the highest scores, in a heap whose first is the worst of those kept. */
function best(scores: Float32Array, most: number, wanted: (place: number) => boolean): readonly Neighbour[] {
  const heap: number[] = [];
  const worse = (a: number, b: number): boolean => scores[a]! < scores[b]! || (scores[a] === scores[b] && a > b);
  const sift = (from: number): void => {
    for (let at = from; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && worse(heap[child]!, heap[least]!)) least = child;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  };
  for (let place = 0; place < scores.length; place++) {
    const full = heap.length === most;
    if (full && (most === 0 || !worse(heap[0]!, place))) continue;
    if (!wanted(place)) continue;
    if (full) {
      heap[0] = place;
      sift(0);
      continue;
    }
    heap.push(place);
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >>> 1;
      if (!worse(heap[at]!, heap[parent]!)) break;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  }
  return heap.toSorted((a, b) => (worse(a, b) ? 1 : -1)).map((place) => ({ place, score: scores[place]! }));
}
