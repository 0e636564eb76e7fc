import type { Attribute, Attributes } from './attribute.ts';
import { axisOf, broadcast, type Dim, type Shape, someLength, unknown, type ValueType } from './shape.ts';
import type { ElementType, Tensor } from './tensor.ts';

/** What inference sees of a node: the types of its inputs and, where they are constants, their tensors. */
export interface InferenceInput {
  readonly inputs: readonly ValueType[];
  readonly constants: readonly (Tensor | undefined)[];
  readonly attributes: Attributes;
}

type Rule = (node: InferenceInput) => ValueType;

const intOf = (attribute: Attribute | undefined, otherwise: number): number =>
  attribute !== undefined && 'int' in attribute ? attribute.int : otherwise;
const intsOf = (attribute: Attribute | undefined): readonly number[] | undefined =>
  attribute !== undefined && 'ints' in attribute ? attribute.ints : undefined;
const numbersOf = (tensor: Tensor | undefined): number[] | undefined =>
  tensor === undefined ? undefined : Array.from(tensor.data as ArrayLike<number | bigint>, Number);

const same: Rule = ({ inputs }) => inputs[0] ?? unknown;

const elementwise: Rule = ({ inputs }) => {
  const shapes = inputs.map(({ shape }) => shape);
  const shape = shapes.reduce((a, b) => (a && b ? broadcast(a, b) : undefined));
  return { type: inputs.at(-1)?.type, shape };
};

const comparison: Rule = (node) => ({ ...elementwise(node), type: 'bool' });

const matMul: Rule = ({ inputs: [a, b] }) => {
  const type = a?.type;
  if (!a?.shape || !b?.shape || a.shape.length < 2 || b.shape.length < 2) return { type, shape: undefined };
  const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return { type, shape: [...batch, a.shape.at(-2)!, b.shape.at(-1)!] };
};

const gemm: Rule = ({ inputs: [a, b], attributes }) => {
  const rows = a?.shape?.[intOf(attributes.transA, 0) ? 1 : 0];
  const columns = b?.shape?.[intOf(attributes.transB, 0) ? 0 : 1];
  return { type: a?.type, shape: rows === undefined || columns === undefined ? undefined : [rows, columns] };
};

const transpose: Rule = ({ inputs: [x], attributes }) => {
  const perm = intsOf(attributes.perm);
  if (!x?.shape) return { type: x?.type, shape: undefined };
  return { type: x.type, shape: perm ? perm.map((axis) => x.shape![axis]!) : x.shape.toReversed() };
};

const reduce: Rule = ({ inputs: [x], constants, attributes }) => {
  const axes = numbersOf(constants[1]) ?? intsOf(attributes.axes);
  if (!x?.shape || !axes) return { type: x?.type, shape: undefined };
  const dropped = new Set(axes.map((axis) => axisOf(axis, x.shape!.length)));
  const keep = intOf(attributes.keepdims, 1) !== 0;
  const shape = x.shape.flatMap((dim, i): Dim[] => (!dropped.has(i) ? [dim] : keep ? [1] : []));
  return { type: x.type, shape };
};

const reshape: Rule = ({ inputs: [x, target], constants }) => {
  const wanted = numbersOf(constants[1]);
  const rank = target?.shape?.[0];
  if (!wanted && typeof rank !== 'number') return { type: x?.type, shape: undefined };
  if (!wanted) return { type: x?.type, shape: Array.from({ length: Number(rank) }, someLength) };
  const shape = wanted.map((dim, i) => (dim === 0 ? (x?.shape?.[i] ?? someLength()) : dim));
  const free = shape.indexOf(-1);
  if (free >= 0) shape[free] = missingDim(x?.shape, shape.toSpliced(free, 1));
  return { type: x?.type, shape };
};

/** The length that `-1` stands for: what is left of `from` when `others` are taken out. */
function missingDim(from: Shape | undefined, others: Shape): Dim {
  if (!from) return someLength();
  const names = from.filter((dim) => typeof dim === 'string');
  let size = from.reduce<number>((product, dim) => (typeof dim === 'number' ? product * dim : product), 1);
  for (const dim of others) {
    if (typeof dim === 'number') size /= dim;
    else if (names.includes(dim)) names.splice(names.indexOf(dim), 1);
    else return someLength();
  }
  if (names.length === 0) return size;
  return names.length === 1 && size === 1 ? names[0]! : someLength();
}

const concat: Rule = ({ inputs, attributes }) => {
  const [first] = inputs;
  if (!first?.shape) return { type: first?.type, shape: undefined };
  const axis = axisOf(intOf(attributes.axis, 0), first.shape.length);
  const lengths = inputs.map(({ shape }) => shape?.[axis] ?? someLength()).filter((length) => length !== 0);
  return { type: first.type, shape: first.shape.with(axis, sumOf(lengths)) };
};

/** The sum of some lengths, which has no name of its own. */
function sumOf(lengths: readonly Dim[]): Dim {
  if (lengths.length === 1) return lengths[0]!;
  const known = lengths.every((length) => typeof length === 'number');
  return known ? lengths.reduce((sum, length) => sum + length, 0) : someLength();
}

const gather: Rule = ({ inputs: [x, indices], attributes }) => {
  if (!x?.shape || !indices?.shape) return { type: x?.type, shape: undefined };
  const axis = axisOf(intOf(attributes.axis, 0), x.shape.length);
  return { type: x.type, shape: [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)] };
};

const unsqueeze: Rule = ({ inputs: [x], constants, attributes }) => {
  const axes = numbersOf(constants[1]) ?? intsOf(attributes.axes);
  if (!x?.shape || !axes) return { type: x?.type, shape: undefined };
  const rank = x.shape.length + axes.length;
  const added = new Set(axes.map((axis) => axisOf(axis, rank)));
  const rest = x.shape.values();
  return { type: x.type, shape: Array.from({ length: rank }, (_, i) => (added.has(i) ? 1 : rest.next().value!)) };
};

const squeeze: Rule = ({ inputs: [x], constants, attributes }) => {
  const { type, shape } = x ?? unknown;
  if (!shape) return { type, shape: undefined };
  const axes = numbersOf(constants[1]) ?? intsOf(attributes.axes);
  if (axes) {
    const dropped = new Set(axes.map((axis) => axisOf(axis, shape.length)));
    return { type, shape: shape.filter((_, i) => !dropped.has(i)) };
  }
  // Without axes all lengths of one go, which can only be told where all are known.
  const known = shape.every((dim) => typeof dim === 'number');
  return { type, shape: known ? shape.filter((dim) => dim !== 1) : undefined };
};

const slice: Rule = ({ inputs: [x], constants }) => {
  const [, starts, ends, axes, steps] = constants.map(numbersOf);
  if (!x?.shape) return { type: x?.type, shape: undefined };
  if (!starts || !ends || steps?.some((step) => step !== 1)) return { type: x.type, shape: x.shape.map(someLength) };
  const shape = [...x.shape];
  for (const [i, start] of starts.entries()) {
    const axis = axisOf(axes?.[i] ?? i, shape.length);
    const length = shape[axis];
    const clamp = (index: number, to: number) => Math.min(Math.max(index < 0 ? index + to : index, 0), to);
    shape[axis] =
      typeof length === 'number' ? Math.max(clamp(ends[i]!, length) - clamp(start, length), 0) : someLength();
  }
  return { type: x.type, shape };
};

const typed =
  (type: ElementType): Rule =>
  ({ inputs: [x] }) => ({ type, shape: x?.shape });

const indexed: Rule = ({ inputs: [x, indices] }) => ({ type: x?.type, shape: indices?.shape });

const expand: Rule = ({ inputs: [x, target], constants }) => {
  const rank = target?.shape?.[0];
  const wanted =
    numbersOf(constants[1]) ?? (typeof rank === 'number' ? Array.from({ length: rank }, someLength) : undefined);
  return { type: x?.type, shape: x?.shape && wanted ? broadcast(x.shape, wanted) : undefined };
};

const shapeOf: Rule = ({ inputs: [x], attributes }) => {
  if (!x?.shape) return { type: 'int64', shape: undefined };
  const { length } = x.shape.slice(intOf(attributes.start, 0), intOf(attributes.end, x.shape.length));
  return { type: 'int64', shape: [length] };
};

/** As many axes of unknown length as a vector of lengths has elements. */
const constantOfShape: Rule = ({ inputs: [lengths], attributes }) => {
  const rank = lengths?.shape?.[0];
  const shape = typeof rank === 'number' ? Array.from({ length: rank }, someLength) : undefined;
  const type = attributes.value && 'tensor' in attributes.value ? attributes.value.tensor.type : 'float32';
  return { type, shape };
};

const listed = (names: string, rule: Rule): [string, Rule][] => names.split(' ').map((name) => [name, rule]);

const rules = new Map<string, Rule>([
  ...listed('Identity Neg Sqrt Exp Log Tanh Erf Sigmoid Softmax LogSoftmax Abs Relu Cos Sin Trilu Reciprocal', same),
  ...listed(
    'LayerNormalization ScatterElements ScatterND RMSNormalization Softplus Gelu CumSum Not Clip Floor Sign',
    same,
  ),
  ...listed('Add Sub Mul Div Pow Where Min Max Mod', elementwise),
  ...listed('Equal Less LessOrEqual Greater GreaterOrEqual And Or', comparison),
  ...listed('ReduceSum ReduceMean ReduceMax ReduceMin', reduce),
  ['MatMul', matMul],
  ['Gemm', gemm],
  ['Transpose', transpose],
  ['Reshape', reshape],
  ['Concat', concat],
  ['Gather', gather],
  ['GatherElements', indexed],
  ['Unsqueeze', unsqueeze],
  ['Squeeze', squeeze],
  ['Slice', slice],
  ['Expand', expand],
  ['Shape', shapeOf],
  ['Size', () => ({ type: 'int64', shape: [] })],
  ['Range', ({ inputs: [start] }) => ({ type: start?.type, shape: [someLength()] })],
  ['ConstantOfShape', constantOfShape],
  ['IsNaN', typed('bool')],
]);

/** The types of the parts that a tensor is split into. */
function splitTypes({ inputs: [x], constants, attributes }: InferenceInput, count: number): readonly ValueType[] {
  const type = x?.type;
  const axis = x?.shape && axisOf(intOf(attributes.axis, 0), x.shape.length);
  const total = axis === undefined ? undefined : x?.shape?.[axis];
  const even = typeof total === 'number' && total % count === 0 ? Array<number>(count).fill(total / count) : undefined;
  const sizes = numbersOf(constants[1]) ?? even;
  return Array.from({ length: count }, (_, i) => ({
    type,
    shape: axis === undefined || sizes?.[i] === undefined ? undefined : x?.shape?.with(axis, sizes[i]),
  }));
}

/** The types of the outputs of a node; what cannot be told before the graph runs is `undefined`. */
export function inferTypes(opType: string, node: InferenceInput, outputs: number): readonly ValueType[] {
  if (opType === 'Split') return splitTypes(node, outputs);
  return [rules.get(opType)?.(node) ?? unknown];
}
