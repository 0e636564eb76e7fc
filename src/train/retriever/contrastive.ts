import { Tensor } from 'onnxruntime-node';
import { GraphBuilder } from '../../onnx/graph.ts';
import { gemm, mul, reduceSum } from '../../onnx/operators.ts';
import type { ModelConfig } from '../model/config.ts';
import { encoder, encoderParameters } from '../model/encoder.ts';
import type { TrainableModel } from '../model/trainable.ts';

/** Texts as tokens side by side, padded on the right to the same length. */
export interface TextBatch {
  readonly batch: number;
  readonly time: number;
  /** [batch, time] */
  readonly inputIds: BigInt64Array;
  readonly attentionMask: BigInt64Array;
}

/** Some states, the premises that they are compared with, and which of these belongs to which state. */
export interface ContrastiveBatch {
  readonly states: TextBatch;
  readonly premises: TextBatch;
  /** [states, 1]: the premise that each state should find. */
  readonly positives: BigInt64Array;
  /** [states, premises]: 1 where a premise is no negative of a state, as it is another positive of it. */
  readonly masked: Uint8Array;
}

/** Lays texts out in rows; those of no tokens are one token of padding that is read. */
export function textBatch(texts: readonly (readonly number[])[], padding: number): TextBatch {
  const time = Math.max(1, ...texts.map(({ length }) => length));
  const inputIds = new BigInt64Array(texts.length * time).fill(BigInt(padding));
  const attentionMask = new BigInt64Array(texts.length * time);
  for (const [row, tokens] of texts.entries()) {
    for (const [place, token] of tokens.entries()) inputIds[row * time + place] = BigInt(token);
    attentionMask.fill(1n, row * time, row * time + Math.max(1, tokens.length));
  }
  return { batch: texts.length, time, inputIds, attentionMask };
}

const inputs = {
  states: { inputIds: 'state_ids', attentionMask: 'state_mask' },
  premises: { inputIds: 'premise_ids', attentionMask: 'premise_mask' },
  positives: 'positives',
  masked: 'masked',
} as const;

/**
 * One encoder for states and premises. The loss of a state is -log of the probability of its premise among those of the
 * batch, by a softmax over cosines divided by the temperature (InfoNCE, van den Oord et al. 2018), where premises that
 * are masked are left out: in-batch and hard negatives as in Karpukhin et al. 2020 and in ReProver (Yang et al. 2023).
 */
export const contrastiveModel = (config: ModelConfig, temperature: number): TrainableModel<ContrastiveBatch> => ({
  parameters: encoderParameters(config),
  loss: (floatType) => {
    const graph = new GraphBuilder({ name: 'training', floatType });
    for (const { name, dims } of encoderParameters(config)) graph.input(name, floatType, dims);
    const embed = (kind: 'states' | 'premises') => {
      const { inputIds, attentionMask } = inputs[kind];
      const shape = [kind, `${kind}_time`];
      return encoder(graph, config, (name) => name, {
        inputIds: graph.input(inputIds, 'int64', shape),
        attentionMask: graph.input(attentionMask, 'int64', shape),
      });
    };
    const cosines = gemm(graph, embed('states'), embed('premises'), { b: true });
    graph.declare(cosines, ['states', 'premises']);
    const masked = graph.input(inputs.masked, 'bool', ['states', 'premises']);
    const scores = graph.op('Where', [masked, graph.float(-1e9), mul(graph, cosines, graph.float(1 / temperature))]);
    const logProbabilities = graph.op('LogSoftmax', [scores], { axis: { int: -1 } });
    const positives = graph.input(inputs.positives, 'int64', ['states', 1]);
    const chosen = graph.op('GatherElements', [logProbabilities, positives], { axis: { int: 1 } });
    return { graph, loss: graph.op('Neg', [reduceSum(graph, chosen, [0, 1], false)]) };
  },
  feeds: ({ states, premises, positives, masked }) => ({
    ...textFeeds('states', states),
    ...textFeeds('premises', premises),
    [inputs.positives]: new Tensor('int64', positives, [states.batch, 1]),
    [inputs.masked]: new Tensor('bool', masked, [states.batch, premises.batch]),
  }),
});

const textFeeds = (kind: 'states' | 'premises', { inputIds, attentionMask, batch, time }: TextBatch) => ({
  [inputs[kind].inputIds]: new Tensor('int64', inputIds, [batch, time]),
  [inputs[kind].attentionMask]: new Tensor('int64', attentionMask, [batch, time]),
});
