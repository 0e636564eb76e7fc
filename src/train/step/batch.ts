/** One example as token ids: what the model reads, and what it should write after that. */
export interface TokenizedStep {
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** Did Lean refuse the output? Then the model should not write it. */
  readonly isRefused?: boolean;
}

/** Some examples side by side, padded on the right to the same length. */
export interface Batch {
  readonly batch: number;
  readonly time: number;
  /** [batch, time] */
  readonly inputIds: BigInt64Array;
  readonly attentionMask: BigInt64Array;
  readonly positionIds: BigInt64Array;
  /** [targets] */
  readonly targetRows: BigInt64Array;
  readonly targetIds: BigInt64Array;
  /** Which of the targets are outputs that Lean refused. */
  readonly refused: readonly { readonly from: number; readonly to: number }[];
}

/** The number of tokens that an example takes: the last one is only predicted. */
export const lengthOf = (step: TokenizedStep): number => step.input.length + step.output.length - 1;

/** Lays examples out in rows of `time` tokens; no example may be longer. */
export function makeBatch(steps: readonly TokenizedStep[], time: number, padding: number): Batch {
  const size = steps.length * time;
  const inputIds = new BigInt64Array(size).fill(BigInt(padding));
  const attentionMask = new BigInt64Array(size);
  const positionIds = new BigInt64Array(size);
  const targetRows: bigint[] = [];
  const targetIds: bigint[] = [];
  const refused: { from: number; to: number }[] = [];
  for (const [row, { input, output, isRefused }] of steps.entries()) {
    const tokens = [...input, ...output];
    for (let i = 0; i < time; i++) positionIds[row * time + i] = BigInt(i);
    for (let i = 0; i < tokens.length - 1; i++) {
      const place = row * time + i;
      inputIds[place] = BigInt(tokens[i]!);
      attentionMask[place] = 1n;
      if (i < input.length - 1) continue;
      targetRows.push(BigInt(place));
      targetIds.push(BigInt(tokens[i + 1]!));
    }
    if (isRefused) refused.push({ from: targetIds.length - output.length, to: targetIds.length });
  }
  return {
    batch: steps.length,
    time,
    inputIds,
    attentionMask,
    positionIds,
    targetRows: BigInt64Array.from(targetRows),
    targetIds: BigInt64Array.from(targetIds),
    refused,
  };
}
