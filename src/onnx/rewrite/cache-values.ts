/** One tensor of the keys and values that a decoder remembers, by its names in the graph. */
export interface CacheValues {
  /** Input that takes it. */
  readonly past: string;
  /** Output that gives it with the new tokens behind it. */
  readonly present: string;
  /** The shape for so many rows and so much time. */
  readonly dims: (rows: number, time: number) => number[];
}
