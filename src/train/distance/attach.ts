import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { remainingOutput } from '../../generator/onnx/model/remaining.ts';
import type { GraphProto, ModelProto } from '../../onnx/proto.ts';
import { GraphEditor } from '../../onnx/rewrite/graph-editor.ts';
import { hiddenStates } from '../../onnx/rewrite/hidden-states.ts';
import { float32, int64, type Tensor, tensorToProto } from '../../onnx/tensor.ts';
import { classCount } from './classes.ts';
import { otherModel } from './features.ts';
import { type HeadSizes, head, headParameters } from './head.ts';

type Model = ModelProto & { readonly graph: GraphProto };

/** Begins the name of everything that a head adds to a graph. */
const prefix = 'ariadne.distance';

/** The model without a head, where it has one. */
export function withoutHead(model: Model): Model {
  const { graph } = model;
  const isOwn = (name: string | undefined) => name === remainingOutput || name?.startsWith(`${prefix}.`) === true;
  return {
    ...model,
    graph: {
      ...graph,
      node: graph.node.filter(({ output }) => !output.some(isOwn)),
      initializer: graph.initializer.filter(({ name }) => !isOwn(name)),
      output: graph.output.filter(({ name }) => !isOwn(name)),
    },
  };
}

/**
 * At each token the mean of the hidden states up to it, [batch, time, width]: what pads a prompt on the right does not
 * count at its last token.
 */
function runningMean(editor: GraphEditor, hidden: string): string {
  const shape = editor.op('Shape', ['input_ids']);
  const along = { axis: { int: 0 } };
  const constant = (name: string, tensor: Tensor) => {
    editor.initializers.push(tensorToProto(`${prefix}.${name}`, tensor));
    return `${prefix}.${name}`;
  };
  const states = editor.op('Reshape', [hidden, editor.op('Concat', [shape, editor.ints([-1])], along)]);
  const one = constant('one', float32([1, 1, 1], [1]));
  const time = constant('time', int64([], [1]));
  const ones = editor.op('Expand', [one, editor.op('Concat', [shape, editor.ints([1])], along)]);
  const upTo = (values: string) => editor.op('CumSum', [values, time]);
  return editor.op('Div', [upTo(states), upTo(ones)]);
}

/** The model with one more output, that of a head on its hidden states. All that it had stays as it is, bit for bit. */
export function withHead(
  model: Model,
  sizes: HeadSizes,
  weights: ReadonlyMap<string, Float32Array>,
  path: string,
): Result<Model, Problem> {
  const bare = withoutHead(model);
  const { graph } = bare;
  const hidden = hiddenStates(graph);
  if (hidden === undefined) return fail(otherModel(path));
  const editor = new GraphEditor(graph, prefix);
  const ownName = (name: string): string => `${prefix}.${name}`;
  for (const { name, dims } of headParameters(sizes)) {
    editor.initializers.push(tensorToProto(ownName(name), float32(dims, weights.get(name)!)));
  }
  editor.op('Identity', [head(editor, ownName, runningMean(editor, hidden))], {}, remainingOutput);
  const dim = [{ dimParam: 'batch' }, { dimParam: 'time' }, { dimValue: classCount }];
  return ok({
    ...bare,
    graph: {
      ...graph,
      node: [...graph.node, ...editor.nodes],
      initializer: [...graph.initializer, ...editor.initializers],
      output: [...graph.output, { name: remainingOutput, type: { tensorType: { elemType: 1, shape: { dim } } } }],
    },
  });
}
