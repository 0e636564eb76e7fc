import { countOf, normalize, rowOf, type Vectors } from './embedder.ts';

/** What is taken out of embeddings that says in which dialect a text is written, and not what it says. */
export interface DialectOptions {
  /** Subtract the mean of states from states, and that of statements from statements. */
  readonly kinds: boolean;
  /** Subtract from a statement how the mean of its namespace differs from that of all statements. */
  readonly namespaces: boolean;
  /** How many directions are removed by which a linear probe tells states from statements. */
  readonly directions: number;
}

export const plainDialect: DialectOptions = { kinds: false, namespaces: false, directions: 0 };

/** The mean of fewer statements is what they say rather than how. */
const leastOfNamespace = 20;

/** Added to the variance of each number, as a share of the mean variance, so that the probe is well-posed. */
const ridge = 0.01;

/** The texts that a removal is fitted on; statements with the namespace of each. */
export interface DialectSample {
  readonly states: Vectors;
  readonly statements: Vectors;
  readonly namespaces: readonly string[];
}

/**
 * Removes the component of a dialect from embeddings of any model, after the study of multilingual embeddings of code
 * (Utpala et al. 2023, arXiv:2310.16803): means by dialect, and the directions of a linear probe, found one after the
 * other by projecting out what the last one used (Ravfogel et al. 2020).
 */
export class DialectRemoval {
  readonly #directions: readonly Float64Array[];
  readonly #states: Float64Array;
  readonly #statements: Float64Array;
  readonly #namespaces: ReadonlyMap<string, Float64Array>;

  private constructor(
    directions: readonly Float64Array[],
    means: { readonly states: Float64Array; readonly statements: Float64Array },
    namespaces: ReadonlyMap<string, Float64Array>,
  ) {
    this.#directions = directions;
    this.#states = means.states;
    this.#statements = means.statements;
    this.#namespaces = namespaces;
  }

  static fit({ states, statements, namespaces }: DialectSample, options: DialectOptions): DialectRemoval {
    const [left, right] = [rowsOf(states), rowsOf(statements)];
    const directions: Float64Array[] = [];
    while (directions.length < options.directions) {
      const direction = probe(left, right);
      if (direction === undefined) break;
      directions.push(direction);
      for (const row of [...left, ...right]) project(row, direction);
    }
    const { width } = statements;
    const zero = new Float64Array(width);
    const meanOfStatements = mean(right, width);
    const groups = Map.groupBy(right.keys(), (row) => namespaces[row]!);
    const own = new Map<string, Float64Array>();
    for (const [namespace, rows] of options.namespaces ? groups : []) {
      if (rows.length < leastOfNamespace) continue;
      const center = mean(
        rows.map((row) => right[row]!),
        width,
      );
      own.set(
        namespace,
        center.map((value, i) => value - meanOfStatements[i]!),
      );
    }
    const means = { states: mean(left, width), statements: meanOfStatements };
    return new DialectRemoval(directions, options.kinds ? means : { states: zero, statements: zero }, own);
  }

  states(vectors: Vectors): Vectors {
    return this.#without(vectors, () => [this.#states]);
  }

  statements(vectors: Vectors, namespaces: readonly string[]): Vectors {
    return this.#without(vectors, (row) => {
      const own = this.#namespaces.get(namespaces[row]!);
      return own === undefined ? [this.#statements] : [this.#statements, own];
    });
  }

  #without(vectors: Vectors, meansOf: (row: number) => readonly Float64Array[]): Vectors {
    const result = { width: vectors.width, data: vectors.data.slice() };
    for (let row = 0; row < countOf(result); row++) {
      const values = rowOf(result, row);
      for (const direction of this.#directions) project(values, direction);
      for (const center of meansOf(row)) for (let i = 0; i < values.length; i++) values[i] = values[i]! - center[i]!;
    }
    return normalize(result);
  }
}

const rowsOf = (vectors: Vectors): Float64Array[] =>
  Array.from({ length: countOf(vectors) }, (_, row) => Float64Array.from(rowOf(vectors, row)));

function mean(rows: readonly Float64Array[], width: number): Float64Array {
  const result = new Float64Array(width);
  for (const row of rows) for (let i = 0; i < width; i++) result[i] = result[i]! + row[i]! / rows.length;
  return result;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

/** Takes the part along a direction of length 1 out of a vector, in place. */
function project(values: Float32Array | Float64Array, direction: Float64Array): void {
  const along = dot(values, direction);
  for (let i = 0; i < values.length; i++) values[i] = values[i]! - along * direction[i]!;
}

/**
 * The direction of a linear discriminant (Fisher 1936): within-class covariance⁻¹ · difference of the means, of length
 * 1; `undefined` where the classes cannot be told apart any more.
 */
function probe(left: readonly Float64Array[], right: readonly Float64Array[]): Float64Array | undefined {
  const width = left[0]?.length ?? 0;
  if (width === 0 || right.length === 0) return undefined;
  const covariance = Array.from({ length: width }, () => new Float64Array(width));
  const centers = [mean(left, width), mean(right, width)] as const;
  for (const [side, rows] of [left, right].entries()) {
    for (const row of rows) {
      const centered = row.map((value, i) => value - centers[side]![i]!);
      for (let i = 0; i < width; i++) {
        const line = covariance[i]!;
        const share = centered[i]! / (2 * rows.length);
        for (let j = 0; j < width; j++) line[j] = line[j]! + share * centered[j]!;
      }
    }
  }
  const trace = covariance.reduce((sum, line, i) => sum + line[i]!, 0) / width;
  for (const [i, line] of covariance.entries()) line[i] = line[i]! + ridge * trace + 1e-12;
  const difference = centers[0].map((value, i) => value - centers[1][i]!);
  if (dot(difference, difference) < 1e-12) return undefined;
  const solved = solve(covariance, difference);
  const length = Math.sqrt(dot(solved, solved));
  return solved.map((value) => value / length);
}

/** A·x = b for a symmetric, positive definite A, by conjugate gradients (Hestenes and Stiefel 1952). */
function solve(matrix: readonly Float64Array[], b: Float64Array): Float64Array {
  const x = new Float64Array(b.length);
  const residual = b.slice();
  let direction = b.slice();
  let square = dot(residual, residual);
  const goal = square * 1e-16;
  for (let i = 0; i < 4 * b.length && square > goal; i++) {
    const image = Float64Array.from(matrix, (line) => dot(line, direction));
    const step = square / dot(direction, image);
    for (let k = 0; k < x.length; k++) {
      x[k] = x[k]! + step * direction[k]!;
      residual[k] = residual[k]! - step * image[k]!;
    }
    const next = dot(residual, residual);
    direction = direction.map((value, k) => residual[k]! + (next / square) * value);
    square = next;
  }
  return x;
}
