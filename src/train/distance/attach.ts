import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import { remainingOutput } from '../../generator/onnx/model/remaining.ts';
import type { GraphProto, ModelProto } from '../../onnx/proto.ts';
import { GraphEditor } from '../../onnx/rewrite/graph-editor.ts';
import { hiddenStates } from '../../onnx/rewrite/hidden-states.ts';
import { float32, tensorToProto } from '../../onnx/tensor.ts';
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
  const scores = head(editor, ownName, hidden);
  const shape = editor.op('Concat', [editor.op('Shape', ['input_ids']), editor.ints([-1])], { axis: { int: 0 } });
  editor.op('Reshape', [scores, shape], {}, remainingOutput);
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
