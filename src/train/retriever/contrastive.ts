import { Tensor } from 'onnxruntime-node';
import { GraphBuilder } from '../../onnx/graph.ts';
import { gemm, mul, reduceSum } from '../../onnx/operators.ts';
import { padding, type WordIds } from '../../premises/dense/words/vocabulary.ts';
import { chosenLogProbabilities, type TrainableModel } from '../model/trainable.ts';
import { type BagSizes, bagEncoder, bagParameters, type TextKind } from './bag-encoder.ts';

/** Passages as words side by side, padded on the right to the same length. */
export interface PassageBatch {
  readonly batch: number;
  readonly time: number;
  /** [batch, time] */
  readonly words: BigInt64Array;
  readonly fields: BigInt64Array;
}

/** Some states, the premises that they are compared with, and which of these belongs to which state. */
export interface ContrastiveBatch {
  readonly states: PassageBatch;
  readonly premises: PassageBatch;
  /** [states, 1]: the premise that each state should find. */
  readonly positives: BigInt64Array;
  /** [states, premises]: 1 where a premise is no negative of a state, as it is another positive of it. */
  readonly masked: Uint8Array;
}

/** Lays passages out in rows. */
export function passageBatch(passages: readonly WordIds[]): PassageBatch {
  const time = Math.max(1, ...passages.map(({ words }) => words.length));
  const words = new BigInt64Array(passages.length * time).fill(BigInt(padding));
  const fields = new BigInt64Array(passages.length * time);
  for (const [row, passage] of passages.entries()) {
    for (const [place, word] of passage.words.entries()) words[row * time + place] = BigInt(word);
    for (const [place, field] of passage.fields.entries()) fields[row * time + place] = BigInt(field);
  }
  return { batch: passages.length, time, words, fields };
}

const inputs = {
  states: { words: 'state_words', fields: 'state_fields' },
  premises: { words: 'premise_words', fields: 'premise_fields' },
  positives: 'positives',
  masked: 'masked',
} as const;

/**
 * One encoder for states and premises, but for a projection. The loss of a state is -log of the probability of its premise among those of the
 * batch, by a softmax over cosines divided by the temperature (InfoNCE, van den Oord et al. 2018), where premises that
 * are masked are left out: in-batch and hard negatives as in Karpukhin et al. 2020 and in ReProver (Yang et al. 2023).
 */
export const contrastiveModel = (sizes: BagSizes, temperature: number): TrainableModel<ContrastiveBatch> => ({
  parameters: bagParameters(sizes),
  loss: (floatType) => {
    const graph = new GraphBuilder({ name: 'training', floatType });
    for (const { name, dims } of bagParameters(sizes)) graph.input(name, floatType, dims);
    const embed = (side: 'states' | 'premises', kind: TextKind) => {
      const shape = [side, `${side}_time`];
      return bagEncoder(graph, sizes, (name) => name, kind, {
        words: graph.input(inputs[side].words, 'int64', shape),
        fields: graph.input(inputs[side].fields, 'int64', shape),
      });
    };
    const cosines = gemm(graph, embed('states', 'state'), embed('premises', 'statement'), { b: true });
    graph.declare(cosines, ['states', 'premises']);
    const masked = graph.input(inputs.masked, 'bool', ['states', 'premises']);
    const scores = graph.op('Where', [masked, graph.float(-1e9), mul(graph, cosines, graph.float(1 / temperature))]);
    const positives = graph.input(inputs.positives, 'int64', ['states', 1]);
    const chosen = chosenLogProbabilities(graph, scores, positives);
    return { graph, loss: graph.op('Neg', [reduceSum(graph, chosen, [0, 1], false)]) };
  },
  feeds: ({ states, premises, positives, masked }) => ({
    ...passageFeeds('states', states),
    ...passageFeeds('premises', premises),
    [inputs.positives]: new Tensor('int64', positives, [states.batch, 1]),
    [inputs.masked]: new Tensor('bool', masked, [states.batch, premises.batch]),
  }),
});

const passageFeeds = (side: 'states' | 'premises', { words, fields, batch, time }: PassageBatch) => ({
  [inputs[side].words]: new Tensor('int64', words, [batch, time]),
  [inputs[side].fields]: new Tensor('int64', fields, [batch, time]),
});
