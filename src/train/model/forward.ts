import type { GraphBuilder, Value } from '../../onnx/graph.ts';
import { add, div, gather, gemm, matMul, mul, reduceMean, reshape } from '../../onnx/operators.ts';
import { attention, type Cache, type KeyValues, sequences } from './attention.ts';
import type { ModelConfig } from './config.ts';
import { embeddingName, finalNormName, headName, layerPrefix } from './parameters.ts';

/** Where the parameters are in the graph: inputs while training, initializers when served. */
export type Weights = (name: string) => Value;

export interface ForwardInputs {
  /** [batch, time], int64. */
  readonly inputIds: Value;
  /** [batch, total], int64: 1 for tokens, 0 for padding; total counts the past, too. */
  readonly attentionMask: Value;
  /** [batch, time], int64. */
  readonly positionIds: Value;
  /** The keys and values of each layer for the tokens before; absent if there are none. */
  readonly past?: readonly Cache[];
  /** [places], int64: those of the batch · time tokens whose hidden states are asked for; absent for all of them. */
  readonly places?: Value;
}

/** x / root mean square of x, scaled (Zhang and Sennrich 2019). */
function rmsNorm(graph: GraphBuilder, config: ModelConfig, x: Value, weight: Value): Value {
  const square = reduceMean(graph, mul(graph, x, x), [-1]);
  const root = graph.op('Sqrt', [add(graph, square, graph.float(config.rms_norm_eps))]);
  return mul(graph, div(graph, x, root), weight);
}

/** SwiGLU (Shazeer 2020). */
function gatedMlp(graph: GraphBuilder, x: Value, gate: Value, up: Value, down: Value): Value {
  const gated = matMul(graph, x, gate);
  const activated = mul(graph, gated, graph.op('Sigmoid', [gated]));
  return matMul(graph, mul(graph, activated, matMul(graph, x, up)), down);
}

/**
 * The decoder without its output layer: normalized hidden states, [tokens, hidden_size], tokens = batch · time or the
 * places asked for. Of the last layer's other tokens only keys and values are computed: nothing comes of the rest.
 */
export function decoder(
  graph: GraphBuilder,
  config: ModelConfig,
  weights: Weights,
  inputs: ForwardInputs,
): { readonly hidden: Value; readonly present: readonly KeyValues[] } {
  const sequence = sequences(graph, config, inputs);
  let x = reshape(graph, gather(graph, weights(embeddingName), inputs.inputIds), [-1, config.hidden_size]);
  graph.declare(x, ['tokens', config.hidden_size]);
  const present: KeyValues[] = [];
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const weight = (name: string) => weights(`${layerPrefix(layer)}.${name}.weight`);
    const places = layer === config.num_hidden_layers - 1 ? inputs.places : undefined;
    const attended = attention(
      graph,
      config,
      rmsNorm(graph, config, x, weight('input_layernorm')),
      {
        query: weight('self_attn.q_proj'),
        key: weight('self_attn.k_proj'),
        value: weight('self_attn.v_proj'),
        output: weight('self_attn.o_proj'),
      },
      sequence,
      { past: inputs.past?.[layer], places },
    );
    present.push(attended.present);
    x = add(graph, places === undefined ? x : gather(graph, x, places), attended.output);
    const normed = rmsNorm(graph, config, x, weight('post_attention_layernorm'));
    x = add(graph, x, gatedMlp(graph, normed, weight('mlp.gate_proj'), weight('mlp.up_proj'), weight('mlp.down_proj')));
  }
  return { hidden: rmsNorm(graph, config, x, weights(finalNormName)), present };
}

/** The output layer: a score for every token of the vocabulary, for each row of hidden states. */
export function outputLayer(graph: GraphBuilder, config: ModelConfig, weights: Weights, hidden: Value): Value {
  return gemm(graph, hidden, weights(config.tie_word_embeddings ? embeddingName : headName), { b: true });
}
