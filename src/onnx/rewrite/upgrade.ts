import type { Problem } from '../../data/problem.ts';
import { fail, ok, type Result } from '../../data/result.ts';
import type { AttributeProto, ModelProto, NodeProto } from '../proto.ts';
import { int64, tensorToProto } from '../tensor.ts';

/** Reductions that took their axes as an attribute before operator set 18. */
const reductions = new Set(['ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceProd', 'ReduceL2', 'ReduceSumSquare']);

/**
 * The nodes of a model in the operator set that our graphs are written in. Between sets 13 and 21 the operators of a
 * language model changed in form only: what were attributes became inputs.
 */
export function upgradedNodes(model: ModelProto, file: string): Result<readonly NodeProto[], Problem> {
  const version = model.opsetImport.find(({ domain }) => (domain ?? '') === '')?.version ?? 0;
  const nodes = model.graph?.node ?? [];
  if (version < 13 || version > 21) {
    return fail({
      code: 'unsupported-opset',
      message: `${file} is written in operator set ${version}; 13 to 21 can be trained`,
      where: { file },
      hint: 'Export the model again with --opset 18.',
    });
  }
  return ok(version >= 18 ? nodes : nodes.flatMap((node) => upgraded(node)));
}

function upgraded(node: NodeProto): NodeProto[] {
  if (node.opType === 'Split' && (node.input[1] ?? '') === '') {
    const count: AttributeProto = { ...empty, name: 'num_outputs', type: 2, i: node.output.length };
    return [{ ...node, attribute: [...node.attribute, count] }];
  }
  const axes = node.attribute.find(({ name }) => name === 'axes');
  if (!reductions.has(node.opType ?? '') || axes === undefined) return [node];
  const constant = `${node.output[0]}.axes`;
  const value: AttributeProto = {
    ...empty,
    name: 'value',
    type: 4,
    t: tensorToProto('', int64([axes.ints.length], axes.ints)),
  };
  return [
    { opType: 'Constant', input: [], output: [constant], attribute: [value] },
    { ...node, input: [node.input[0]!, constant], attribute: node.attribute.filter((attribute) => attribute !== axes) },
  ];
}

const empty = { floats: [], ints: [], strings: [] };
