/** A number that remembers how it was computed: small and slow reverse-mode differentiation in float64. */
export class Scalar {
  value: number;
  gradient = 0;
  readonly #parents: readonly (readonly [Scalar, number])[];

  /** Each parent comes with the derivative of this number with respect to it. */
  constructor(value: number, parents: readonly (readonly [Scalar, number])[] = []) {
    this.value = value;
    this.#parents = parents;
  }

  /** Adds to `gradient` of all numbers that this one was computed from. */
  backward(): void {
    const order: Scalar[] = [];
    const seen = new Set<Scalar>();
    const stack: { scalar: Scalar; next: number }[] = [{ scalar: this, next: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const parent = top.scalar.#parents[top.next++]?.[0];
      if (parent === undefined) order.push(stack.pop()!.scalar);
      else if (!seen.has(parent)) {
        seen.add(parent);
        stack.push({ scalar: parent, next: 0 });
      }
    }
    this.gradient = 1;
    for (const scalar of order.toReversed()) {
      for (const [parent, derivative] of scalar.#parents) parent.gradient += derivative * scalar.gradient;
    }
  }
}

export const plus = (a: Scalar, b: Scalar): Scalar =>
  new Scalar(a.value + b.value, [
    [a, 1],
    [b, 1],
  ]);
export const times = (a: Scalar, b: Scalar): Scalar =>
  new Scalar(a.value * b.value, [
    [a, b.value],
    [b, a.value],
  ]);
export const scaled = (a: Scalar, factor: number): Scalar => new Scalar(a.value * factor, [[a, factor]]);
export const power = (a: Scalar, exponent: number): Scalar =>
  new Scalar(a.value ** exponent, [[a, exponent * a.value ** (exponent - 1)]]);
export const exp = (a: Scalar): Scalar => new Scalar(Math.exp(a.value), [[a, Math.exp(a.value)]]);
export const log = (a: Scalar): Scalar => new Scalar(Math.log(a.value), [[a, 1 / a.value]]);

export const sum = (values: readonly Scalar[]): Scalar =>
  new Scalar(
    values.reduce((total, { value }) => total + value, 0),
    values.map((value) => [value, 1] as const),
  );

export function dot(a: readonly Scalar[], b: readonly Scalar[]): Scalar {
  let value = 0;
  for (let i = 0; i < a.length; i++) value += a[i]!.value * b[i]!.value;
  return new Scalar(
    value,
    a.flatMap(
      (x, i) =>
        [
          [x, b[i]!.value],
          [b[i]!, x.value],
        ] as const,
    ),
  );
}
