import type { Value } from '../../onnx/graph.ts';
import { add, mul, reduceMean, sub } from '../../onnx/operators.ts';
import { axisOf } from '../../onnx/shape.ts';
import { unbroadcast } from './broadcast.ts';
import { type Application, type GradientRule, intAttribute, knownShape, upstream } from './rule.ts';

const epsilonOf = ({ node }: Application): number => {
  const { epsilon } = node.attributes;
  return epsilon !== undefined && 'float' in epsilon ? epsilon.float : 1e-5;
};

/**
 * y = x̂ · scale (+ bias), with x̂ = (x - mean) / deviation over the last axes, or x / root mean square where not
 * centered. With s = gradient · scale: dx = (s - [mean(s)] - x̂ · mean(s · x̂)) / deviation.
 */
const normalizationRule =
  (centered: boolean): GradientRule =>
  (application) => {
    const { graph, node } = application;
    const [x, scale, bias] = node.inputs as [Value, Value, Value?];
    const gradient = upstream(application);
    const rank = knownShape(application, x).length;
    const first = axisOf(intAttribute(application, 'axis', -1), rank);
    const axes = Array.from({ length: rank - first }, (_, i) => first + i);
    const mean = (value: Value) => reduceMean(graph, value, axes);

    const deviation = centered ? sub(graph, x, mean(x)) : x;
    const variance = add(graph, mean(mul(graph, deviation, deviation)), graph.float(epsilonOf(application)));
    const inverse = graph.op('Reciprocal', [graph.op('Sqrt', [variance])]);
    const normalized = mul(graph, deviation, inverse);

    const scaled = mul(graph, gradient, scale);
    const along = mul(graph, normalized, mean(mul(graph, scaled, normalized)));
    const across = centered ? sub(graph, scaled, mean(scaled)) : scaled;
    return [
      mul(graph, sub(graph, across, along), inverse),
      unbroadcast(graph, mul(graph, gradient, normalized), scale),
      bias ? unbroadcast(graph, gradient, bias) : undefined,
    ];
  };

export const normalization: Record<string, GradientRule> = {
  LayerNormalization: normalizationRule(true),
  RMSNormalization: normalizationRule(false),
  SimplifiedLayerNormalization: normalizationRule(false),
};
