import { GraphBuilder, type Value } from '../../onnx/graph.ts';
import type { ModelConfig } from './config.ts';
import { decoder, outputLayer } from './forward.ts';
import { parametersOf } from './parameters.ts';
import { batchInputs, crossEntropy, type Objective, stepFeeds, type TrainableModel } from './trainable.ts';

/** The decoder of a configuration, ready to be trained. */
export const ownModel = (config: ModelConfig, objective: Objective = 'likelihood'): TrainableModel => ({
  parameters: parametersOf(config),
  feeds: stepFeeds(objective),
  loss: (floatType) => {
    const graph = new GraphBuilder({ name: 'training', floatType });
    for (const { name, dims } of parametersOf(config)) graph.input(name, floatType, dims);
    const weight = (name: string) => name;
    const inputs = {
      inputIds: graph.input(batchInputs.inputIds, 'int64', ['batch', 'time']),
      // There is no past: total is time. The mask has the shape that a served model takes.
      attentionMask: graph.input(batchInputs.attentionMask, 'int64', ['batch', 'total']),
      positionIds: graph.input(batchInputs.positionIds, 'int64', ['batch', 'time']),
    };
    const logitsAt = (places: Value) =>
      outputLayer(graph, config, weight, decoder(graph, config, weight, { ...inputs, places }).hidden);
    return { graph, loss: crossEntropy(graph, logitsAt, objective) };
  },
});
